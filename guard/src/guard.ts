/** The guard: may this call pass? Path, rule, token, person and scopes, version, in that order; default deny. */
import { testAudience } from "./access-token.ts";
import type { Access } from "./access-token.ts";
import { compileVersions } from "./api-version.ts";
import { findBearer, formFault } from "./bearer.ts";
import type { RequestHeaders } from "./bearer.ts";
import { challenge } from "./challenge.ts";
import type { Challenge, ChallengeContext } from "./challenge.ts";
import { IssuerUnavailable } from "./fetch-json.ts";
import { readOptions } from "./options.ts";
import type { GuardOptions } from "./options.ts";
import { readTarget } from "./path.ts";
import type { Target } from "./path.ts";
import { describeResource } from "./protected-resource.ts";
import type { ProtectedResource } from "./protected-resource.ts";
import { basic } from "./introspect.ts";
import { createReporter } from "./report.ts";
import type { RefusalName, TokenFault } from "./refusals.ts";
import { compileRoutes } from "./routes.ts";
import type { Route } from "./routes.ts";
import type { Connection } from "./mtls.ts";
import { lacking } from "./scope.ts";
import { senderFault } from "./sender.ts";
import type { Presented } from "./sender.ts";
import { signedInWell } from "./step-up.ts";
import { tokenKey } from "./token-cache.ts";
import { createVerifier } from "./verifier.ts";

/** A call in Fetch's terms. `url` is path and query as the router will read them, or an absolute URL. */
export interface GuardRequest {
  method: string;
  url: string;
  headers: RequestHeaders;
  /** How it came; needed for tokens that are bound to a TLS client certificate. The adapters for Node.js fill it in. */
  connection?: Connection | null;
}

/** The call may pass; `headers` go with the answer. `access` is null on a public route, `route` on a passed preflight. */
export interface Pass {
  ok: true;
  access: Access | null;
  route: Route | null;
  version: string | null;
  headers: Readonly<Record<string, string>>;
}

/** The call is refused; the challenge is the whole answer. */
export interface Refused {
  ok: false;
  challenge: Challenge;
}

/** What `check` answers. */
export type Verdict = Pass | Refused;

/** A guard. `check` never throws and never answers 500. */
export interface Guard {
  check(request: GuardRequest): Promise<Verdict>;
  /** Ends what `statusFeed` and `budgets` began, and sends what was not sent yet. A closed guard goes on by its `onStale`. */
  close(): void;
  /** The rules as enforced: the source for route documentation. */
  readonly routes: readonly Route[];
  readonly issuer: string;
  readonly audience: string;
  /** The RFC 9728 document; GET on its path passes as a public route. Null unless `resource` is set. */
  readonly protectedResource: ProtectedResource | null;
}

/** Seconds to wait when the issuer is away. */
const RETRY_AFTER = 5;
const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});

/** Carries a refusal to the one place that writes it down. */
interface Refusing {
  reason: RefusalName;
  route: Route | null;
  client_id: string | null;
  /** What was presented, where it proved nothing. */
  claimed?: string | null;
  cause?: unknown;
  versions?: readonly { version: string; status: string }[];
}

/** What a caller put into the URL, to learn whose mistake it is. */
function tokenIn(query: string): string | null {
  return new URLSearchParams(query).get("access_token");
}

