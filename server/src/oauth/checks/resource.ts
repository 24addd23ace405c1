/** RFC 8707 §2 — the API that a token is for. An app belongs to one API; one that registered itself may be let to choose. */
import type { Client } from "../clients/client.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { MANAGEMENT_API } from "../words.ts";
import type { Resource } from "../resource.ts";

/**
 * The resource of a request. `granted` is what a code or a refresh token was given for: a token request can only repeat
 * that (RFC 8707 §2.2). Without it the client's own API, or with `mcp: on` any that a self-registered client names.
 */
export async function findResource(
  asked: string | null,
  client: Client,
  { resources, registration }: Pick<Ports, "resources" | "registration">,
  granted: string | null = null,
): Promise<Resource> {
  const free = registration.anyApi && client.registration !== null;
  const own = (free ? granted : null) ?? client.resource;
  const choosing = free && granted === null && asked !== null;
  if (asked !== null && !choosing && !named(asked).includes(own)) throw new Refusal("resource_unknown");
  for (const identifier of choosing ? named(asked) : [own]) {
    const resource = await resources.find(identifier);
    // Nobody chooses our own API: whoever may use it was registered for it by staff.
    if (resource !== null && !(choosing && resource.id === MANAGEMENT_API)) return resource;
  }
  throw new Refusal("resource_unknown");
}

/** Every way to read it: programs that parse a URL put a slash behind a host without a path (RFC 3986 §6.2.3). */
function named(asked: string): readonly string[] {
  const bare = /^https?:\/\/[^/?#]+\/$/.test(asked) ? [asked.slice(0, -1)] : [];
  return [asked, ...bare];
}
