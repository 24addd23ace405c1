/** FAPI 2.0 modules about DPoP (RFC 9449): at the API, at the token endpoint, and what it binds a code to. */
import { randomUUID } from "node:crypto";
import * as oauth from "oauth4webapi";
import { expect } from "vitest";
import { clientKey, secondsOf } from "../support/proofs.ts";
import {
  authorize,
  call,
  held,
  machine,
  obtain,
  push,
  pushable,
  redeem,
  rsaKey,
  send,
  type Bend,
  type FapiParty,
} from "./fapi-party.ts";
import type { fapi, fapiMachine, Modules } from "./plans.ts";
import { refused } from "./tokens.ts";

export type FapiWorld = () => Promise<FapiParty>;

/** A token of this client, got in the way that the plan is about. */
export type Getting = (of: FapiParty, bend?: Bend) => Promise<string>;

export const byPerson: Getting = async (of, bend) => (await obtain(of, {}, bend)).tokens.access_token;
export const byMachine: Getting = async (of, bend) => {
  const tokens = await oauth.processClientCredentialsResponse(of.as, of.client, await machine(of, bend));
  expect(tokens.token_type).toBe("dpop");
  expect(tokens).not.toHaveProperty("refresh_token");
  return tokens.access_token;
};

/** Token and API with this bend everywhere. */
const everywhere =
  (world: FapiWorld, get: Getting, bend: (of: FapiParty) => Bend) => async (): Promise<void> => {
    const of = await world();
    const token = await get(of, bend(of));
    expect((await call(of, token, bend(of))).status).toBe(200);
  };

const at = (of: FapiParty, seconds: number): Bend => ({ dpop: { iat: secondsOf(of.server) + seconds } });

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString("base64url");
const reheaded = (jwt: string, change: (header: Record<string, unknown>) => object): string => {
  const [header = "", claims = "", signature = ""] = jwt.split(".");
  const read = JSON.parse(Buffer.from(header, "base64url").toString()) as Record<string, unknown>;
  return [encoded(change(read)), claims, signature].join(".");
};

/** RFC 9449 §4.3, one fault each. */
const bad: Readonly<Record<string, (of: FapiParty) => Promise<Bend> | Bend>> = {
  "two proofs": () => ({ proof: (jwt) => `${jwt}, ${jwt}` }),
  "no JWT": () => ({ proof: (jwt) => jwt.replaceAll(".", "") }),
  "no typ": () => ({ dpopHeader: { typ: undefined } }),
  "another typ": () => ({ dpopHeader: { typ: "dpop" } }),
  "no alg": () => ({ proof: (jwt) => reheaded(jwt, (all) => ({ ...all, alg: undefined })) }),
  "alg none": () => ({
    proof: (jwt) =>
      `${reheaded(jwt, (all) => ({ ...all, alg: "none" }))
        .split(".")
        .slice(0, 2)
        .join(".")}.`,
  }),
  "no jwk": () => ({ dpopHeader: { jwk: undefined } }),
  "a private jwk": ({ dpop }) => ({ dpopHeader: { jwk: dpop.privateJwk } }),
  "no jti": () => ({ dpop: { jti: undefined } }),
  "no htm": () => ({ dpop: { htm: undefined } }),
  "no htu": () => ({ dpop: { htu: undefined } }),
  "no iat": () => ({ dpop: { iat: undefined } }),
  "no ath": () => ({ dpop: { ath: undefined } }),
  "a broken signature": () => ({ proof: (jwt) => `${jwt.slice(0, -8)}AAAAAAAA` }),
  "another method": () => ({ dpop: { htm: "PUT" } }),
  "another address": () => ({ dpop: { htu: "https://elsewhere.example/bookings" } }),
  "an hour ahead": (of) => at(of, 3600),
  "an hour old": (of) => at(of, -3600),
  "another token's hash": () => ({ dpop: { ath: "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg" } }),
  "another key": async () => ({ dpopKey: await clientKey("ES256") }),
};

