/** RFC 7009 — revocation: the app gives a token back; whatever descends from it dies too. */
import { byApp } from "../lib/actor.ts";
import { authenticateClient, credentialParameters } from "./checks/client-authentication.ts";
import { refuseDuplicates } from "./checks/parameters.ts";
import type { Ports } from "./ports.ts";
import { Refusal } from "./refusals.ts";
import { placeOf } from "./status/places.ts";
import { readBody, type EndpointRequest } from "./token/read-body.ts";
import { provesRefresh, readRefreshToken } from "./tokens/refresh-token.ts";
import { isSecret, secretHash } from "./tokens/secret-token.ts";

const known: ReadonlySet<string> = new Set(["token", "token_type_hint", ...credentialParameters]);

/** The whole of POST /oauth/revoke. Returns without a word for an unknown or foreign token (RFC 7009 §2.2). */
export async function revoke(request: EndpointRequest, ports: Ports): Promise<void> {
  const parameters = readBody(request, ports);
  refuseDuplicates(parameters, known);
  const client = await authenticateClient({ ...request, parameters }, ports);
  const token = parameters.get("token");
  if (token === null) throw new Refusal("missing_token");
  const now = ports.clock.now();
  const by = byApp(client.client_id, ports.via);
  const presented = readRefreshToken(token);
  if (presented !== null) {
    const family = await ports.families.find(presented.familyId);
    const ours =
      family !== null && family.client_id === client.client_id && provesRefresh(family, presented, ports);
    if (ours) await ports.families.revoke(family.id, now, "revoked_by_app", ports.via);
  } else if (isSecret("gha", token)) {
    const row = await ports.accessTokens.findOpaque(secretHash(token));
    if (row?.client_id === client.client_id) await ports.accessTokens.revoke(row.id, row.expiresAt, now, by);
  } else {
    const verified = await ports.keys.verify(token, now);
    const { jti, exp, client_id } = verified?.claims ?? {};
    if (client_id === client.client_id && typeof jti === "string" && typeof exp === "number") {
      const place = placeOf(ports.issuer, verified?.claims ?? {});
      await ports.accessTokens.revoke(jti, exp * 1000, now, by, place);
    }
  }
  ports.report({ name: "revocation", client_id: client.client_id });
}
