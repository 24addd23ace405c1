/** For a partner's tests: simulated persons let test clients in without a browser, as the real endpoint would, and are nobody anywhere else. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { searchPeople } from "../../src/desk/operations/people.ts";
import { createTestPerson } from "../../src/desk/operations/test-people.ts";
import { perform } from "../../src/desk/perform.ts";
import { READ, TEST_SCOPE, WRITE } from "../../src/desk/scopes.ts";
import { answerFor } from "../../src/oauth/authorize/headless.ts";
import { parametersOf } from "../../src/oauth/checks/parameters.ts";
import { ask, askAuthorize } from "../support/answers.ts";
import { decodeJwt, introspect, postToken, redeem, s256, verifier } from "../support/flow.ts";
import type { TestApp } from "../support/server.ts";
import { apiWorld, call, ownToken, programOf, type ApiWorld, type Said } from "../api/world.ts";

let world: ApiWorld;
let token = "";
let app: TestApp;
beforeAll(async () => {
  world = await apiWorld();
  token = await ownToken(world, await programOf(world, "ci", world.ours.organisation.id, [TEST_SCOPE]));
  app = await makeApp("test");
});
afterAll(() => world.server.close());

/** An app of ours with one client. */
function makeApp(environment: "test" | "live"): Promise<TestApp> {
  const organisation = world.ours.organisation.id;
  const scopes = ["bookings:read", "profile:read", "openid", "profile", "email", "offline_access"];
  return world.server.addApp({ environment, organisation, scopes });
}

const person = async (more: object = {}, of: TestApp = app): Promise<string> => {
  const made = await call(world, token, "POST", `/apps/${of.appId}/test-persons`, { name: "Ida", ...more });
  expect(made.status).toBe(201);
  return String(made.json["id"]);
};

const request = (more: object = {}): Record<string, string> => ({
  client_id: app.client_id,
  response_type: "code",
  redirect_uri: app.redirect_uri,
  scope: "bookings:read profile:read",
  state: "a-state",
  code_challenge: s256(),
  code_challenge_method: "S256",
  ...more,
});

const consent = (body: object, of: TestApp = app, as: string = token): Promise<Said> =>
  call(world, as, "POST", `/apps/${of.appId}/test-consents`, body);

const answerOf = ({ json }: Said): URLSearchParams => new URL(String(json["location"])).searchParams;

/** Tokens for a simulated person, from a code that no browser brought. */
async function letIn(who: string, more: object = {}): ReturnType<typeof redeem> {
  const said = await consent({ ...request(more), person: who });
  return redeem(world.server, app, answerOf(said).get("code") ?? "", { code_verifier: verifier });
}

const problem = ({ status, json }: Said): string => `${status} ${String(json["type"]).split(":").at(-1)}`;

