/** What an API engineer can set, with defaults and bounds; a wrong setting is a TypeError at start, never a surprise later. */
import type { Access, AccessTokenProfile, Environment } from "./access-token.ts";
import type { VersionOptions } from "./api-version.ts";
import { QUOTABLE } from "./bearer.ts";
import { isSafeUrl } from "./issuer.ts";
import { mtlsSettings } from "./mtls.ts";
import type { MtlsOptions, MtlsSettings } from "./mtls.ts";
import type { ResourceMetadata } from "./protected-resource.ts";
import type { RefusalName } from "./refusals.ts";
import type { ReportOptions } from "./report.ts";
import type { RouteRule } from "./routes.ts";
import { dpopSettings } from "./sender.ts";
import type { DpopOptions, DpopSettings } from "./sender.ts";
import type { OnStale } from "./standing.ts";

/** Tells of a token that was withdrawn before its end. Asked on every call, remembered tokens included. */
export interface TokenStatus {
  revoked(access: Access): boolean;
}

/** Hears of revoked tokens from the issuer as it happens. The guard then listens from its first call on, until `close`. */
export interface StatusFeedOptions {
  /** While nothing was heard for longer than the limit: `allow` trusts tokens, `introspect` asks about each, `deny` refuses them (503). Default `deny`. */
  onStale?: OnStale;
  /** The limit, 2 to 3600. Default 30. */
  maxStaleSeconds?: number;
}

/** A refused call, for logs and metrics. It holds no token. `cause` is ours to read, never the caller's. */
export interface RefusalEvent {
  reason: RefusalName;
  status: number;
  /** The rule's path, never the caller's. */
  route: string | null;
  client_id: string | null;
  cause: unknown;
}

