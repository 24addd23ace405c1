/** RFC 8707 §2 — the API that a token is for. An app belongs to one API; naming another is refused. */
import type { Client } from "../clients/client.ts";
import type { ResourcesPort } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import type { Resource } from "../resource.ts";

/** The resource of a request: the one asked for when it is the client's, else the client's own. */
export async function findResource(
  asked: string | null,
  client: Client,
  resources: ResourcesPort,
): Promise<Resource> {
  if (asked !== null && asked !== client.resource) throw new Refusal("resource_unknown");
  const resource = await resources.find(client.resource);
  if (resource === null) throw new Refusal("resource_unknown");
  return resource;
}