const negative = (world: FapiWorld, get: Getting) => async (): Promise<void> => {
  const of = await world();
  const token = await get(of);
  for (const [what, bend] of Object.entries(bad)) {
    const { status } = await call(of, token, await bend(of));
    expect([400, 401], `${what}: ${status}`).toContain(status);
  }
  expect((await call(of, token, { dpop: null }, "Bearer")).status, "as a bearer token").toBe(401);
  expect((await call(of, token, {}, "Bearer")).status, "a bearer token with a proof").toBe(401);
  const once = { dpop: { jti: randomUUID() } };
  expect((await call(of, token, once)).status).toBe(200);
  expect([400, 401], "the same proof again").toContain((await call(of, token, once)).status);
  const htu = of.openid ? `${of.server.issuer}/oauth/userinfo` : `${of.api.origin}/bookings`;
  const { protocol, host, pathname } = new URL(htu);
  for (const spelling of [`${htu}?x=1#y`, `${protocol.toUpperCase()}//${host}${pathname}`])
    expect((await call(of, token, { dpop: { htu: spelling } })).status, spelling).toBe(200);
  const { right, wrong } = await rsaKey();
  const byRsa = await get({ ...of, dpop: right });
  expect((await call(of, byRsa, { dpopKey: right })).status).toBe(200);
  expect([400, 401], "RS256").toContain((await call(of, byRsa, { dpopKey: wrong })).status);
  const extra = { dpop: { x: "unknown" }, dpopHeader: { y: "unknown" } };
  expect((await call(of, token, extra)).status, "unknown members").toBe(200);
};

/** What both plans have: with a person and without one. */
type Common = Extract<(typeof fapiMachine)[number], `${string}dpop${string}` | `access-token-type${string}`>;

export const senderModules = (world: FapiWorld, get: Getting): Modules<Common> => ({
  "access-token-type-header-case-sensitivity": async () => {
    const of = await world();
    expect((await call(of, await get(of), {}, "dpOp")).status).toBe(200);
  },
  "check-dpop-proof-nbf-exp": everywhere(world, get, (of) => {
    const now = secondsOf(of.server);
    return { dpop: { nbf: now, exp: now + 300 } };
  }),
  "ensure-dpopproof-with-iat-10seconds-before-succeeds": everywhere(world, get, (of) => at(of, -10)),
  "ensure-dpopproof-with-iat-10seconds-after-succeeds": everywhere(world, get, (of) => at(of, 10)),
  "dpop-negative-tests": negative(world, get),
});

type Binding = Exclude<Extract<(typeof fapi)[number], `${string}dpop${string}`>, Common>;

/** RFC 9449 §10: the code belongs to the key that was named, or proven, when it was asked for. */
export const bindingModules = (world: FapiWorld): Modules<Binding> => ({
  "ensure-mismatched-dpop-jkt-fails": async () => {
    const of = await world();
    const { jkt: dpop_jkt } = await clientKey("ES256");
    const answer = await refused(await send(of, "/oauth/par", pushable(of, { dpop_jkt })));
    expect(answer.status).toBe(400);
    expect(["invalid_request", "invalid_dpop_proof"]).toContain(answer.error);
  },
  "ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt": async () => {
    const of = await world();
    const got = await authorize(of, {}, {});
    const answer = await refused(await redeem(of, got, { dpopKey: await clientKey("ES256") }));
    expect(["invalid_grant", "invalid_dpop_proof"]).toContain(answer.error);
  },
  "ensure-token-endpoint-fails-with-mismatched-dpop-jkt": async () => {
    const of = await world();
    const got = await authorize(of, { dpop_jkt: of.dpop.jkt });
    const answer = await refused(await redeem(of, got, { dpopKey: await clientKey("ES256") }));
    expect(["invalid_grant", "invalid_dpop_proof"]).toContain(answer.error);
  },
  "ensure-dpopproof-at-par-endpoint-binding-success": async () => {
    const of = await world();
    const got = await authorize(of, {}, {});
    await held(of, got, await redeem(of, got));
  },
  "ensure-dpop-auth-code-binding-success": async () => {
    const of = await world();
    await push(of, { dpop_jkt: of.dpop.jkt }, {});
    const got = await authorize(of, { dpop_jkt: of.dpop.jkt }, {});
    await held(of, got, await redeem(of, got));
  },
});
