/** RFC 6749 §4.1.3 — authorization_code: a person's permission, carried by a code that works once. */
import { scopeWithin } from "../agents/limits.ts";
import { mayRefresh } from "../checks/may-refresh.ts";
import { maxVerifierMisses, proofTrouble } from "../checks/pkce.ts";
import { findResource } from "../checks/resource.ts";
import { stillAssigned } from "../checks/scope.ts";
import { proveCodeKey } from "../checks/sender.ts";
import type { Client } from "../clients/client.ts";
import type { Ports, StoredCode } from "../ports.ts";
import { narrowedDetails, stillPermitted } from "../details/read.ts";
import { Refusal } from "../refusals.ts";
import { isSecret, secretHash } from "../tokens/secret-token.ts";
import { grant, type Grant } from "./grant.ts";

interface CodeRequest {
  code: string;
  redirect_uri: string | null;
  code_verifier: string | null;
  resource: string | null;
  authorization_details: string | null;
}

export const authorizationCode: Grant = grant<CodeRequest>({
  grant_type: "authorization_code",
  parameters: ["code", "redirect_uri", "code_verifier", "resource", "authorization_details"],
  confidentialOnly: false,
  read(parameters) {
    const code = parameters.get("code");
    if (code === null) throw new Refusal("missing_code");
    return {
      code,
      redirect_uri: parameters.get("redirect_uri"),
      code_verifier: parameters.get("code_verifier"),
      resource: parameters.get("resource"),
      authorization_details: parameters.get("authorization_details"),
    };
  },
  async decide(request, client, ports, key) {
    const code = isSecret("ghc", request.code) ? await ports.codes.find(secretHash(request.code)) : null;
    if (code === null) throw new Refusal("unknown_code");
    if (code.client_id !== client.client_id) throw new Refusal("code_of_another_client");
    await proveHolder(code, request, client, ports);
    proveCodeKey(code.dpop_jkt, key);
    const now = ports.clock.now();
    if (code.redeemedAt !== null) {
      // Only now: a replay that could not prove itself must not be able to end anybody's access (OAuth 2.1 §7.5.2).
      if (code.familyId !== null) await ports.families.revoke(code.familyId, now, "code_replayed", ports.via);
      throw new Refusal("code_already_spent");
    }
    if (code.expiresAt <= now) throw new Refusal("code_expired");
    const resource = await findResource(request.resource, client, ports, code.resource);
    // The API has another address since: what was allowed for the old one is not for the new one.
    if (code.resource !== resource.identifier) throw new Refusal("grant_withdrawn");
    // Whether the person and the consent still stand is decided by the statement that spends the code.
    const scope = scopeWithin(code.limits, stillAssigned(code.scope, client, resource), resource);
    const granted = stillPermitted(code.authorization_details, client, resource);
    return {
      client,
      resource,
      subject: code.subject,
      scope,
      details: narrowedDetails(request.authorization_details, granted),
      source: { kind: "code", code, refresh: mayRefresh(client, scope) },
    };
  },
});

/** RFC 6749 §4.1.3, RFC 7636 §4.6 — whoever holds the code must also hold what it was bound to. */
async function proveHolder(
  code: StoredCode,
  request: CodeRequest,
  client: Client,
  ports: Ports,
): Promise<void> {
  // Omitted at authorize, it is optional here, but may only name the one registered URI that was used.
  const allowed = code.redirect_uri === null ? [null, client.redirect_uris[0]] : [code.redirect_uri];
  if (!allowed.includes(request.redirect_uri)) throw new Refusal("redirect_uri_differs");
  const trouble = proofTrouble(code, request.code_verifier);
  if (trouble === null) return;
  if (trouble !== "verifier_wrong") throw new Refusal(trouble);
  // The last miss burns the code, and from then on the store does not know it any more.
  const misses = await ports.codes.miss(code.hash, maxVerifierMisses, ports.clock.now(), ports.via);
  throw new Refusal(misses >= maxVerifierMisses ? "code_burned" : trouble);
}
