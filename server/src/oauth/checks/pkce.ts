/** RFC 7636 — the proof key: what the authorization endpoint accepts as a challenge, and what the token endpoint accepts as its proof. */
import { constantTimeEqual, sha256 } from "../../lib/hash.ts";
import { isPublic, type Client } from "../clients/client.ts";
import { Refusal, type RefusalName } from "../refusals.ts";
import type { CodeChallengeMethod, PkcePolicy } from "../words.ts";
import type { Parameters } from "./parameters.ts";

/** RFC 7636 §4.1: 43 to 128 unreserved characters. The regular expression is linear and has no line mode. */
const unreserved = /^[A-Za-z0-9\-._~]{43,128}$/;
/** RFC 7636 §4.2: 32 bytes as base64url. */
const s256 = /^[A-Za-z0-9\-_]{43}$/;
/** The same bytes as standard base64, a frequent mistake: `+`, `/` or `=` in 43 or 44 characters. */
const s256AsBase64 = /^[A-Za-z0-9+/\-_]{43}=?$/;

/** Wrong verifiers that one code survives (no clause: a short verifier could be guessed otherwise). */
export const maxVerifierMisses = 5;

export interface Challenge {
  code_challenge: string | null;
  code_challenge_method: CodeChallengeMethod | null;
}

/** The policy in force: a public client always proves itself, and S256 once used is never given up (RFC 9700 §2.1.1). */
export function pkcePolicy(client: Client): PkcePolicy {
  if (client.s256SeenAt !== null) return "s256_required";
  return client.policy.pkce === "optional" && isPublic(client) ? "plain_allowed" : client.policy.pkce;
}

/** RFC 7636 §4.3, §4.4.1 — reads the challenge of an authorization request; an omitted method means plain, never S256. */
export function readChallenge(parameters: Parameters, client: Client): Challenge {
  const policy = pkcePolicy(client);
  const challenge = parameters.get("code_challenge");
  const method = parameters.get("code_challenge_method");
  if (challenge === null) {
    if (method !== null) throw new Refusal("challenge_method_alone");
    if (policy !== "optional") throw new Refusal("challenge_missing");
    return { code_challenge: null, code_challenge_method: null };
  }
  if (method !== null && method !== "S256" && method !== "plain")
    throw new Refusal("challenge_method_unknown");
  const code_challenge_method = method ?? "plain";
  if (code_challenge_method === "plain") {
    if (policy === "s256_required") throw new Refusal("plain_not_allowed");
    if (!unreserved.test(challenge)) throw new Refusal("challenge_malformed");
  } else if (!s256.test(challenge)) {
    throw new Refusal(s256AsBase64.test(challenge) ? "challenge_base64" : "challenge_malformed");
  }
  return { code_challenge: challenge, code_challenge_method };
}

/** RFC 7636 §4.6 — what is wrong with this proof, or null. A pure answer, because a miss must also be counted against the code. */
export function proofTrouble(challenge: Challenge, code_verifier: string | null): RefusalName | null {
  if (challenge.code_challenge === null) return code_verifier === null ? null : "verifier_unexpected";
  if (code_verifier === null) return "verifier_missing";
  if (!unreserved.test(code_verifier)) return "verifier_malformed";
  const derived = challenge.code_challenge_method === "S256" ? sha256(code_verifier) : code_verifier;
  return constantTimeEqual(derived, challenge.code_challenge) ? null : "verifier_wrong";
}

/** RFC 8414 §2 `code_challenge_methods_supported`: what at least one policy serves. */
export function challengeMethods(plainServed: boolean): CodeChallengeMethod[] {
  return plainServed ? ["S256", "plain"] : ["S256"];
}
