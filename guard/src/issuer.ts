/** RFC 8414 — finds the issuer's endpoints from its metadata, or takes them as configured. */
import { fetchObject, IssuerUnavailable } from "./fetch-json.ts";

/** The endpoints that a guard asks. Each throws IssuerUnavailable when it cannot be found out. */
export interface IssuerEndpoints {
  jwks_uri(): Promise<string>;
  introspection_endpoint(): Promise<string>;
  status_changes_endpoint(): Promise<string>;
  budget_endpoint(): Promise<string>;
  /** Forgets what was discovered, so that the next question asks again. */
  forget(): void;
}

type EndpointName = "jwks_uri" | "introspection_endpoint" | "status_changes_endpoint" | "budget_endpoint";

/** What discovery needs. Times in milliseconds. */
export interface DiscoveryOptions {
  issuer: string;
  jwks_uri?: string | undefined;
  introspection_endpoint?: string | undefined;
  status_changes_endpoint?: string | undefined;
  budget_endpoint?: string | undefined;
  insecureHttp: boolean;
  fetch: typeof globalThis.fetch;
  now: () => number;
  timeout: number;
}

const MAX_METADATA = 65_536;
const RETRY_AFTER = 1000;
const LOOPBACK = new Set(["127.0.0.1", "[::1]", "localhost"]);

/** True for https, for http on loopback, and for any http when the operator says so. */
export function isSafeUrl(text: unknown, insecureHttp: boolean): text is string {
  if (typeof text !== "string" || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || url.hash !== "") return false;
  return (
    url.protocol === "https:" || (url.protocol === "http:" && (insecureHttp || LOOPBACK.has(url.hostname)))
  );
}

/** RFC 8414 §3.1, RFC 9728 §3.1: the well-known name goes between host and path. */
export function wellKnown(identifier: string, name: string): string {
  const { origin, pathname, search } = new URL(identifier);
  return `${origin}/.well-known/${name}${pathname.replace(/\/$/, "")}${search}`;
}

/** Discovers lazily and once; several callers share one request. */
export function discoverEndpoints(options: DiscoveryOptions): IssuerEndpoints {
  let document: Promise<Record<string, unknown>> | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;

  async function load(): Promise<Record<string, unknown>> {
    const url = wellKnown(options.issuer, "oauth-authorization-server");
    const { fetch, timeout } = options;
    const metadata = await fetchObject(url, { fetch, timeout, maxBytes: MAX_METADATA });
    // §3.3: another issuer's document must not lend us its keys.
    if (metadata["issuer"] !== options.issuer)
      throw new IssuerUnavailable(`${url} speaks for another issuer`);
    return metadata;
  }

  async function endpoint(name: EndpointName): Promise<string> {
    const configured = options[name];
    if (configured !== undefined) return configured;
    if (document === null && options.now() - failedAt < RETRY_AFTER) {
      throw new IssuerUnavailable("metadata could not be read a moment ago");
    }
    document ??= load().catch((cause: unknown) => {
      document = null;
      failedAt = options.now();
      throw cause;
    });
    const url = (await document)[name];
    if (!isSafeUrl(url, options.insecureHttp)) {
      document = null;
      throw new IssuerUnavailable(`the issuer's metadata has no usable ${name}`);
    }
    return url;
  }

  return {
    jwks_uri: () => endpoint("jwks_uri"),
    introspection_endpoint: () => endpoint("introspection_endpoint"),
    status_changes_endpoint: () => endpoint("status_changes_endpoint"),
    budget_endpoint: () => endpoint("budget_endpoint"),
    forget: () => {
      document = null;
    },
  };
}
