/** Every grant × every way in which person, client or consent can end: lockout is missing nowhere (CVE-2026-16103, CVE-2026-88770). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decide, DEVICE, newCodes, poll } from "../support/device.ts";
import { exchange, EXCHANGE } from "../support/exchange.ts";
import { getCode, introspect, redeem } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { bearer, JWT_BEARER, trustedIssuer } from "../support/trust.ts";
import { post, type Answer } from "../support/wire.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

type Person = TestServer["person"];
interface Case {
  app: TestApp;
  person: Person;
}

/** What can happen to somebody, and what undoes it. */
const ends: Record<
  string,
  { end: (one: Case) => Promise<unknown>; undo?: (one: Case) => Promise<unknown>; hits: "person" | "client" }
> = {
  "nothing happened": { end: async () => undefined, hits: "person" },
  "person disabled": {
    end: ({ person }) => server.gatehouse.store.people.disable(person.id, server.clock.now()),
    undo: ({ person }) => server.gatehouse.store.people.enable(person.id),
    hits: "person",
  },
  "client disabled": {
    end: ({ app }) => server.gatehouse.store.registry.disableClient(app.client_id, server.clock.now()),
    undo: ({ app }) => server.gatehouse.store.registry.enableClient(app.client_id),
    hits: "client",
  },
  "consent withdrawn": {
    async end({ app, person }) {
      const { consents } = server.gatehouse.store;
      const row = (await consents.list(person.id)).find((one) => one.client_id === app.client_id);
      if (row === undefined) throw new Error("no consent");
      return consents.withdraw(row.id, person.id, server.clock.now());
    },
    hits: "person",
  },
  "grant taken from the client": {
    end: ({ app }) => server.gatehouse.store.registry.updateClient(app.client_id, { grant_types: [] }),
    hits: "client",
  },
  "secret ended": {
    async end({ app }) {
      const client = await server.gatehouse.ports.clients.find(app.client_id);
      for (const secret of client?.secrets ?? [])
        await server.gatehouse.store.registry.expireSecret(secret.id, server.clock.now());
    },
    hits: "client",
  },
};

const profiles = ["rfc9068", "passport", "opaque"] as const;
type Profile = (typeof profiles)[number];

/** What somebody can hold, and how it is used. `anew`: what is held is used only where everything stands, so it works when somebody comes back. */
const uses: Record<
  string,
  { person: boolean; anew?: true; hold: (one: Case) => Promise<() => Promise<Answer>> }
> = {
  authorization_code: {
    person: true,
    async hold({ app, person }) {
      const code = await getCode(server, app, {}, person);
      const { redirect_uri } = app;
      return () => token(app, { grant_type: "authorization_code", code, redirect_uri });
    },
  },
  refresh_token: {
    person: true,
    async hold({ app, person }) {
      const { refresh_token = "" } = await redeem(server, app, await getCode(server, app, {}, person));
      return () => token(app, { grant_type: "refresh_token", refresh_token });
    },
  },
  device_code: {
    person: true,
    async hold({ app, person }) {
      const { user_code, device_code } = await newCodes(server, app);
      await decide(server, user_code, person);
      server.clock.advance(7000);
      return () => poll(server, app, device_code);
    },
  },
  token_exchange: {
    person: true,
    async hold({ app, person }) {
      const { access_token } = await redeem(server, app, await getCode(server, app, {}, person));
      return () => exchange(server, app, access_token);
    },
  },
  jwt_bearer: {
    person: true,
    anew: true,
    async hold({ app, person }) {
      // The consent that it stands on.
      await getCode(server, app, {}, person);
      const issuer = await trustedIssuer(server, [app]);
      return async () => bearer(server, app, await issuer.assertion({ sub: person.id }));
    },
  },
  client_credentials: {
    person: false,
    // The consent is there so that it can be withdrawn.
    async hold({ app, person }) {
      await getCode(server, app, {}, person);
      return () => token(app, { grant_type: "client_credentials" });
    },
  },
};

const token = ({ client_id, client_secret }: TestApp, fields: Record<string, string>): Promise<Answer> =>
  post(server, "/oauth/token", { client_id, client_secret, ...fields });

let count = 0;
async function newCase(access_token_profile: Profile): Promise<Case> {
  count += 1;
  const person = await server.addPerson(`person-${count}`);
  const person_grants = ["authorization_code", "refresh_token", DEVICE, EXCHANGE, JWT_BEARER];
  const grant_types = [...person_grants, "client_credentials"];
  const app = await server.addApp({
    grant_types,
    settings: { refresh_token: "always", access_token_profile },
  });
  return { app, person };
}

const matrix = Object.keys(uses).flatMap((use) => Object.keys(ends).map((end) => [use, end] as const));

describe("a grant that is used after the end", () => {
  test.each(matrix)("UI-15 AC-13 RT-13 %s, %s", async (use, end) => {
    const one = await newCase("opaque");
    const { hold, person, anew } = uses[use] ?? uses["refresh_token"]!;
    const { end: happen, undo, hits } = ends[end]!;
    const send = await hold(one);
    await happen(one);
    const answer = await send();
    const lives = end === "nothing happened" || (hits === "person" && !person);
    if (lives) return expect(answer.status).toBe(200);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(402);
    expect(answer.json).not.toHaveProperty("access_token");
    if (undo === undefined) return;
    // What was ended stays ended when somebody comes back; what needs nobody's permission begins anew.
    await undo(one);
    expect((await send()).status).toBe(person && anew === undefined ? 400 : 200);
  });
});

/** A change of terms ends no token that was given under the old ones: its short life does. */
const ending = ["nothing happened", "person disabled", "client disabled", "consent withdrawn"];

describe("an access token that was given before the end", () => {
  test.each(profiles.flatMap((profile) => ending.map((end) => [profile, end] as const)))(
    "UI-16 IN-07 RV-08 %s, %s: dead at once",
    async (profile, end) => {
      const one = await newCase(profile);
      const { access_token } = await redeem(server, one.app, await getCode(server, one.app, {}, one.person));
      const { end: happen, undo } = ends[end]!;
      await happen(one);
      const said = await introspect(server, access_token);
      if (end === "nothing happened") return expect(said).toMatchObject({ active: true });
      expect(said).toEqual({ active: false });
      await undo?.(one);
      expect(await introspect(server, access_token)).toEqual({ active: false });
    },
  );
});
