/** Turns a refusal into an answer: RFC 9457 problem+json, with the RFC 6750 §3 challenge where one belongs. */
import { bearerChallenge } from "./bearer.ts";
import { REFUSALS } from "./refusals.ts";
import type { RefusalName } from "./refusals.ts";
import type { Route } from "./routes.ts";

/** RFC 9457 §3 members; `error` is the RFC 6750 code, `reason` our name for it, `detail` what the developer can do. */
export interface Problem {
  type: "about:blank";
  title: string;
  status: number;
  detail: string;
  reason: RefusalName;
  error?: string;
  error_description?: string;
  /** The scopes that the route needs, space-separated. */
  scope?: string;
  /** The versions that can be sent, when a version was refused. */
  versions?: readonly { version: string; status: string }[];
}

/** A whole answer. Header names are in lower case. */
export interface Challenge {
  status: number;
  headers: Record<string, string>;
  body: Problem;
}

/** What a challenge may add to its row of the table. */
export interface ChallengeContext {
  realm: string;
  resource_metadata?: string | undefined;
  scopes?: readonly string[];
  /** What the route asks of the sign-in (RFC 9470 §3); told only when that is what is missing. */
  signIn?: Pick<Route, "acr" | "maxAge">;
  versions?: readonly { version: string; status: string }[];
  /** Seconds. */
  retryAfter?: number;
  /** Algorithms of DPoP proofs, space-separated; absent where DPoP is off. */
  algs?: string | undefined;
  /** Whether whoever sent no token is told of DPoP, too. */
  dpopAnnounced?: boolean;
}

/** RFC 9110 §15.5, §15.6. Node has them too, but with `node:http` comes its `fetch`, which is 40 ms of a start and 15 MB. */
const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  414: "URI Too Long",
  503: "Service Unavailable",
};

function needs(scopes: readonly string[]): string {
  return scopes.length === 1
    ? `It needs the scope ${scopes[0]}.`
    : `It needs all of the scopes ${scopes.join(" ")}.`;
}

/** RFC 9470 §3. */
function signInParameters({ signIn }: ChallengeContext): Record<string, string | undefined> {
  return {
    acr_values: signIn?.acr?.join(" "),
    max_age: signIn?.maxAge?.toString(),
  };
}

/** Builds the answer for a refusal. Nothing of the request enters it. */
export function challenge(reason: RefusalName, context: ChallengeContext): Challenge {
  const { status, error, challenged, dpop, detail: sentence } = REFUSALS[reason];
  const scope =
    context.scopes !== undefined && context.scopes.length > 0 ? context.scopes.join(" ") : undefined;
  const detail =
    reason === "insufficient_scope" && context.scopes ? `${sentence} ${needs(context.scopes)}` : sentence;
  const body: Problem = { type: "about:blank", title: TITLES[status] ?? "", status, detail, reason };
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  };
  if (error !== undefined) Object.assign(body, { error, error_description: detail });
  if (context.versions !== undefined) body.versions = context.versions;
  if (context.retryAfter !== undefined) headers["retry-after"] = String(context.retryAfter);
  if (challenged) {
    if (scope !== undefined) body.scope = scope;
    // A bound token at an API that proves no keys is only a bearer token that is no good.
    const asDpop = dpop === true && context.algs !== undefined;
    const parameters = {
      realm: context.realm,
      error,
      error_description: error === undefined ? undefined : detail,
      // A better scope does not mend a bad token (§3), but tells a newcomer what to ask for.
      scope: error === "invalid_token" || error === "invalid_request" ? undefined : scope,
      ...(error === "insufficient_user_authentication" ? signInParameters(context) : {}),
      resource_metadata: context.resource_metadata,
      algs: asDpop ? context.algs : undefined,
    };
    headers["www-authenticate"] = bearerChallenge(parameters, asDpop ? "DPoP" : "Bearer");
    if (!asDpop && context.dpopAnnounced === true)
      headers["www-authenticate"] += `, ${bearerChallenge({ algs: context.algs }, "DPoP")}`;
  }
  return { status, headers, body };
}
