/** Reads the markup that the pages' renderer writes (lower-case, double-quoted), for assertions about it. */

/** An opening tag. */
export interface Tag {
  name: string;
  attributes: string;
}

const TAG = /<([a-z][a-z0-9]*)((?:\s+[^\s=>"/]+(?:="[^"]*")?)*)\s*\/?>/g;
const ATTRIBUTE = /([^\s=>"/]+)(?:="([^"]*)")?/g;
const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

/** Every opening tag in order. Throws when a "<" begins anything but a tag this reader knows. */
export function tagsOf(html: string): Tag[] {
  const tags = [...html.matchAll(TAG)].map(([, name = "", attributes = ""]) => ({ name, attributes }));
  const opened = [...html.matchAll(/<(?![/!])/g)].length;
  if (opened !== tags.length) throw new Error(`${opened} "<" but ${tags.length} tags`);
  return tags;
}

/** The attributes of a tag; one without a value has the empty string. */
export function attributesOf(tag: Tag): Map<string, string> {
  return new Map([...tag.attributes.matchAll(ATTRIBUTE)].map(([, key = "", value = ""]) => [key, value]));
}

/** What a reader sees of the body: tags dropped, entities read. */
export function textOf(html: string): string {
  const body = html.slice(html.indexOf("<body"));
  return body
    .replace(/<[a-z/][^<>]*>/g, "")
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
