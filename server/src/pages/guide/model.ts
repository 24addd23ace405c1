/** What the guide's page is told. */
import type { Guide } from "../../guide/blocks.ts";
import type { LanguageId } from "../../guide/samples/language.ts";
import type { PageContext } from "../models.ts";

export interface GuideModel {
  /** Its stylesheet is the guide's own. */
  context: PageContext;
  guide: Guide;
  /** In which language the samples are shown first. */
  language: LanguageId;
  /** Paths of the scripts that copy and remember. */
  scripts: readonly string[];
  homePath: string;
  markdownPath: string;
  /** The reader's own apps, whose values can stand in the samples. */
  apps: readonly { name: string; path: string; chosen: boolean }[];
}
