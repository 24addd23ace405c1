/** RFC 9068 §2.2.1, RFC 9396 §9.1 — the claims of an access token that few have. */
import { seconds } from "../../lib/clock.ts";
import { permitClaim } from "../agents/permit.ts";
import { addedClaims } from "../extensions.ts";
import type { Issuance } from "../grants/grant.ts";
import type { Family, Ports, TokenMore } from "../ports.ts";

/** RFC 9068 §2.2.1: when and how the person signed in, so that an API can ask for more (RFC 9470); RFC 9396 §9.1. */
export function moreOf({ source, details = [] }: Issuance, family: Family | null): TokenMore {
  const signedIn =
    source.kind === "exchange" ? source.more : source.kind === "assertion" ? {} : signedInOf(family);
  // What was exchanged is counted with what it came from.
  const counted = source.kind === "exchange" ? {} : permitClaim(family?.limits);
  return { ...signedIn, ...counted, ...(details.length === 0 ? {} : { authorization_details: details }) };
}

/** With the claims of an extension, which can overwrite none of these. */
export async function withAdded(
  { client, subject, scope }: Issuance,
  more: TokenMore,
  ports: Ports,
): Promise<TokenMore> {
  return { ...(await addedClaims({ target: "access_token", client, subject, scope }, ports)), ...more };
}

function signedInOf(family: Family | null): TokenMore {
  if (family === null) return {};
  const { acr } = family.authentication ?? {};
  return { auth_time: seconds(family.authTime), ...(acr === undefined ? {} : { acr }) };
}
