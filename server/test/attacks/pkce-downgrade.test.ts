/** RFC 9700 §2.1.1, §4.8.2 — nobody can take PKCE away from an app that uses it (CVE-2024-22258, CVE-2025-4144). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { proofTrouble } from "../../src/oauth/checks/pkce.ts";
import { askAuthorize, cheapPasswords, expectAccepted, expectToClient } from "../support/answers.ts";
import { getCode, postToken, redeem, s256, verifier } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
});
afterAll(() => server.close());

test("PK-04 pkce-downgrade: an attacker's code without challenge is worth nothing where the victim's app sends its verifier", async () => {
  const app = await server.addApp();
  const injected = await getCode(server, app);
  await expect(redeem(server, app, injected, { code_verifier: verifier })).rejects.toThrow("invalid_request");
});

test("PK-06 pkce-downgrade: an app that has used S256 once cannot be asked for without it, or with plain", async () => {
  const app = await server.addApp();
  expectAccepted(await askAuthorize(server, app));
  const s = { code_challenge: s256(), code_challenge_method: "S256" };
  await redeem(server, app, await getCode(server, app, s), { code_verifier: verifier });
  expectToClient(await askAuthorize(server, app), server, "invalid_request");
  expectToClient(await askAuthorize(server, app, { code_challenge: verifier }), server, "invalid_request");
  const plain = { code_challenge: verifier, code_challenge_method: "plain" };
  expectToClient(await askAuthorize(server, app, plain), server, "invalid_request");
  expectAccepted(await askAuthorize(server, app, s));
});

test("PK-05 pkce-downgrade: a method at the token endpoint changes nothing", async () => {
  const app = await server.addApp();
  const code = await getCode(server, app, { code_challenge: s256(), code_challenge_method: "S256" });
  const { client_id, client_secret, redirect_uri } = app;
  const fields = { grant_type: "authorization_code", client_id, client_secret, redirect_uri, code };
  const tricks = { code_verifier: s256(), code_challenge_method: "plain", code_challenge: s256() };
  const answer = await postToken(server, { ...fields, ...tricks });
  expect([answer.status, answer.json["error"]]).toEqual([400, "invalid_grant"]);
});

test("PK-15 pkce-downgrade: the proof is compared in constant time, and a plain one only for plain", () => {
  const plain = { code_challenge: verifier, code_challenge_method: "plain" } as const;
  expect(proofTrouble(plain, verifier)).toBeNull();
  expect(proofTrouble({ ...plain, code_challenge_method: "S256" }, verifier)).toBe("verifier_wrong");
  const source = readFileSync(new URL("../../src/oauth/checks/pkce.ts", import.meta.url), "utf8");
  expect(source).toMatch(/constantTimeEqual\(derived, challenge\.code_challenge\)/);
  expect(source).not.toMatch(/(?:derived|code_verifier) [!=]==? (?!null)/);
});
