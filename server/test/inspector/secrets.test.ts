/** HX-03 — every credential in every place, right and wrong: no stored event, count or milestone holds one. */
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scrubbed } from "../../src/http/inspect/read.ts";
import { authorizeUrl, getCode, s256, walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { basic, form, FORM, JSON_TYPE, post, wire } from "../support/wire.ts";
import { eventsOf } from "./watching.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  // A busy batch keeps only examples: here every request is a batch.
  const { recorder } = server.gatehouse;
  const note = recorder.note.bind(recorder);
  recorder.note = (seen) => {
    note(seen);
    void recorder.flush();
  };
});
afterAll(() => server.close());

const endpoints = [
  "/oauth/token",
  "/access_token",
  "/oauth/introspect",
  "/oauth/revoke",
  "/oauth/par",
  "/oauth/device_authorization",
];
const tag = "canary-7Qx";
/** Every parameter that carries a credential, with a value that can be found again. */
const tagged = Object.fromEntries(
  "code code_verifier refresh_token token subject_token actor_token assertion client_assertion device_code password state nonce user_code access_token request login_hint username"
    .split(" ")
    .map((name) => [name, `${tag}-${name}-value`]),
);

async function storedText(): Promise<string> {
  // What is told after an answer has its turn.
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  await server.gatehouse.recorder.flush();
  const { read } = server.gatehouse.store.engine;
  const tables = await Promise.all(
    (["events", "usage_hours", "milestones"] as const).map((name) =>
      read.selectFrom(name).selectAll().execute(),
    ),
  );
  return JSON.stringify(tables);
}

async function everyWay(app: TestApp): Promise<void> {
  const { client_id, client_secret, redirect_uri } = app;
  const all = { client_id, client_secret, redirect_uri, ...tagged, [`${tag}-name`]: "x" };
  const wrong = { ...all, client_secret: `ghs_live_${tag}` };
  for (const path of endpoints)
    for (const fields of [all, wrong, { ...all, grant_type: "refresh_token" }]) {
      await post(server, path, fields);
      await post(server, path, fields, { origin: "https://app.example" });
      await wire(server, { path, headers: { "content-type": JSON_TYPE }, body: JSON.stringify(fields) });
      await wire(server, {
        path,
        headers: { "content-type": FORM },
        body: JSON.stringify({ ...fields, nested: { fields } }),
      });
      await wire(server, { path: `${path}?${form(fields)}` });
      await post(server, path, tagged, { authorization: basic(client_id, fields.client_secret) });
      await post(
        server,
        path,
        { client_id, token: "x" },
        { authorization: `Bearer ${tag}`, cookie: `a=${tag}` },
      );
    }
  // A credential where something harmless belongs.
  for (const place of [
    "scope",
    "redirect_uri",
    "grant_type",
    "response_type",
    "prompt",
    "code_challenge_method",
  ])
    for (const value of [client_secret, tagged["code"] ?? ""]) {
      await post(server, "/oauth/token", { ...all, [place]: value });
      await fetch(authorizeUrl(server, app, { [place]: value, code: tagged["code"] ?? "" }), {
        redirect: "manual",
      });
    }
  // Short enough to be the name of a path.
  await post(server, "/oauth/token", { ...all, code: tag, redirect_uri: `https://app.example/${tag}` });
  await post(server, "/oauth/token", all, { "user-agent": tag, "x-version": tag, dpop: tag });
  await fetch(
    authorizeUrl(server, app, {
      redirect_uri: `https://u:${tag}@app.example/cb?token=${tag}#${tag}`,
      state: tag,
    }),
    {
      redirect: "manual",
    },
  );
}

test("HX-03 nothing that was tagged is stored, whatever was sent where", async () => {
  const app = await server.addApp({ settings: { refresh_token: "always" } });
  const verifier = `${tag}-verifier-${"0".repeat(40)}`;
  const code = await getCode(server, app, {
    code_challenge: s256(verifier),
    code_challenge_method: "S256",
    state: tag,
  });
  const done = await post(server, "/oauth/token", {
    client_id: app.client_id,
    client_secret: app.client_secret,
    grant_type: "authorization_code",
    redirect_uri: app.redirect_uri,
    code,
    code_verifier: verifier,
  });
  await walk(server, authorizeUrl(server, app, { state: tag }), server.person, "deny");
  await everyWay(app);
  const text = await storedText();
  expect((await eventsOf(server, app)).length).toBe(50);
  for (const secret of [
    tag,
    code,
    app.client_secret,
    done.json["access_token"],
    done.json["refresh_token"],
    server.person.password,
  ])
    expect(text).not.toContain(String(secret));
});

test("HX-03 a fact that holds a credential of its request is dropped", () => {
  const facts = {
    scope_asked: "read s3cr3t-text",
    user_agent: "curl",
    redirect_uri: "https://a.example/ghs_live_x",
  };
  expect(scrubbed(facts, ["s3cr3t-text"])).toEqual({ user_agent: "curl" });
});

test("PO-01 a failure is told to the named app's members alone, and the answer says nothing of it", async () => {
  const app = await server.addApp();
  const ask = (client_id: string): Promise<string> =>
    post(server, "/oauth/token", {
      grant_type: "client_credentials",
      client_id,
      client_secret: "wrong",
    }).then(({ text, status, headers }) =>
      JSON.stringify([text, status, headers["www-authenticate"], Object.keys(headers)]),
    );
  expect(await ask(app.client_id)).toBe(await ask("live_0000000000000000000000000000"));
  const stored = await storedText();
  expect(stored).toContain(app.client_id);
  expect(stored).not.toContain("live_0000000000000000000000000000");
  const other = await server.addApp();
  expect(await eventsOf(server, other)).toEqual([]);
  const [event] = await eventsOf(server, app);
  expect(event).toMatchObject({ refusal: "unknown_client", facts: { only_named: true } });
});
