/** What the built program loads before it is ready, packages and Node's own parts included: each is time of a start and memory of every process. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { build } from "../support/build.ts";
import { place, program, running, type Place } from "../support/cli.ts";
import { freePort } from "../support/port.ts";

beforeAll(build);

let at: Place;
beforeEach(() => {
  at = place();
});
afterEach(() => at.remove());

const NODE_OPTIONS = `--import=${new URL("../support/loaded.ts", import.meta.url).href}`;

/** Of what it said to standard error, the last line; and for each file of the bundle what that is made of, as it says itself. */
function loadedOf(err: string): string[] {
  const loaded = JSON.parse(err.trimEnd().split("\n").at(-1) ?? "") as string[];
  const parts = loaded
    .filter((name) => name.startsWith("file:") && name.includes("/bundle/"))
    .flatMap(
      (name) => readFileSync(fileURLToPath(name), "utf8").match(/(?<=^\s*\/\/ )\S+\.[cm]?js$/gm) ?? [],
    );
  return [...loaded, ...parts.map((part) => `/${part}`)];
}

const oneOf = (names: readonly string[]): RegExp => new RegExp(`/node_modules/(?:${names.join("|")})/`);

test("serve, with figures and a first answer: no compiler of schemas, no reader of YAML, no fetch of Node's", async () => {
  const server = await running(["serve"], {
    ...at.env,
    GATEHOUSE_PORT: "0",
    GATEHOUSE_MANAGEMENT_PORT: String(await freePort()),
    GATEHOUSE_DRAIN_GRACE_SECONDS: "0",
    NODE_OPTIONS,
  });
  const answer = await fetch(`${server.origin}/.well-known/oauth-authorization-server`);
  expect(answer.status).toBe(200);
  await answer.text();
  const loaded = loadedOf((await server.stop()).err);
  expect(loaded.filter((name) => oneOf(["fastify", "kysely", "pino", "prom-client"]).test(name))).not.toEqual(
    [],
  );
  const unwanted = oneOf(["ajv", "yaml", "typebox", "preact", "nodemailer", "openid-client"]);
  expect(loaded.filter((name) => unwanted.test(name) || name.includes("undici"))).toEqual([]);
});

test.each([["version"], ["--help"]])("%s: no store and no server", async (word) => {
  const loaded = loadedOf((await program([word], { ...at.env, NODE_OPTIONS })).err);
  expect(loaded.filter((name) => oneOf(["commander"]).test(name))).not.toEqual([]);
  const unwanted = oneOf(["kysely", "fastify", "pino", "jose", "prom-client", "yaml"]);
  expect(loaded.filter((name) => unwanted.test(name))).toEqual([]);
});

test("app list: a store and no server", async () => {
  const loaded = loadedOf((await program(["app", "list"], { ...at.env, NODE_OPTIONS })).err);
  expect(loaded.filter((name) => oneOf(["kysely"]).test(name))).not.toEqual([]);
  expect(loaded.filter((name) => oneOf(["fastify", "pino", "prom-client", "yaml"]).test(name))).toEqual([]);
});
