/** The guide: facts in, sections out. */
import type { Guide } from "./blocks.ts";
import type { GuideFacts } from "./facts.ts";
import { sections } from "./sections/index.ts";

/** Every section about what is on here. */
export function guideOf(facts: GuideFacts): Guide {
  const { company } = facts.settings;
  return {
    company,
    title: `${company} integration guide`,
    sections: sections.map((write) => write(facts)).filter((section) => section !== null),
    reader: facts.reader === null ? null : { client_id: facts.reader.client_id, app: facts.reader.app },
  };
}