describe("headless consent", () => {
  test("gives a code that is exchanged in the usual way, for a token of that person", async () => {
    const who = await person({ locale: "de", claims: { email: "ida@example.com", email_verified: true } });
    const said = await consent({ ...request({ scope: "openid profile email" }), person: who });
    expect(said.json).toMatchObject({ redirect_uri: app.redirect_uri, response_mode: "query" });
    const answer = answerOf(said);
    expect([answer.get("state"), answer.get("iss")]).toEqual(["a-state", world.server.issuer]);
    expect(said.json["parameters"]).toEqual(Object.fromEntries(answer));
    const tokens = await redeem(world.server, app, answer.get("code") ?? "", { code_verifier: verifier });
    expect(await introspect(world.server, tokens.access_token)).toMatchObject({
      active: true,
      sub: who,
      sub_type: "person",
      env: "test",
    });
    const { id_token } = tokens as unknown as { id_token: string };
    expect(decodeJwt(id_token).claims["sub"]).toBe(who);
    const info = await fetch(`${world.server.origin}/oauth/userinfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(await info.json()).toMatchObject({
      sub: who,
      name: "Ida",
      locale: "de",
      email: "ida@example.com",
    });
  });

  test("a refresh token lives as long as the person", async () => {
    const who = await person();
    const { refresh_token = "", access_token } = await letIn(who, { scope: "bookings:read offline_access" });
    const gone = await call(world, token, "DELETE", `/apps/${app.appId}/test-persons/${who}`);
    expect(gone.json).toEqual({ deleted: true });
    const { client_id, client_secret } = app;
    const grant = { grant_type: "refresh_token", refresh_token, client_id, client_secret };
    expect((await postToken(world.server, grant)).json["error"]).toBe("invalid_grant");
    expect(await introspect(world.server, access_token)).toEqual({ active: false });
    expect(problem(await call(world, token, "DELETE", `/apps/${app.appId}/test-persons/${who}`))).toBe(
      "404 not_found",
    );
    expect(problem(await consent({ ...request(), person: who }))).toBe("422 invalid");
  });

  test("a denial, prompt=none and max_age are answered as to a person", async () => {
    const who = await person();
    const errorOf = async (more: object): Promise<string | null> =>
      answerOf(await consent({ ...request(), ...more, person: who })).get("error");
    expect(await errorOf({ decision: "deny" })).toBe("access_denied");
    expect(await errorOf({ prompt: "none" })).toBe("consent_required");
    expect(await errorOf({ max_age: "0" })).toBe(null);
    expect(await errorOf({ prompt: "none" })).toBe(null);
  });

  test("AR refuses word for word what the authorization endpoint refuses", async () => {
    const who = await person();
    for (const wrong of [
      { scope: "bookings:steal" },
      { scope: "bookings:delete" },
      { response_type: "token" },
      { response_type: "" },
      { response_mode: "fragment" },
      { code_challenge: "short", code_challenge_method: "S256" },
      { resource: "https://other.example" },
      { request: "x" },
      { prompt: "none login" },
      { state: "s".repeat(2049) },
    ]) {
      const parameters = request(wrong);
      const real = await askAuthorize(world.server, app, parameters);
      const said = await consent({ ...parameters, person: who });
      expect([wrong, said.json["location"]]).toEqual([wrong, real.location]);
    }
  });

  test("AR what a browser would see as a page of ours is a problem of that name", async () => {
    const who = await person();
    const elsewhere = await consent({ ...request({ redirect_uri: "https://evil.example" }), person: who });
    const real = await ask(
      world.server,
      `/oauth/authorize?${new URLSearchParams(request({ redirect_uri: "https://evil.example" })).toString()}`,
    );
    const [, name] = problem(elsewhere).split(" ");
    expect([elsewhere.status, real.html.includes(`<bdi>${name}</bdi>`)]).toEqual([real.status, true]);
    expect(JSON.stringify(elsewhere.json)).not.toContain("evil.example");
  });
});

describe("PO-01 never for anybody real", () => {
  test("a live client, another app's client and another app's person are refused", async () => {
    const who = await person();
    const live = await makeApp("live");
    const other = await makeApp("test");
    const theirs = await person({}, other);
    expect(problem(await consent({ ...request({ client_id: live.client_id }), person: who }))).toBe(
      "422 invalid",
    );
    expect(problem(await consent({ ...request({ client_id: live.client_id }), person: who }, live))).toBe(
      "422 invalid",
    );
    expect(problem(await consent({ ...request({ client_id: other.client_id }), person: who }))).toBe(
      "422 invalid",
    );
    expect(problem(await consent({ ...request(), person: theirs }))).toBe("422 invalid");
    expect(problem(await consent({ ...request(), person: world.server.person.id }))).toBe("422 invalid");
  });

  test("behind the desk stands a second wall: the protocol lets no live client in so", async () => {
    const live = await makeApp("live");
    const parameters = parametersOf(Object.entries(request({ client_id: live.client_id })));
    const by = { actor: { type: "system", id: "test" }, via: null } as const;
    const subject = await person();
    const answer = answerFor({ parameters, subject, decision: "allow", by }, world.server.gatehouse.ports);
    await expect(answer).rejects.toThrow("authorize_client_unknown");
  });

  test("it signs in nowhere, is found by nobody, and becomes nothing", async () => {
    const id = await person({ claims: { email: "ada@example.com", preferred_username: "ada" } });
    const { people, trusts } = world.server.gatehouse.store;
    const now = world.server.clock.now();
    for (const name of [id, `simulated ${id}`, "ada@example.com"])
      expect([name, await people.findBySignInName(name)]).toEqual([name, null]);
    expect(await people.find(id)).toBe(null);
    expect(await people.findByUsername(`simulated ${id}`)).toBe(null);
    expect(await trusts.subjectOf("id", id)).toBe(null);
    expect((await people.list()).some((one) => one.id === id)).toBe(false);
    expect([
      await people.setPassword(id, "$argon2id$x", { now, ends: "sessions_and_tokens" }),
      await people.setEmail(id, "new@example.com", now),
      await people.setStaff(id, "admin"),
      await people.disable(id, now),
      await people.setClaims(id, {}),
    ]).toEqual([false, "gone", false, false, false]);
    const found = await perform(searchPeople, world.server.gatehouse.desk, world.admin, { search: id });
    expect(found.items).toEqual([]);
    expect((await call(world, world.asker("admin").token, "GET", `/people/${id}`)).status).toBe(404);
    expect(
      problem(
        await call(world, world.asker("admin").token, "PUT", `/people/${id}/disabled`, { disabled: true }),
      ),
    ).toBe("404 not_found");
  });

  test("PO-01 members of the organisation only; a token for tests does nothing else, and others do not do this", async () => {
    const path = `/apps/${app.appId}/test-persons`;
    const said = async (as: string): Promise<number> =>
      (await call(world, as, "POST", path, { name: "x" })).status;
    const scoped = async (name: string, scopes: string[]): Promise<string> =>
      ownToken(world, await programOf(world, name, world.ours.organisation.id, scopes));
    expect(await said(world.asker("developer").token ?? "")).toBe(201);
    expect(await said(world.asker("viewer").token ?? "")).toBe(403);
    expect(await said(world.asker("outsider").token ?? "")).toBe(404);
    expect(await said(world.asker("owner elsewhere").token ?? "")).toBe(404);
    expect(await said(await scoped("no-tests", [READ, WRITE]))).toBe(403);
    expect((await call(world, token, "GET", `/apps/${app.appId}`)).status).toBe(403);
    expect((await call(world, token, "PATCH", `/apps/${app.appId}`, { client_name: "x" })).status).toBe(403);
  });

  test("PO-06 the audit log says who decided, and for whom", async () => {
    const by = world.asker("developer").token ?? "";
    const made = await call(world, by, "POST", `/apps/${app.appId}/test-persons`, { name: "Audited" });
    const id = String(made.json["id"]);
    await consent({ ...request(), person: id }, app, by);
    const actor = { type: "person", id: world.ours.developer.person?.id };
    const entries = await world.server.gatehouse.desk.directory.audit({
      actor: actor.id,
      before: null,
      limit: 50,
    });
    expect(
      entries.find(({ action, target }) => action === "test_person.created" && target.id === id),
    ).toMatchObject({
      actor,
      target: { id },
    });
    expect(
      entries.find(
        ({ action, after }) => action === "consent.given" && (after as { person?: string }).person === id,
      ),
    ).toMatchObject({
      actor,
      after: { client_id: app.client_id, person: id },
    });
  });
});

test("an app has a hundred at most, and those that are deleted leave no row", async () => {
  const other = await makeApp("test");
  const { desk, store } = world.server.gatehouse;
  const make = (): Promise<unknown> =>
    perform(createTestPerson, desk, world.ours.owner, { app: other.appId, name: "N" });
  for (let count = 0; count < 100; count++) await make();
  await expect(make()).rejects.toThrow("too_many");
  for (const { id } of await store.testPeople.list(other.appId))
    await store.testPeople.remove(other.appId, id, world.server.clock.now(), world.ours.owner.by);
  await make();
  const rows = await store.engine.read
    .selectFrom("people")
    .select("id")
    .where("simulated_for", "=", other.appId)
    .execute();
  expect(rows).toHaveLength(1);
});
