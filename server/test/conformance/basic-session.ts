/** "Basic OP" modules about time: who was signed in, since when, and what may be used twice. */
import * as oauth from "oauth4webapi";
import { expect } from "vitest";
import type { World } from "./basic-flow.ts";
import { ask, begin, errorIn, finish, insecure, request, shows } from "./party.ts";
import type { basic, Modules } from "./plans.ts";
import { exchange, refused, signIn, userInfo, validated, verified, type SignedIn } from "./tokens.ts";

const SECOND = 1000;

/** A second sign-in of the same browser: whether the person was asked, and what came. */
async function again(
  of: Awaited<ReturnType<World>>,
  changes: Record<string, string>,
): Promise<SignedIn & { asked: boolean }> {
  of.server.clock.advance(5 * SECOND);
  const sent = request(of, changes);
  const page = await begin(of, sent);
  const asked = shows(page) === "sign_in";
  const callback = validated(of, sent, await finish(of, page));
  return { asked, ...(await verified(of, sent, callback, await exchange(of, callback))) };
}

type Session = Extract<
  (typeof basic)[number],
  `oidcc-${"prompt" | "max-age" | "codereuse" | "refresh"}${string}`
>;

/** `two`: another client of the same server. */
export const sessionModules = (world: World, two: World): Modules<Session> => ({
  "oidcc-prompt-login": async () => {
    const of = await world();
    const first = await signIn(of);
    const second = await again(of, { prompt: "login" });
    expect(second.asked).toBe(true);
    expect(second.id_token.sub).toBe(first.id_token.sub);
    expect(second.id_token.auth_time ?? 0).toBeGreaterThan(first.id_token.auth_time ?? 0);
  },

  "oidcc-prompt-none-not-logged-in": async () => {
    const of = await world();
    const sent = request(of, { prompt: "none" });
    const page = await begin(of, sent);
    expect(shows(page), "no page is shown").toBe("answer");
    const error = errorIn(of, sent, await finish(of, page));
    expect(error).toBe("login_required");
  },

  "oidcc-prompt-none-logged-in": async () => {
    const of = await world();
    const first = await signIn(of);
    const second = await again(of, { prompt: "none" });
    expect(second.asked).toBe(false);
    expect(second.id_token).toMatchObject({ sub: first.id_token.sub, auth_time: first.id_token.auth_time });
  },

  "oidcc-max-age-1": async () => {
    const of = await world();
    const first = await signIn(of);
    const second = await again(of, { max_age: "1" });
    expect(second.asked).toBe(true);
    expect(second.id_token.sub).toBe(first.id_token.sub);
    expect(second.id_token.auth_time ?? 0).toBeGreaterThan(first.id_token.auth_time ?? 0);
  },

  "oidcc-max-age-10000": async () => {
    const of = await world();
    const first = await signIn(of);
    const second = await again(of, { max_age: "10000" });
    expect(second.asked).toBe(false);
    expect(second.id_token).toMatchObject({ sub: first.id_token.sub, auth_time: first.id_token.auth_time });
  },

  "oidcc-codereuse": async () => {
    const of = await world();
    const { sent, answer } = await ask(of);
    const callback = validated(of, sent, answer);
    await verified(of, sent, callback, await exchange(of, callback));
    expect(await refused(await exchange(of, callback))).toEqual({ status: 400, error: "invalid_grant" });
  },

  "oidcc-codereuse-30seconds": async () => {
    const of = await world();
    const signed = await signIn(of);
    await userInfo(of, signed);
    of.server.clock.advance(30 * SECOND);
    const second = await exchange(of, signed.callback);
    expect(await refused(second)).toEqual({ status: 400, error: "invalid_grant" });
    // RFC 6749 §4.1.2: what the first exchange gave is revoked.
    await expect(userInfo(of, signed)).rejects.toThrow();
  },

  "oidcc-refresh-token": async () => {
    const [of, other] = [await world(), await two()];
    const scope = { scope: "openid offline_access", prompt: "consent" };
    const [mine, theirs] = [await signIn(of, scope), await signIn(other, scope)];
    expect(of.as.grant_types_supported).toContain("refresh_token");
    const refreshed = async (by: typeof of, token: string | undefined): Promise<Response> =>
      oauth.refreshTokenGrantRequest(by.as, by.client, by.authentication, token ?? "", insecure);
    for (const [by, signed] of [
      [of, mine],
      [other, theirs],
    ] as const) {
      expect(signed.tokens.refresh_token).toMatch(/^[\x20-\x7e]+$/);
      by.server.clock.advance(SECOND);
      const response = await refreshed(by, signed.tokens.refresh_token);
      const next = await oauth.processRefreshTokenResponse(by.as, by.client, response);
      await oauth.validateApplicationLevelSignature(by.as, response, insecure);
      expect(next.access_token).not.toBe(signed.tokens.access_token);
      // Core §12.2.
      const claims = oauth.getValidatedIdTokenClaims(next);
      const { iss, sub, aud, auth_time } = signed.id_token;
      expect(claims).toMatchObject({ iss, sub, aud, auth_time });
      expect(claims?.iat).toBeGreaterThan(signed.id_token.iat);
      await userInfo(by, { ...signed, tokens: next });
      if (by === other) theirs.tokens = next;
    }
    const stolen = await refreshed(of, theirs.tokens.refresh_token);
    expect(await refused(stolen)).toEqual({ status: 400, error: "invalid_grant" });
  },
});
