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
import type { Upstream, UpstreamAnswer, UpstreamPerson, UpstreamQuestion } from "./ports.ts";

/** Seconds that the provider has for an answer. */
const PATIENCE = 8;
/** Milliseconds after which the provider's metadata is asked for again. */
const REMEMBERED = 60 * 60_000;
/** A provider that cannot be reached is not asked again for so long. Milliseconds. */
const OUT_OF_REACH = 5_000;
/** Answers that are looked into at the same time; each can hold a connection for as long as the provider likes to think. */
const AT_ONCE = 64;

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
  let looking = 0;
  let known: { configuration: Promise<Configuration>; at: number } | null = null;

  const configuration = (): Promise<Configuration> => {
    if (known !== null && options.now() - known.at < REMEMBERED) return known.configuration;
    const server = new URL(options.upstream_issuer);
    const found = discovery(server, options.upstream_client_id, options.upstream_client_secret, undefined, {
      timeout: PATIENCE,
      // The settings let plain http through for this machine only.
      ...(server.protocol === "http:" ? { execute: [allowInsecureRequests] } : {}),
    });
    const mine = { configuration: found, at: options.now() };
    known = mine;
    found.catch(() => (mine.at -= REMEMBERED - OUT_OF_REACH));
    return found;
  };

  return {
    label: options.label,
    async ask({ state, nonce, verifier, anew }) {
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: options.redirect_uri,
        scope: "openid email profile",
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        ...(anew ? { prompt: "login", max_age: "0" } : {}),
      });
      return url.href;
    },
    async answer(query, question) {
      if (looking >= AT_ONCE) return { person: null, reason: "busy" };
      looking++;
      try {
        return await look(await configuration(), new URL(`${options.redirect_uri}?${query}`), question);
      } catch (error) {
        return { person: null, reason: reasonOf(error) };
      } finally {
        looking--;
      }
    },
  };
}

/** Throws whatever is wrong with the answer. */
async function look(
  config: Configuration,
  url: URL,
  { state, nonce, verifier }: UpstreamQuestion,
): Promise<UpstreamAnswer> {
  const tokens = await authorizationCodeGrant(config, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) return { person: null, reason: "no_id_token" };
  // Core §5.4: with a code flow what the scopes ask for is told at the userinfo endpoint.
  const more =
    config.serverMetadata().userinfo_endpoint === undefined
      ? {}
      : await fetchUserInfo(config, tokens.access_token, claims.sub);
  return { person: personOf({ ...more, ...claims }) };
}

/** Codes of the library and of the provider only: a description may hold anything. */
function reasonOf(error: unknown): string {
  const { code, error: said, status } = (error ?? {}) as Record<string, unknown>;
  const codes = [code, said, status].map(String).filter((one) => /^[A-Za-z0-9_]{1,64}$/.test(one));
  return codes.filter((one) => one !== "undefined").join(" ") || "unknown";
}

function personOf(claims: IDToken): UpstreamPerson {
  const { iss, sub, email, email_verified, name, amr, auth_time } = claims as IDToken &
    Record<string, unknown>;
  return {
    issuer: iss,
    sub,
    verifiedEmail: typeof email === "string" && email_verified === true ? email : null,
    name: typeof name === "string" ? name : null,
    amr: Array.isArray(amr) ? amr.filter((one) => typeof one === "string").slice(0, 8) : [],
    authTime: typeof auth_time === "number" && Number.isFinite(auth_time) ? auth_time * 1000 : null,
  };
}
