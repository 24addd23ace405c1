/** The company's own API as the playground calls it: the one address that the operator named. */
import { loopback } from "../config/loopback.ts";
import type { Settings } from "../config/settings.ts";
import type { HttpContext } from "../http/context.ts";
import { createApiCall } from "../outbound/api-call.ts";

/** The names by which this server is known: nobody makes it ask itself. */
export function hostsOf(addresses: readonly (string | null)[]): string[] {
  return addresses.flatMap((address) => (address === null ? [] : [new URL(address).hostname]));
}

/** Null where the settings name none. */
export function apiToTry(settings: Settings, issuer: string): HttpContext["playground"]["api"] {
  const { playground_api, mtls_address } = settings;
  if (playground_api === null) return null;
  const base = playground_api.replace(/\/$/, "");
  const call = createApiCall(base, {
    ownHosts: hostsOf([issuer, mtls_address]),
    // Whoever names this machine in the settings means it; nobody else names anything here.
    loopback: loopback(new URL(base).hostname),
  });
  return { base, call };
}
