/** RFC 8414 §2.1 — the metadata once more, as a JWT that our own key signed: for readers that got it from somebody else. */
import type { Metadata } from "./metadata.ts";
import type { Ports } from "./ports.ts";

/** RFC 8725 §3.11: no other JWT of ours has this type, so that it passes for none of them. */
const TYP = "oauth-authorization-server+jwt";

/** The document, with `signed_metadata` where the settings ask for it. It has no times: the same words are the same bytes, and keep their ETag. */
export async function withSignature(
  document: Metadata,
  { keys, rules }: Pick<Ports, "keys" | "rules">,
): Promise<Metadata & { signed_metadata?: string }> {
  if (!rules.signed_metadata) return document;
  const kind = { alg: "RS256", rsa_bits: 2048, environment: "live" } as const;
  return { ...document, signed_metadata: await keys.sign(kind, TYP, document) };
}
