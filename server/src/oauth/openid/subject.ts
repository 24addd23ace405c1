/** OpenID Connect Core §8 — what a client knows a person by: the same for all, or one of its own (pairwise). */
import type { Client } from "../clients/client.ts";
import type { Ports } from "../ports.ts";

/** The `sub` of ID token and userinfo. Pairwise ones follow from a key, so that nothing has to be stored. */
export function subjectFor(subject: string, client: Client, ports: Pick<Ports, "pairwiseDigest">): string {
  if (client.metadata.subject_type !== "pairwise") return subject;
  return ports.pairwiseDigest(`${sectorOf(client)}\n${subject}`);
}

/** Core §8.1: the host that the client's redirect URIs share, or the one that its sector document names. */
function sectorOf(client: Client): string {
  const { sector_identifier_uri } = client.metadata;
  const uri = sector_identifier_uri ?? client.redirect_uris[0];
  return uri === undefined ? client.client_id : new URL(uri).host;
}
