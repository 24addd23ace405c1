/** Reliability 4.14 — every column of a client's rows is poisoned, one at a time: only that client is affected, and nobody gets in. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInvariants } from "../../src/store/invariants.ts";
import { secretHash } from "../../src/oauth/tokens/secret-token.ts";
import { paths } from "../../src/oauth/metadata.ts";
import { full, report } from "../support/figures.ts";
import { authorizeUrl } from "../support/flow.ts";
import { caller, kindOf, type Answer, type Caller } from "../support/load.ts";
import { poisoner, type Poison, type Poisoner } from "../support/poison.ts";
import { premadeCodes, premadeRefreshTokens } from "../support/premade.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

/** What a column may turn into, by what it is declared as. */
const poisons: Readonly<Record<string, readonly Poison[]>> = {
  text: ['{"a":', "", "\u0000\u202e", '{"__proto__":{"x":1}}', "x".repeat(100_000), "s1.AAAA.BBBB"],
  bigint: [-1, 8_999_999_999_999_999, "not a time", 1.5],
  integer: [-1, 2_000_000_000, 8_999_999_999, "not a number"],
};

/** The rows of one client, and of what it was given. */
const tables = [
  "apps",
  "clients",
  "client_secrets",
  "consents",
  "codes",
  "families",
  "opaque_tokens",
] as const;

let server: TestServer;
let sick: TestApp;
let well: TestApp;
let calls: Caller;
let rows: Poisoner;

beforeAll(async () => {
  server = await startServer();
  sick = await server.addApp({ settings: { access_token_profile: "opaque" } });
  // Of one organisation two apps need two machine accounts: the second one is another company's.
  const { registry } = server.gatehouse.store;
  await registry.createOrganisation({ id: "org_2", name: "Southwind" });
  well = await server.addApp({ organisation: "org_2", settings: { access_token_profile: "opaque" } });
  calls = caller(Number(new URL(server.origin).port), 8);
  rows = await poisoner(server.gatehouse.settings.database);
});

afterAll(async () => {
  await rows.close();
  calls.close();
  await server.close();
});

const ask = (app: TestApp, fields: Record<string, string>): Promise<Answer> =>
  calls.post("/oauth/token", { client_id: app.client_id, client_secret: app.client_secret, ...fields });

const look = (token: string): Promise<Answer> =>
  calls.post("/oauth/introspect", {
    client_id: server.api.client_id,
    client_secret: server.api.client_secret,
    token,
  });

/** The fields of a refresh. */
const refresh = (held: { token: string } | undefined): Record<string, string> => ({
  grant_type: "refresh_token",
  refresh_token: held?.token ?? "",
});

interface Column {
  table: (typeof tables)[number];
  name: string;
  kind: string;
}

async function columns(): Promise<Column[]> {
  const all: Column[] = [];
  for (const table of tables)
    for (const { name, kind } of await rows.columns(table)) all.push({ table, name, kind });
  return all;
}

test("4.14 poisoned columns: no 500 to anybody, no wrong 'yes', and the other clients do not notice", async () => {
  const machine = { grant_type: "client_credentials" };
  const codeOf = (code: string): Record<string, string> => ({
    grant_type: "authorization_code",
    code,
    redirect_uri: sick.redirect_uri,
  });
  const [live = "", spent = ""] = await premadeCodes(server, sick, 2);
  expect((await ask(sick, codeOf(spent))).status).toBe(200);
  const token = String((await ask(sick, machine)).json["access_token"]);
  const dead = String((await ask(sick, machine)).json["access_token"]);
  await server.gatehouse.store.engine.write((tx) =>
    tx.updateTable("opaque_tokens").set({ revoked_at: 1 }).where("hash", "=", secretHash(dead)).execute(),
  );
  const [family] = await premadeRefreshTokens(server, sick, 1);
  const revoked = (await premadeRefreshTokens(server, sick, 1))[0];
  await server.gatehouse.store.families.revoke(revoked?.familyId ?? "", 1, "revoked_by_app");
  const wrong: string[] = [];
  let mutations = 0;
  for (const [n, { table, name, kind }] of (await columns()).entries()) {
    const all = poisons[kind] ?? [];
    const chosen = full() ? all : [all[n % all.length] ?? null];
    for (const poison of chosen) {
      const owner = table === "apps" ? "organisation_id = 'org_1'" : `client_id = '${sick.client_id}'`;
      const undo = poison === null ? null : await rows.poison(table, name, owner, poison);
      if (undo === null) continue;
      // Changed behind the node's back: what it remembers must not hide the poison.
      server.gatehouse.store.cache.forget();
      mutations++;
      const where = `${table}.${name} = ${JSON.stringify(poison).slice(0, 30)}`;
      const note = (what: string, answer: { status: number }, bad: boolean): void => {
        if (bad) wrong.push(`${where}: ${what} → ${answer.status}`);
      };
      try {
        const probes: [string, Answer, boolean][] = [
          ["machine token", await ask(sick, machine), false],
          ["code", await ask(sick, { ...codeOf(live), redirect_uri: "https://wrong.example/" }), true],
          ["spent code", await ask(sick, codeOf(spent)), table !== "codes" || name !== "redeemed_at"],
          ["refresh", await ask(sick, refresh(family)), false],
          ["revoked refresh", await ask(sick, refresh(revoked)), true],
          ["wrong secret", await ask({ ...sick, client_secret: "ghs_live_wrong" }, machine), true],
          ["stolen code", await ask(well, codeOf(live)), true],
          ["stolen refresh", await ask(well, refresh(family)), true],
        ];
        for (const [what, answer, mayNot] of probes)
          note(what, answer, answer.status === 500 || (mayNot && answer.status === 200));
        for (const one of [token, dead]) {
          const answer = await look(one);
          note(
            "introspection",
            answer,
            answer.status === 500 || (one === dead && answer.json["active"] === true),
          );
        }
        const page = await fetch(authorizeUrl(server, sick), { redirect: "manual" });
        note("authorize", page, page.status === 500);
        await page.text();
        const other = await ask(well, machine);
        note(`the other client (${kindOf(other)})`, other, other.status !== 200);
        const metadata = await fetch(server.origin + paths.metadata);
        note("metadata", metadata, metadata.status !== 200);
        await metadata.text();
      } finally {
        await undo();
      }
    }
    server.clock.advance(1000);
  }
  server.gatehouse.store.cache.forget();
  expect(wrong).toEqual([]);
  expect((await ask(sick, machine)).status).toBe(200);
  const results = await checkInvariants(server.gatehouse.store.engine, server.clock.now());
  expect(results.filter((one) => !one.ok)).toEqual([]);
  report(
    "poisoned rows",
    `${mutations} columns poisoned one at a time: 0 × 500, 0 wrong yes, 0 other clients affected`,
  );
}, 1_800_000);
