/** OpenID Connect Registration §5, Core §8.1 — which addresses know a person by the same pairwise subject. */
import type { ClientMore } from "../clients/client.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { takeTurn } from "./turns.ts";

/** A list of redirect URIs. Bytes. */
const maxDocument = 16_384;

/** Throws `registration_sector` unless the redirect URIs share a host, or the sector's document lists them all. */
export async function proveSector(
  redirect_uris: readonly string[],
  { subject_type, sector_identifier_uri }: ClientMore,
  ports: Pick<Ports, "outbound" | "throttle" | "clock" | "report">,
): Promise<void> {
  if (sector_identifier_uri === undefined) {
    const hosts = new Set(redirect_uris.map((uri) => URL.parse(uri)?.host));
    if (subject_type === "pairwise" && hosts.size > 1) throw new Refusal("registration_sector");
    return;
  }
  await takeTurn(new URL(sector_identifier_uri).host, ports);
  const fetched = await ports.outbound.json(sector_identifier_uri, maxDocument);
  // Why it could not be had is for our log only: the caller would learn what our network looks like (DR-10).
  if (fetched.outcome === "refused") ports.report({ name: "sector_document_refused", detail: fetched.why });
  const listed = new Set<unknown>(
    fetched.outcome === "fetched" && Array.isArray(fetched.json) ? fetched.json : [],
  );
  if (redirect_uris.length === 0 || !redirect_uris.every((uri) => listed.has(uri)))
    throw new Refusal("registration_sector");
}
