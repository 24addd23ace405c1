/** A machine's token is never read as a person's (CVE-2026-39976), whatever the client is called and whichever profile it uses. */
import { createGuard } from "@gatehouse/guard";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeJwt, getCode, introspect, redeem } from "../support/flow.ts";
import { startServer, type AppOptions, type TestServer } from "../support/server.ts";
import { post } from "../support/wire.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const profiles = ["rfc9068", "passport", "opaque"] as const;
type Profile = (typeof profiles)[number];

async function machineToken(options: AppOptions): Promise<string> {
  const { client_id, client_secret } = await server.addApp(options);
  const answer = await post(server, "/oauth/token", {
    grant_type: "client_credentials",
    client_id,
    client_secret,
  });
  return String(answer.json["access_token"]);
}

/** What a guard of a person's route says to this token. */
async function statusOf(profile: Profile, token: string): Promise<number> {
  const guard = createGuard({
    issuer: server.issuer,
    audience: server.api.identifier,
    routes: [{ method: "GET", path: "/me", scopes: [], person: true }],
    profiles: [profile],
    ...(profile === "opaque" ? { introspection: server.api } : {}),
    now: () => server.clock.now(),
  });
  const headers = new Headers({ authorization: `Bearer ${token}` });
  const verdict = await guard.check({ method: "GET", url: "/me", headers });
  return verdict.ok ? 200 : verdict.challenge.status;
}

describe.each(profiles)("%s", (access_token_profile) => {
  test("CC-05 RS-09 a machine token is 403 where a person is needed; a person's passes", async () => {
    expect(
      await statusOf(access_token_profile, await machineToken({ settings: { access_token_profile } })),
    ).toBe(403);
    const app = await server.addApp({ settings: { access_token_profile } });
    const { access_token } = await redeem(server, app, await getCode(server, app));
    expect(await statusOf(access_token_profile, access_token)).toBe(200);
  });

  test("CC-05 introspection says which of the two it is", async () => {
    const token = await machineToken({ settings: { access_token_profile } });
    const said = await introspect(server, token);
    expect(said).toMatchObject({ active: true, sub_type: "client" });
    const people = await server.gatehouse.store.people.list();
    expect(people.map((person) => person.id)).not.toContain(said["sub"]);
  });

  test("CC-05 CC-07 an app that is named like a person is still an app", async () => {
    const { id, username } = server.person;
    for (const client_name of [id, username, `usr_${username}`]) {
      const token = await machineToken({ client_name, settings: { access_token_profile } });
      const said = await introspect(server, token);
      expect(said["sub"]).not.toBe(id);
      expect(JSON.stringify(said)).not.toContain(id);
      if (access_token_profile !== "opaque") expect(decodeJwt(token).claims["sub"]).not.toBe(id);
    }
  });
});
