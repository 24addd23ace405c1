/** `gatehouse guide`: the integration guide of this server, as Markdown or as data. */
import { Option, type Command } from "commander";
import { guideFacts } from "../../guide/facts.ts";
import { guideOf } from "../../guide/guide.ts";
import type { LanguageId } from "../../guide/samples/language.ts";
import { LANGUAGES } from "../../guide/samples/languages.ts";
import { markdown } from "../../guide/markdown.ts";
import { LOCALES } from "../../pages/words/index.ts";
import type { Cli } from "../cli.ts";
import { everySetting, settingOptions } from "../load.ts";

export function addGuide(command: Command, cli: Cli): void {
  settingOptions(command, everySetting, "hidden")
    .option("--markdown", "as Markdown; the default")
    .addOption(
      new Option("--language <language>", "samples of one language only").choices(
        LANGUAGES.map(({ id }) => id),
      ),
    )
    .action(
      cli.open<{ markdown?: true; language?: LanguageId }>(async ({ settings, ports }, { options }) => {
        const guide = guideOf(await guideFacts(settings, ports, LOCALES, null));
        return { json: guide, text: markdown(guide, options.language ?? null).trimEnd() };
      }),
    );
}
