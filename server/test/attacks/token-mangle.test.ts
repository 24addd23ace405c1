/** A token that was cut, extended or bent in any place is no token, for whoever asks (CVE-2026-27840). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGuard, type Guard } from "@gatehouse/guard";
import { isSecret, newSecret } from "../../src/oauth/tokens/secret-token.ts";
import { getCode, introspect, redeem, refresh } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post } from "../support/wire.ts";

let server: TestServer;
let guard: Guard;
let opaque: TestApp;
let jwt: TestApp;

beforeAll(async () => {
  server = await startServer();
  opaque = await server.addApp({ settings: { access_token_profile: "opaque", refresh_token: "always" } });
  jwt = await server.addApp({ settings: { signing_alg: "ES256" } });
  guard = createGuard({
    issuer: server.issuer,
    audience: server.api.identifier,
    routes: [{ method: "GET", path: "/bookings", scopes: [] }],
    profiles: ["rfc9068", "opaque"],
    introspection: server.api,
    introspectionCacheSeconds: 0,
    now: () => server.clock.now(),
  });
});
afterAll(() => server.close());

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Another character at `at`, one whose decoded bits all differ. */
function bent(token: string, at: number): string {
  const index = alphabet.indexOf(token[at] ?? "");
  const other = index < 0 ? "A" : (alphabet[index ^ 63] ?? "A");
  return token.slice(0, at) + other + token.slice(at + 1);
}

/** Cut at many places, extended, bent in many places. */
function mangled(token: string, step: number): string[] {
  const places = Array.from({ length: Math.ceil(token.length / step) }, (_, index) => index * step);
  return [
    ...places.map((at) => token.slice(0, at)),
    ...places.filter((at) => at > 0).map((at) => token.slice(at)),
    ...places.map((at) => bent(token, at)),
    ...["A", "=", ".", "%00", " x"].map((more) => token + more),
    token + token,
  ].filter((text) => text !== "" && text !== token);
}

const passes = async (token: string): Promise<boolean> => {
  const headers = new Headers({ authorization: `Bearer ${token}` });
  return (await guard.check({ method: "GET", url: "/bookings", headers })).ok;
};

test.each(["opaque", "jwt"] as const)(
  "AT-05 IN-07 AC-14 %s access tokens: introspection and guard know only the whole one",
  async (kind) => {
    const app = kind === "opaque" ? opaque : jwt;
    const { access_token } = await redeem(server, app, await getCode(server, app));
    expect(await passes(access_token)).toBe(true);
    for (const text of mangled(access_token, kind === "opaque" ? 3 : 23)) {
      expect(await introspect(server, text), text).toEqual({ active: false });
      expect(await passes(text), text).toBe(false);
    }
    expect(await passes(access_token)).toBe(true);
  },
);

test("AC-14 codes and refresh tokens: only the whole one, and the others spend nothing", async () => {
  const code = await getCode(server, opaque);
  const { client_id, client_secret, redirect_uri } = opaque;
  const fields = { grant_type: "authorization_code", client_id, client_secret, redirect_uri };
  for (const text of mangled(code, 5))
    expect((await post(server, "/oauth/token", { ...fields, code: text })).json["error"], text).toBe(
      "invalid_grant",
    );
  const { refresh_token = "" } = await redeem(server, opaque, code);
  for (const text of mangled(refresh_token, 7))
    expect((await refresh(server, opaque, text)).json["error"], text).toBe("invalid_grant");
  expect((await refresh(server, opaque, refresh_token)).status).toBe(200);
});

test("AC-14 CVE-2026-4282 one kind of secret never passes for another", async () => {
  const code = await getCode(server, opaque);
  const { access_token, refresh_token = "" } = await redeem(server, opaque, code);
  const { client_id, client_secret, redirect_uri } = opaque;
  const as = { client_id, client_secret, redirect_uri };
  for (const text of [access_token, refresh_token, client_secret])
    expect(
      (await post(server, "/oauth/token", { ...as, grant_type: "authorization_code", code: text })).json[
        "error"
      ],
    ).toBe("invalid_grant");
  for (const text of [access_token, code, client_secret])
    expect((await refresh(server, opaque, text)).json["error"]).toBe("invalid_grant");
  for (const text of [refresh_token, code, client_secret]) expect(await passes(text)).toBe(false);
});

test("TK-23 AT-05 twenty thousand secrets: all differ, every character is as likely as another", () => {
  const { ports } = server.gatehouse;
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const amount = 20_000;
  for (let count = 0; count < amount; count += 1) {
    const text = newSecret("gha", "live", ports);
    expect(isSecret("gha", text)).toBe(true);
    seen.add(text);
    // The time, which is no secret, and then 43 characters, the last of which holds 4 bits only.
    for (const character of text.slice("gha_live_".length + 9, -8))
      counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  expect(seen.size).toBe(amount);
  expect(counts.size).toBe(64);
  const expected = (amount * 42) / 64;
  const chi2 = [...counts.values()].reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
  // 63 degrees of freedom: beyond 150 once in a hundred million runs.
  expect(chi2).toBeLessThan(150);
});
