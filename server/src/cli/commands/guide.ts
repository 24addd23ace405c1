/** `gatehouse guide`: the integration guide of this server, as Markdown or as data. */
import type { Command } from "commander";
import { guideFacts } from "../../guide/facts.ts";
import { guideOf } from "../../guide/guide.ts";
import { markdown } from "../../guide/markdown.ts";
import { LOCALES } from "../../pages/words/index.ts";
import type { Cli } from "../cli.ts";
import { everySetting, settingOptions } from "../load.ts";

export function addGuide(program: Command, cli: Cli): void {
  settingOptions(
    program.command("guide").description("the integration guide of this server, as the pages /guide show it"),
    everySetting,
    "hidden",
  )
    .option("--markdown", "as Markdown; the default")
    .action(
      cli.open<{ markdown?: true }>(async ({ settings, ports }) => {
        const guide = guideOf(await guideFacts(settings, ports, LOCALES, null));
        return { json: guide, text: markdown(guide).trimEnd() };
      }),
    );
}
