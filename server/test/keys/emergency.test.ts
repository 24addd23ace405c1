/** Reliability 4.8 — a key withdrawn at one node: within a minute no other node publishes it, and no guard believes it. */
import { createGuard } from "@gatehouse/guard";
import { expect, test } from "vitest";
import { rotateKeys } from "../../src/cli/serve/rotating.ts";
import { decodeJwt, postToken } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";

interface Two {
  /** Who is told. */
  one: TestServer;
  /** Who has to learn of it. */
  other: TestServer;
  end(): Promise<void>;
}

async function two(settings: Parameters<typeof startServer>[0] = {}): Promise<Two> {
  const one = await startServer(settings);
  const other = await startServer({ ...settings, folder: one.folder, issuer: one.issuer });
  return {
    one,
    other,
    async end() {
      await other.close();
      await one.close();
    },
  };
}

test("4.8 AT-10 emergency: the new key signs at once; the old is gone from every key set and refused by guards within a minute", async () => {
  const pair = await two();
  const { one, other } = pair;
  const app = await one.addApp({ scopes: ["bookings:read"] });
  const { client_id, client_secret } = app;
  const machine = async (at: TestServer): Promise<string> =>
    String(
      (await postToken(at, { grant_type: "client_credentials", client_id, client_secret })).json[
        "access_token"
      ],
    );
  const guard = createGuard({
    issuer: one.issuer,
    audience: one.api.identifier,
    routes: [{ method: "GET", path: "/bookings", scopes: ["bookings:read"] }],
    jwks_uri: `${other.origin}/.well-known/jwks.json`,
    now: () => other.clock.now(),
  });
  const asks = async (token: string): Promise<string> => {
    const headers = new Headers({ authorization: `Bearer ${token}` });
    const verdict = await guard.check({ method: "GET", url: "/bookings", headers });
    return verdict.ok ? "pass" : verdict.challenge.body.reason;
  };
  const stolen = await machine(other);
  expect(await asks(stolen)).toBe("pass");
  const kid = String(decodeJwt(stolen).header["kid"]);
  expect(await one.gatehouse.ring.revokeAll()).toContain(kid);
  const fresh = await machine(one);
  expect(decodeJwt(fresh).header["kid"]).not.toBe(kid);
  one.clock.advance(59_000);
  other.clock.advance(59_000);
  const { keys } = await other.gatehouse.ring.jwks();
  expect(keys.map((key) => key.kid)).not.toContain(kid);
  expect(await asks(stolen)).toBe("unknown_key");
  expect(await asks(fresh)).toBe("pass");
  await pair.end();
});

test("4.8 AT-10 with key_rotation_days one of two nodes rotates, once", async () => {
  const pair = await two({ settings: { key_rotation_days: 30 } });
  const { one, other } = pair;
  const kind = { alg: "ES256", rsa_bits: 0, environment: "live" } as const;
  await one.gatehouse.ring.ensure(kind);
  const later = 30 * 86_400_000;
  expect(await Promise.all([one, other].map(({ gatehouse }) => rotateKeys(gatehouse)))).toEqual([[], []]);
  one.clock.advance(later);
  other.clock.advance(later);
  const made = await Promise.all([one, other].map(({ gatehouse }) => rotateKeys(gatehouse)));
  expect(made.flat()).toHaveLength(1);
  one.clock.advance(61_000);
  other.clock.advance(61_000);
  expect((await Promise.all([one, other].map(({ gatehouse }) => rotateKeys(gatehouse)))).flat()).toEqual([]);
  const off = await startServer();
  await off.gatehouse.ring.ensure(kind);
  off.clock.advance(later);
  expect(await rotateKeys(off.gatehouse)).toEqual([]);
  await off.close();
  await pair.end();
});
