/** `gatehouse app create` and `update` of clients that prove themselves by keys and certificates: no secret, and every mistake in words. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { machineApp, place, type Place } from "../support/cli.ts";
import { clientKey, type ClientKey } from "../support/proofs.ts";

let at: Place;
let key: ClientKey;
let client_id = "";

const run = (...argv: string[]): ReturnType<Place["gatehouse"]> => at.gatehouse(argv);

beforeAll(async () => {
  at = place();
  key = await clientKey();
  client_id = (await machineApp(at)).live.client_id;
});
afterAll(() => at.remove());

function file(json: unknown): string {
  const path = join(at.folder, "metadata.json");
  writeFileSync(path, typeof json === "string" ? json : JSON.stringify(json));
  return path;
}
const machine = ["app", "create", "--name", "Keys", "--organisation", "Northwind", "--type", "machine"];
const create = (...more: string[]): string[] => [...machine, "--scope", "bookings:read", ...more];
const byKey = ["--auth-method", "private_key_jwt"];

test("an app of keys gets no secret, and none by rotating", async () => {
  const app = await at.answer(...create(...byKey, "--metadata", file({ jwks: key.jwks })));
  const [client] = app["clients"] as Record<string, unknown>[];
  expect(client).toMatchObject({ token_endpoint_auth_method: "private_key_jwt", secrets: [] });
  expect(client).not.toHaveProperty("client_secret");
  const rotated = await run("app", "rotate-secret", String(client?.["client_id"]));
  expect(rotated.err).toContain("it has no secret");
  const shown = await run("app", "show", String(client?.["client_id"]));
  expect(shown.out).toMatch(/further metadata +jwks/);
});

test("an app of secrets changes to keys, and what results is what is checked (DR-14)", async () => {
  const without = await run("app", "update", client_id, ...byKey);
  expect(without).toMatchObject({ code: 1 });
  expect(without.err).toContain("--metadata: This client signs");
  const { clients } = await at.answer(
    "app",
    "update",
    client_id,
    ...byKey,
    "--metadata",
    file({ jwks_uri: "https://app.example.com/keys" }),
  );
  expect(clients).toMatchObject([{ client_id, token_endpoint_auth_method: "private_key_jwt" }]);
  // The keys stay when something else is changed.
  await at.answer("app", "update", client_id, "--scope", "bookings:read");
  const gone = await run("app", "update", client_id, "--metadata", file({}));
  expect(gone.err).toContain("--metadata: This client signs");
  const changes = await at.answer("audit", "list", "--json");
  expect(JSON.stringify(changes)).toContain("client.changed");
});

test.each([
  ["no JSON", "{", "is no JSON"],
  ["a list", [], "one JSON object"],
  ["a member that does not exist", { jwksuri: "https://app.example.com/keys" }, "jwksuri cannot be set here"],
  ["http", { jwks_uri: "http://app.example.com/keys" }, "it must be https"],
  ["a private key", () => ({ jwks: { keys: [key.privateJwk] } }), "public all"],
  ["alg none", { token_endpoint_auth_signing_alg: "none" }, "not supported here"],
  [
    "certificates where no proxy hands them on",
    () => ({ jwks: key.jwks, tls_client_certificate_bound_access_tokens: true }),
    "not supported here",
  ],
])("refused in words: %s", async (_what, json, sentence) => {
  const heard = await run(
    ...create(...byKey, "--metadata", file(typeof json === "function" ? json() : json)),
  );
  expect(heard.code).toBe(1);
  expect(heard.err).toContain("--metadata: ");
  expect(heard.err).toContain(sentence);
});

test("a file that is not there, a method that this server cannot prove, and nothing to change", async () => {
  const missing = await run(...create(...byKey, "--metadata", join(at.folder, "nothing.json")));
  expect(missing.err).toContain("cannot be read: ENOENT");
  const tls = create(
    "--auth-method",
    "tls_client_auth",
    "--metadata",
    file({ tls_client_auth_san_dns: "app.example" }),
  );
  expect((await run(...tls)).err).toContain("token_endpoint_auth_method is not possible");
  const proxied = [
    "--client-certificate-format",
    "rfc9440",
    "--client-certificate-verified-header",
    "Client-Verify",
    "--trusted-proxies",
    "10.0.0.1",
  ];
  expect((await run(...tls, ...proxied)).code).toBe(0);
  expect(await run("app", "update", client_id)).toMatchObject({ code: 2 });
});
