/** RFC 7636 §7.1, CVE-2026-41213 — a code survives few wrong verifiers, and only those of somebody who could redeem it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { cheapPasswords } from "../support/answers.ts";
import { getCode, postToken, s256, verifier } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  app = await server.addApp();
});
afterAll(() => server.close());

async function guess(
  code: string,
  code_verifier: string | null,
  who: TestApp = app,
  extra: object = {},
): Promise<number> {
  const { client_id, client_secret, redirect_uri } = who;
  const fields = {
    grant_type: "authorization_code",
    client_id,
    client_secret,
    redirect_uri,
    code,
    code_verifier,
  };
  const answer = await postToken(server, { ...fields, ...extra });
  if (answer.status !== 200) expect(answer.json["error"]).toMatch(/^invalid_(grant|client)$/);
  return answer.status;
}

const freshCode = (): Promise<string> =>
  getCode(server, app, { code_challenge: s256(), code_challenge_method: "S256" });
const wrong = (index: number): string => `wrong-${index}-${"x".repeat(40)}`;

test("PK-10 pkce-bruteforce: four wrong verifiers are mistakes, the fifth burns the code", async () => {
  const forgiven = await freshCode();
  for (let index = 0; index < 4; index++) expect(await guess(forgiven, wrong(index))).toBe(400);
  expect(await guess(forgiven, verifier)).toBe(200);
  const burned = await freshCode();
  for (let index = 0; index < 5; index++) expect(await guess(burned, wrong(index))).toBe(400);
  expect(await guess(burned, verifier)).toBe(400);
});

test("PK-10 pkce-bruteforce: guesses side by side burn it too", async () => {
  const code = await freshCode();
  await Promise.all(Array.from({ length: 16 }, (_, index) => guess(code, wrong(index))));
  expect(await guess(code, verifier)).toBe(400);
});

test("PK-10 pkce-bruteforce: who cannot redeem it cannot burn it either", async () => {
  const other = await server.addApp();
  const code = await freshCode();
  for (let index = 0; index < 8; index++) {
    expect(await guess(code, wrong(index), other)).toBe(400);
    expect(await guess(code, wrong(index), app, { redirect_uri: "https://app.example/other" })).toBe(400);
    expect(await guess(code, wrong(index), app, { client_secret: "wrong" })).toBe(401);
  }
  expect(await guess(code, verifier)).toBe(200);
});

test("PK-08 pkce-bruteforce: a verifier that cannot be one is not counted, because it is no guess", async () => {
  const code = await freshCode();
  for (const text of ["x", "x".repeat(42), "", null, `${"x".repeat(43)}=`, "x".repeat(129)])
    expect(await guess(code, text)).toBe(400);
  expect(await guess(code, verifier)).toBe(200);
});
