/** A program for an organisation's own tests: made in the portal without JavaScript, good for tests and nothing else, revoked at once. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { managementApi } from "../../src/desk/management.ts";
import { revokeTestProgram } from "../../src/desk/operations/test-programs.ts";
import { perform } from "../../src/desk/perform.ts";
import { READ, TEST_SCOPE, WRITE } from "../../src/desk/scopes.ts";
import { makeApp } from "../../src/desk/apps.ts";
import { fieldOf } from "../support/answers.ts";
import type { Browser, Page } from "../support/browser.ts";
import { postToken, s256, verifier } from "../support/flow.ts";
import { call } from "../api/world.ts";
import { portalWorld, type PortalWorld } from "./world.ts";

let world: PortalWorld;
beforeAll(async () => void (world = await portalWorld()));
afterAll(() => world.server.close());

interface Program {
  client_id: string;
  client_secret: string;
}

/** What a page shows to be copied. */
const shown = ({ html }: Page, id: string): string =>
  new RegExp(`id="${id}"[^>]*>\\s*([^<]+?)\\s*<`).exec(html)?.[1] ?? "";

const page = (browser: Browser): Promise<Page> =>
  browser.open(world.paths.testPrograms(world.ours.organisation.id));

async function make(browser: Browser, name: string): Promise<Program> {
  const made = await browser.click(await page(browser), "make-program", { name });
  return { client_id: shown(made, "client-id"), client_secret: shown(made, "client-secret") };
}

async function tokenOf(program: Program): Promise<string> {
  const answer = await postToken(world.server, { grant_type: "client_credentials", ...program });
  expect(answer.json["scope"]).toBe(TEST_SCOPE);
  return String(answer.json["access_token"]);
}

test("a developer makes one, copies its secret once, and its token lets a simulated person in", async () => {
  const browser = await world.as("ours-developer");
  const program = await make(browser, "Nightly");
  expect(program.client_secret).toMatch(/^ghs_test_/);
  const later = await page(browser);
  expect(later.html).toContain("Nightly");
  expect(later.html).not.toContain(program.client_secret);
  const token = await tokenOf(program);
  const { app } = world.ours;
  const person = await call(world, token, "POST", `/apps/${app.id}/test-persons`, { name: "Ida" });
  expect(person.status).toBe(201);
  const client_id = app.clients[0]?.client_id ?? "";
  const answer = await call(world, token, "POST", `/apps/${app.id}/test-consents`, {
    person: person.json["id"],
    client_id,
    response_type: "code",
    redirect_uri: "https://app.example/cb",
    code_challenge: s256(verifier),
    code_challenge_method: "S256",
  });
  expect(answer.json["parameters"]).toMatchObject({ code: expect.any(String) });
});

test("PO-01 CC-06 it reaches nothing else: no other organisation, no other act, nothing live", async () => {
  const token = await tokenOf(await make(await world.as("ours-owner"), "Walls"));
  const { ours, theirs } = world;
  const named = { name: "Ida" };
  const elsewhere = await call(world, token, "POST", `/apps/${theirs.app.id}/test-persons`, named);
  const nowhere = await call(world, token, "POST", "/apps/app_0/test-persons", named);
  expect([elsewhere.status, nowhere.status]).toEqual([404, 404]);
  for (const [method, path] of [
    ["GET", "/organisations"],
    ["GET", `/apps/${ours.app.id}`],
    ["DELETE", `/apps/${ours.app.id}`],
    ["POST", `/organisations/${ours.organisation.id}/test-programs`],
  ] as const)
    expect([path, (await call(world, token, method, path)).status]).toEqual([path, 401]);
  const wider = await postToken(world.server, {
    grant_type: "client_credentials",
    ...(await make(await world.as("ours-owner"), "Wider")),
    scope: `${TEST_SCOPE} ${READ}`,
  });
  expect(wider.json["error"]).toBe("invalid_scope");
});

test("CC-06 a test client with more scopes comes as far as what is for tests, and no further", async () => {
  const { desk } = world.server.gatehouse;
  const api = await desk.managementResource();
  if (api === null) throw new Error("no management API");
  expect(api.identifier).toBe(managementApi(world.server.issuer));
  const { id } = world.ours.organisation;
  const wanted = { client_name: "Of an operator", application_type: "machine", organisation: id } as const;
  const scopes = [READ, WRITE, TEST_SCOPE];
  const made = makeApp({ ...wanted, environments: ["test"], scopes }, api, desk);
  if ("troubles" in made) throw new Error(JSON.stringify(made.troubles));
  await desk.registry(world.admin.by).createApp(made.app);
  const [[client_id, client_secret] = ["", ""]] = [...made.secrets];
  const answer = await postToken(world.server, {
    grant_type: "client_credentials",
    client_id,
    client_secret,
  });
  const token = String(answer.json["access_token"]);
  const inside = await call(world, token, "GET", `/apps/${world.ours.app.id}/test-persons`);
  expect(inside.status).toBe(200);
  const outside = await call(world, token, "GET", `/apps/${world.ours.app.id}`);
  expect([outside.status, outside.json["reason"]]).toEqual([401, "wrong_environment"]);
  // It is none of those that developers make and revoke: not here, nor by its id.
  const browser = await world.as("ours-developer");
  expect((await page(browser)).html).not.toContain("Of an operator");
  const revoke = world.paths.revokeTestProgram(id, made.app.id);
  expect((await browser.open(revoke)).status).toBe(404);
  const input = { organisation: id, program: made.app.id };
  await expect(perform(revokeTestProgram, desk, world.ours.developer, input)).rejects.toThrow("not_found");
});

test("whoever revokes it ends its tokens at once; it is no app among the others", async () => {
  const browser = await world.as("ours-developer");
  const program = await make(browser, "Short-lived");
  const token = await tokenOf(program);
  const path = `/apps/${world.ours.app.id}/test-persons`;
  expect((await call(world, token, "GET", path)).status).toBe(200);
  expect((await browser.open(world.paths.organisation(world.ours.organisation.id))).html).not.toContain(
    "Short-lived",
  );
  const list = await page(browser);
  const at = list.html.indexOf("Short-lived");
  const [, link = ""] = /href="([^"]+\/revoke)"/.exec(list.html.slice(at)) ?? [];
  const gone = await browser.click(await browser.open(link), "confirm");
  expect(gone.html).toContain("The program has been revoked.");
  expect(gone.html).not.toContain("Short-lived");
  expect((await call(world, token, "GET", path)).status).toBe(401);
  expect((await postToken(world.server, { grant_type: "client_credentials", ...program })).status).toBe(401);
});

test("PO-01 a viewer sees them and makes none; a name is needed", async () => {
  const viewer = await page(await world.as("ours-viewer"));
  expect(viewer.html).toContain("ours program");
  expect(viewer.html).not.toContain("make-program");
  expect(viewer.html).not.toContain("/revoke");
  const browser = await world.as("ours-developer");
  const form = await page(browser);
  const again = await browser.click(form, "make-program", { name: " " });
  expect([again.status, fieldOf(again, "csrf") === ""]).toEqual([422, false]);
});