/** Makes a guard. Throws a TypeError when an option or a rule is wrong. */
export function createGuard(options: GuardOptions): Guard {
  const settings = readOptions(options);
  const { issuer, environment, dpop, mtls, now } = settings;
  const audience = environment === "test" ? testAudience(settings.audience) : settings.audience;
  const { status, onRefusal, preflight = false } = options;
  const rules = [...options.routes];
  const scopes = rules.flatMap((rule) => [...(rule.scopes ?? []), ...(rule.or ?? []).flat()]);
  const about = options.resource === true ? {} : options.resource;
  const resource = about === undefined ? null : describeResource(audience, issuer, scopes, about, dpop, mtls);
  if (resource !== null) rules.push({ method: "GET", path: resource.path, public: true });
  const table = compileRoutes(rules);
  const chooseVersion = options.versions === undefined ? null : compileVersions(options.versions);
  const verifier = createVerifier(settings);
  const { report, introspection } = settings;
  const reporter =
    report === null || introspection === null
      ? null
      : createReporter({
          endpoint: report,
          authorization: basic(introspection.client_id, introspection.client_secret),
          fetch: settings.fetch,
          timeout: settings.introspectionTimeout,
        });

  function refuse({ reason, route, client_id, claimed = null, cause, versions }: Refusing): Refused {
    const context: ChallengeContext = {
      realm: audience,
      resource_metadata: resource?.url,
      algs: dpop?.algorithms.join(" "),
      dpopAnnounced: dpop?.announced === true,
    };
    if (route !== null) {
      context.scopes = route.scopes;
      context.signIn = route;
    }
    if (versions !== undefined) context.versions = versions;
    const refused = challenge(reason, context);
    if (reason === "dpop_nonce" && dpop?.nonces != null)
      refused.headers["dpop-nonce"] = dpop.nonces.current();
    if (refused.status === 503) refused.headers["retry-after"] = String(RETRY_AFTER);
    reporter?.tell({
      client_id,
      claimed,
      reason,
      method: route?.method ?? null,
      route: route?.path ?? null,
      scopes: route?.scopes ?? [],
      version: null,
    });
    try {
      onRefusal?.({ reason, status: refused.status, route: route?.path ?? null, client_id, cause });
    } catch {
      // A broken log changes no decision.
    }
    return { ok: false, challenge: refused };
  }

  function tellPass(
    { client_id }: Access,
    { method, path, scopes: needed }: Route,
    version: string | null,
  ): void {
    reporter?.tell({ client_id, claimed: null, reason: null, method, route: path, scopes: needed, version });
  }

  /** Last of all, so that a call that is refused costs none: is it within what the person allowed? */
  function spend(passed: Verdict, route: Route, access: Access): Verdict | Promise<Verdict> {
    const { client_id } = access;
    if (!passed.ok) return passed;
    const answer = (within: boolean, reason: RefusalName): Verdict => {
      if (!within) return refuse({ reason, route, client_id });
      tellPass(access, route, passed.version);
      return passed;
    };
    if (verifier.budgets === null) return answer(access.budget === null, "budget_not_counted");
    const within = verifier.budgets.spend(access, route);
    return within instanceof Promise
      ? within.then((yes) => answer(yes, "budget_spent"))
      : answer(within, "budget_spent");
  }

  function pass(headers: RequestHeaders, route: Route, access: Access | null): Verdict {
    const nonce = access?.jkt == null ? undefined : dpop?.nonces?.current();
    const own = nonce === undefined ? NO_HEADERS : { "dpop-nonce": nonce };
    const choice =
      chooseVersion === null
        ? { version: null, headers: NO_HEADERS }
        : chooseVersion(headers, access?.apiVersion ?? null);
    if ("version" in choice)
      return { ok: true, access, route, version: choice.version, headers: { ...choice.headers, ...own } };
    const client_id = access?.client_id ?? null;
    return refuse({ reason: choice.fault, route, client_id, versions: choice.offered });
  }

  /** A preflight carries no token by design; it passes only for a method and path that a rule covers. */
  function isPreflight({ method, headers }: GuardRequest, target: Target): boolean {
    if (!preflight || method !== "OPTIONS" || headers.get("origin") === null) return false;
    const wanted = headers.get("access-control-request-method");
    return wanted !== null && typeof table.find(wanted, target) !== "string";
  }

  /** The token is good: now whoever sent it must hold its key. */
  function admit(
    presented: Presented,
    route: Route,
    access: Access | TokenFault,
  ): Verdict | Promise<Verdict> {
    if (typeof access === "string")
      return refuse({ reason: access, route, client_id: null, claimed: presented.token });
    const fault = senderFault(access, presented, dpop, mtls, now());
    return fault instanceof Promise
      ? fault.then((reason) => allow(presented, route, access, reason))
      : allow(presented, route, access, fault);
  }

  /** Its sender may use it: does it still count? */
  function allow(
    presented: Presented,
    route: Route,
    access: Access,
    fault: RefusalName | null,
  ): Verdict | Promise<Verdict> {
    const known = fault ?? (status?.revoked(access) === true ? "revoked_token" : null);
    const ended = known ?? verifier.standing.fault(access, presented.token);
    return ended instanceof Promise
      ? ended.then((reason) => conclude(presented, route, access, reason))
      : conclude(presented, route, access, ended);
  }

  function conclude(
    { headers }: Presented,
    route: Route,
    access: Access,
    fault: RefusalName | null,
  ): Verdict | Promise<Verdict> {
    const reason = fault ?? lacking(route, access);
    const { client_id } = access;
    if (reason !== null) return refuse({ reason, route, client_id });
    if (!signedInWell(route, access, now() / 1000))
      return refuse({ reason: "insufficient_user_authentication", route, client_id });
    return spend(pass(headers, route, access), route, access);
  }

  /** Answers at once where nothing must be waited for: most calls carry a token that was seen a moment ago. */
  function decide(request: GuardRequest): Verdict | Promise<Verdict> {
    const { method, url, headers, connection = null } = request;
    const target = readTarget(url);
    if (typeof target === "string") return refuse({ reason: target, route: null, client_id: null });
    const route = table.find(method, target);
    if (typeof route === "string") {
      if (isPreflight(request, target)) {
        return { ok: true, access: null, route: null, version: null, headers: NO_HEADERS };
      }
      return refuse({ reason: route, route: null, client_id: null });
    }
    if (route.public) return pass(headers, route, null);
    const bearer = findBearer(headers, target.query);
    if ("fault" in bearer) {
      const claimed = bearer.fault === "token_in_query" ? tokenIn(target.query) : null;
      return refuse({ reason: bearer.fault, route, client_id: null, claimed });
    }
    const key = tokenKey(bearer.token);
    const known = verifier.remembered(key);
    // What is remembered was well formed when it came first.
    const malformed = known === null ? formFault(bearer) : null;
    if (malformed !== null) return refuse({ reason: malformed, route, client_id: null });
    // Without keys to prove, DPoP is a scheme like any other that is not ours.
    if (bearer.scheme === "dpop" && dpop === null)
      return refuse({ reason: "no_token", route, client_id: null });
    const { token, scheme } = bearer;
    const presented = { token, scheme, method, segments: target.segments, headers, connection };
    if (known !== null) return admit(presented, route, known);
    return verifier.verify(token, key).then((access) => admit(presented, route, access));
  }

  async function check(request: GuardRequest): Promise<Verdict> {
    try {
      const verdict = decide(request);
      return verdict instanceof Promise ? await verdict : verdict;
    } catch (cause) {
      // Whatever went wrong, the call does not pass, and it is not the caller's fault.
      const reason = cause instanceof IssuerUnavailable ? "issuer_unavailable" : "guard_failed";
      return refuse({ reason, route: null, client_id: null, cause });
    }
  }

  const close = (): void => {
    verifier.standing.close();
    verifier.budgets?.close();
    reporter?.close();
  };
  return { check, close, routes: table.routes, issuer, audience, protectedResource: resource };
}
