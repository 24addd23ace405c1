/** FAPI 2.0 modules about who the client is: its assertion (RFC 7523) at the PAR and token endpoints, and its key (RFC 9449). */
import { expect } from "vitest";
import { secondsOf, type ClientKey } from "../support/proofs.ts";
import { authorize, machine, pushable, redeem, send, type Bend, type FapiParty } from "./fapi-party.ts";
import type { FapiWorld } from "./fapi-dpop.ts";
import type { fapi, fapiMachine, Modules } from "./plans.ts";
import { refused } from "./tokens.ts";

/** A token request that is good but for the bend. */
export type Asking = (of: FapiParty, bend: Bend) => Promise<Response>;
export const withCode: Asking = async (of, bend) => redeem(of, await authorize(of), bend);
export const withoutCode: Asking = machine;

/** RFC 6749 §5.2: invalid_client with 400 or 401, or the request is not complete. */
async function unproven(response: Response): Promise<void> {
  const { status, error } = await refused(response);
  expect(["invalid_client", "invalid_request"], String(error)).toContain(error);
  expect(error === "invalid_client" ? [400, 401] : [400]).toContain(status);
}

const atToken = (world: FapiWorld, ask: Asking, bend: (of: FapiParty) => Bend) => async (): Promise<void> => {
  const of = await world();
  await unproven(await ask(of, bend(of)));
};

/** The faults of the suite's one module that tries them all. */
const faults = (of: FapiParty): Readonly<Record<string, Bend>> => {
  const now = secondsOf(of.server);
  const { issuer } = of.server;
  return {
    "no assertion": { assertion: null },
    "no sub": { assertion: { sub: undefined } },
    "another sub": { assertion: { sub: "another" } },
    "no iss": { assertion: { iss: undefined } },
    "another iss": { assertion: { iss: "another" } },
    "no aud": { assertion: { aud: undefined } },
    "another aud": { assertion: { aud: "https://elsewhere.example" } },
    "aud is the PAR endpoint": { assertion: { aud: `${issuer}/oauth/par` } },
    "aud is the token endpoint": { assertion: { aud: `${issuer}/oauth/token` } },
    "aud is a list": { assertion: { aud: [issuer, "https://elsewhere.example"] } },
    "ended 5 minutes ago": { assertion: { iat: now - 360, exp: now - 300 } },
    "begins in more than a minute": { assertion: { iat: now + 70, nbf: now + 70, exp: now + 130 } },
    unsigned: {
      sent: (jwt) => `${Buffer.from('{"alg":"none"}').toString("base64url")}.${jwt.split(".")[1]}.`,
    },
    "a broken signature": { sent: (jwt) => `${jwt.slice(0, -8)}AAAAAAAA` },
  };
};

/** Each fault at the first endpoint that asks who it is; then a good one, to show that it was the fault. */
const invalid = (world: FapiWorld, ask: Asking, good: number) => async (): Promise<void> => {
  const of = await world();
  for (const bend of Object.values(faults(of))) await unproven(await ask(of, bend));
  const now = secondsOf(of.server);
  expect((await ask(of, { assertion: { iat: now + 8, nbf: now + 8, exp: now + 68 } })).status).toBe(good);
  expect((await ask(of, {})).status).toBe(good);
};

type Common = Extract<
  (typeof fapiMachine)[number],
  `ensure-${"client" | "signed-client" | "holder" | "invalid-client"}${string}`
>;

/** `rsa`: the same world with a key that could sign as RS256. `first`: the first endpoint that asks for an assertion. */
export const clientModules = (
  world: FapiWorld,
  rsa: () => Promise<{ of: FapiParty; wrong: ClientKey }>,
  ask: Asking,
  first: { ask: Asking; good: number },
): Modules<Common> => ({
  "ensure-client-id-in-token-endpoint": async () => {
    const [of, other] = [await world(), await world()];
    const { status, error } = await refused(await ask(of, { as: other.app }));
    expect(["invalid_client", "invalid_grant"]).toContain(error);
    expect(error === "invalid_client" ? [400, 401] : [400]).toContain(status);
  },
  "ensure-holder-of-key-required": async () => {
    const of = await world();
    const answer = await refused(await ask(of, { dpop: null }));
    expect(answer.status).toBe(400);
    expect(["invalid_request", "invalid_grant", "invalid_dpop_proof"]).toContain(answer.error);
  },
  "ensure-signed-client-assertion-with-RS256-fails": async () => {
    const { of, wrong } = await rsa();
    await unproven(await ask(of, { by: wrong }));
  },
  "ensure-client-assertion-in-token-endpoint": atToken(world, ask, () => ({ assertion: null })),
  "ensure-client-assertion-with-exp-is-5-minutes-in-past-fails": atToken(world, ask, (of) => {
    const exp = secondsOf(of.server) - 300;
    return { assertion: { iat: exp - 60, exp } };
  }),
  "ensure-client-assertion-with-wrong-aud-fails": atToken(world, ask, () => ({
    assertion: { aud: "https://elsewhere.example" },
  })),
  "ensure-client-assertion-with-no-sub-fails": atToken(world, ask, () => ({ assertion: { sub: undefined } })),
  "ensure-invalid-client-assertions-fail": invalid(world, first.ask, first.good),
});

/** The assertion at the PAR endpoint. */
export const atPar: Asking = (of, bend) => send(of, "/oauth/par", pushable(of), { dpop: null, ...bend });

type Par = Extract<(typeof fapi)[number], `par-${"test" | "ensure-jwt"}${string}`>;

export const parAssertionModules = (world: FapiWorld): Modules<Par> => ({
  "par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted": async () => {
    const of = await world();
    const iat = secondsOf(of.server) + 8;
    expect((await atPar(of, { assertion: { iat, nbf: iat, exp: iat + 60 } })).status).toBe(201);
  },
  "par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails": atToken(world, atPar, (of) => {
    const iat = secondsOf(of.server) + 70;
    return { assertion: { iat, nbf: iat, exp: iat + 60 } };
  }),
  "par-test-array-as-audience-fails": atToken(world, atPar, ({ server: { issuer } }) => ({
    assertion: { aud: [issuer, "https://elsewhere.example"] },
  })),
  "par-test-par-endpoint-url-as-audience-fails": atToken(world, atPar, ({ server: { issuer } }) => ({
    assertion: { aud: `${issuer}/oauth/par` },
  })),
  "par-test-token-endpoint-url-as-audience-fails": atToken(world, atPar, ({ server: { issuer } }) => ({
    assertion: { aud: `${issuer}/oauth/token` },
  })),
});
