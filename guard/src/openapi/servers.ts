/** OpenAPI servers: the base path that stands before every path of the document. */
import { object, own, textOf } from "./reading.ts";
import type { Json, Pointer, Tell } from "./reading.ts";

/** The addresses with the defaults of their variables filled in. */
function addresses(servers: unknown): string[] {
  if (!Array.isArray(servers)) return [];
  return servers.map(object).map((server) => {
    const variables = object(own(server, "variables"));
    return textOf(own(server, "url")).replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
      textOf(own(object(own(variables, name)), "default")),
    );
  });
}

/** `/v1` of `https://api.example/v1`; an empty text when there is none; null, and a fault, when servers disagree. */
export function basePath(servers: unknown, at: Pointer, tell: Tell): string | null {
  const bases = new Set(
    addresses(servers).map((url) => URL.parse(url, "http://base.invalid")?.pathname ?? url),
  );
  const [first = "/", ...others] = bases;
  if (others.length > 0) {
    tell(
      at,
      "the servers have different base paths; a guard needs one: split the document, or move it into the paths.",
    );
    return null;
  }
  return first.replace(/\/+$/, "");
}

/** The first absolute address, or null. */
export function serverAddress(root: Json): string | null {
  return addresses(own(root, "servers")).find((url) => /^https?:\/\//.test(url)) ?? null;
}
