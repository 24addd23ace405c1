/** OpenID Connect Core §3.1 — the code flow as a client of the company's own provider: PKCE, `state`, `nonce`, and a confidential client. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  type Configuration,
  type IDToken,
} from "openid-client";
import type { Upstream, UpstreamPerson } from "./ports.ts";

/** Seconds that the provider has for an answer. */
const PATIENCE = 8;
/** Milliseconds after which the provider's metadata is asked for again. */
const REMEMBERED = 60 * 60_000;

export interface UpstreamOptions {
  upstream_issuer: string;
  upstream_client_id: string;
  upstream_client_secret: string;
  label: string;
  /** Our address that the browser comes back to. */
  redirect_uri: string;
  /** Milliseconds since the epoch. */
  now: () => number;
}

export function upstream(options: UpstreamOptions): Upstream {
  let known: { configuration: Promise<Configuration>; at: number } | null = null;

  const configuration = (): Promise<Configuration> => {
    if (known !== null && options.now() - known.at < REMEMBERED) return known.configuration;
    const server = new URL(options.upstream_issuer);
    const found = discovery(server, options.upstream_client_id, options.upstream_client_secret, undefined, {
      timeout: PATIENCE,
      // The settings let plain http through for this machine only.
      ...(server.protocol === "http:" ? { execute: [allowInsecureRequests] } : {}),
    });
    known = { configuration: found, at: options.now() };
    // What failed is not remembered.
    found.catch(() => (known = null));
    return found;
  };

  return {
    label: options.label,
    async ask({ state, nonce, verifier }) {
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: options.redirect_uri,
        scope: "openid email profile",
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      return url.href;
    },
    async answer(query, { state, nonce, verifier }) {
      try {
        const checks = {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        };
        const url = new URL(`${options.redirect_uri}?${query}`);
        const config = await configuration();
        const tokens = await authorizationCodeGrant(config, url, checks);
        const claims = tokens.claims();
        if (claims === undefined) return null;
        // Core §5.4: with a code flow what the scopes ask for is told at the userinfo endpoint.
        const more =
          config.serverMetadata().userinfo_endpoint === undefined
            ? {}
            : await fetchUserInfo(config, tokens.access_token, claims.sub);
        return personOf({ ...more, ...claims });
      } catch {
        return null;
      }
    },
  };
}

function personOf(claims: IDToken): UpstreamPerson {
  const { iss, sub, email, email_verified, name, amr } = claims as IDToken & Record<string, unknown>;
  return {
    issuer: iss,
    sub,
    verifiedEmail: typeof email === "string" && email_verified === true ? email : null,
    name: typeof name === "string" ? name : null,
    amr: Array.isArray(amr) ? amr.filter((one) => typeof one === "string").slice(0, 8) : [],
  };
}