/** Options of `createGuard`. Times are in seconds unless the name says otherwise. */
export interface GuardOptions {
  /** The issuer identifier, character for character as in its metadata (RFC 8414 §2). */
  issuer: string;
  /** The identifier of this API; test tokens carry its test twin (`testAudience`). */
  audience: string;
  /** Which rules the calls are held against; what no rule covers is refused. */
  routes: readonly RouteRule[];
  /** Default `live`: test tokens are refused. */
  environment?: Environment | "any";
  /** Default `["rfc9068"]`. */
  profiles?: readonly AccessTokenProfile[];
  /** The API's own credentials at the introspection endpoint; needed for `opaque`. */
  introspection?: { client_id: string; client_secret: string };
  versions?: VersionOptions;
  /** Lets CORS preflights for listed routes through to the API's own CORS handling. Default false. */
  preflight?: boolean;
  /** Publishes RFC 9728 metadata and names it in challenges. */
  resource?: ResourceMetadata | true;
  /** Asymmetric signature algorithms only. Default RS256, PS256, ES256, EdDSA. */
  algorithms?: readonly string[];
  /** How far `nbf` may lie ahead, 0 to 60. Default 5. */
  clockTolerance?: number;
  /** How long an introspection answer counts, 0 to 60. Default 1. */
  introspectionCacheSeconds?: number;
  /** How long keys are used before they are fetched again: so long a key that was withdrawn is still believed. Default 50. */
  jwksMaxAge?: number;
  /** How much longer they are used while the issuer cannot be reached. Default 3600. */
  jwksStaleFor?: number;
  /** Milliseconds. Default 2000. */
  jwksTimeoutMs?: number;
  /** Milliseconds. Default 2000. */
  introspectionTimeoutMs?: number;
  /** How many checked tokens are remembered. Default 10000; 0 remembers none. */
  cacheSize?: number;
  jwks_uri?: string;
  introspection_endpoint?: string;
  status_changes_endpoint?: string;
  budget_endpoint?: string;
  /** Allows plain http to hosts other than loopback. Default false. */
  insecureHttp?: boolean;
  /** How tokens that are bound to a key are taken (RFC 9449). By default they are, at the audience's origin; false refuses them. */
  dpop?: DpopOptions | false;
  /** How tokens that are bound to a TLS client certificate are taken (RFC 8705); by default they are refused. */
  mtls?: MtlsOptions | true;
  status?: TokenStatus;
  /** Counts the calls of agents to which a person allowed a number of them, and tells the issuer which routes agents use. Needs `introspection`. Without it such tokens are refused. */
  budgets?: boolean;
  /** How revoked JWTs are refused before they end. Without it they live until then. */
  statusFeed?: StatusFeedOptions;
  /** Tells the issuer of decisions, for the developers of the apps; needs `introspection`. */
  report?: ReportOptions | true;
  onRefusal?: (event: RefusalEvent) => void;
  fetch?: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** Options with nothing left open. Times in milliseconds, except `clockTolerance`. */
export interface Settings {
  issuer: string;
  audience: string;
  environment: Environment | "any";
  profiles: readonly AccessTokenProfile[];
  introspection: { client_id: string; client_secret: string } | null;
  algorithms: readonly string[];
  clockTolerance: number;
  cacheFor: number;
  maxAge: number;
  staleFor: number;
  jwksTimeout: number;
  introspectionTimeout: number;
  cacheSize: number;
  jwks_uri: string | undefined;
  introspection_endpoint: string | undefined;
  status_changes_endpoint: string | undefined;
  budget_endpoint: string | undefined;
  budgets: boolean;
  statusFeed: { onStale: OnStale; maxStale: number } | null;
  /** Where decisions are sent; null keeps them here. */
  report: string | null;
  insecureHttp: boolean;
  dpop: DpopSettings | null;
  mtls: MtlsSettings | null;
  fetch: typeof globalThis.fetch;
  now: () => number;
}

const PROFILES: readonly string[] = ["rfc9068", "passport", "opaque"];
const ASYMMETRIC = /^(?:RS256|RS384|RS512|PS256|PS384|PS512|ES256|ES384|ES512|EdDSA|Ed25519)$/;

function demand(holds: boolean, sentence: string): void {
  if (!holds) throw new TypeError(`guard: ${sentence}`);
}

function within(
  name: string,
  value: number | undefined,
  fallback: number,
  low: number,
  high: number,
): number {
  const number = value ?? fallback;
  demand(number >= low && number <= high, `${name} is a number from ${low} to ${high}`);
  return number;
}

/** Reads the options. Throws a TypeError with a sentence that names the option. */
export function readOptions(options: GuardOptions): Settings {
  const { issuer, audience, environment = "live", profiles = ["rfc9068"], insecureHttp = false } = options;
  const {
    algorithms = ["RS256", "PS256", "ES256", "EdDSA"],
    introspection,
    jwks_uri,
    introspection_endpoint,
    status_changes_endpoint,
    budget_endpoint,
    budgets = false,
    statusFeed,
  } = options;
  demand(isSafeUrl(issuer, insecureHttp), "issuer is an https URL (http on loopback only)");
  demand(!/[?#]/.test(issuer), "issuer has neither query nor fragment (RFC 8414 section 2)");
  demand(
    audience !== "" && !/\s/.test(audience) && QUOTABLE.test(audience),
    "audience is the API's identifier",
  );
  demand(["live", "test", "any"].includes(environment), "environment is live, test or any");
  demand(
    profiles.length > 0 && profiles.every((name) => PROFILES.includes(name)),
    `profiles are of ${PROFILES.join(", ")}`,
  );
  // "none" and HMAC would turn a public key into a password.
  demand(
    algorithms.length > 0 && algorithms.every((name) => ASYMMETRIC.test(name)),
    "algorithms are asymmetric",
  );
  demand(
    introspection !== undefined || !profiles.includes("opaque"),
    "the opaque profile needs introspection",
  );
  const report = options.report === true ? {} : (options.report ?? null);
  demand(report === null || introspection !== undefined, "report needs introspection");
  for (const [name, url] of Object.entries({
    report: report?.endpoint,
    jwks_uri,
    introspection_endpoint,
    status_changes_endpoint,
    budget_endpoint,
  })) {
    demand(
      url === undefined || isSafeUrl(url, insecureHttp),
      `${name} is an https URL (http on loopback only)`,
    );
  }
  demand(!budgets || introspection !== undefined, "budgets needs introspection");
  const onStale = statusFeed?.onStale ?? "deny";
  demand(
    ["allow", "introspect", "deny"].includes(onStale),
    "statusFeed.onStale is allow, introspect or deny",
  );
  demand(
    onStale !== "introspect" || introspection !== undefined,
    "statusFeed with onStale introspect needs introspection",
  );
  const maxStale = within("statusFeed.maxStaleSeconds", statusFeed?.maxStaleSeconds, 30, 2, 3600) * 1000;
  const now = options.now ?? Date.now;
  const clockTolerance = within("clockTolerance", options.clockTolerance, 5, 0, 60);
  const timeout = (name: "jwksTimeoutMs" | "introspectionTimeoutMs"): number =>
    within(name, options[name], 2000, 1, 60_000);
  return {
    issuer,
    audience,
    environment,
    profiles: [...profiles],
    introspection: introspection ?? null,
    algorithms: [...algorithms],
    clockTolerance,
    cacheFor: within("introspectionCacheSeconds", options.introspectionCacheSeconds, 1, 0, 60) * 1000,
    maxAge: within("jwksMaxAge", options.jwksMaxAge, 50, 1, 86_400) * 1000,
    staleFor: within("jwksStaleFor", options.jwksStaleFor, 3600, 0, 604_800) * 1000,
    jwksTimeout: timeout("jwksTimeoutMs"),
    introspectionTimeout: timeout("introspectionTimeoutMs"),
    cacheSize: within("cacheSize", options.cacheSize, 10_000, 0, 10_000_000),
    jwks_uri,
    introspection_endpoint,
    status_changes_endpoint,
    budget_endpoint,
    budgets,
    statusFeed: statusFeed === undefined ? null : { onStale, maxStale },
    report: report === null ? null : (report.endpoint ?? `${issuer}/oauth/decisions`),
    insecureHttp,
    dpop: dpopSettings(options.dpop, audience, now),
    mtls: mtlsSettings(options.mtls),
    fetch: options.fetch ?? globalThis.fetch,
    now,
  };
}
