/** RFC 9116 — security.txt is there once somebody is named, and says nothing that is not so. */
import { expect, test } from "vitest";
import { loadSettings } from "../../src/config/load.ts";
import { startServer } from "../support/server.ts";

test("RFC 9116 §2.5 contact, an end within the year, and its own address", async () => {
  const server = await startServer({ settings: { security_contact: "mailto:security@example.com" } });
  const answer = await fetch(`${server.origin}/.well-known/security.txt`);
  const text = await answer.text();
  await server.close();
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(text).toContain("Contact: mailto:security@example.com\n");
  expect(text).toContain(`Canonical: ${server.issuer}/.well-known/security.txt\n`);
  const expires = Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? "");
  expect(expires).toBeGreaterThan(server.clock.now());
  expect(expires).toBeLessThan(server.clock.now() + 365 * 24 * 3600 * 1000);
});

test("RFC 9116 §3 without a contact there is no file", async () => {
  const server = await startServer();
  const answer = await fetch(`${server.origin}/.well-known/security.txt`);
  await server.close();
  expect(answer.status).toBe(404);
});

test.each(["security@example.com", "http://example.com", "mailto:a@b\nContact: mailto:evil@example.com"])(
  "RFC 9116 §2.5.3 %j is no contact",
  (security_contact) => {
    const { problems } = loadSettings({ env: {}, flags: { security_contact }, mode: "dev" });
    expect(problems.join(" ")).toContain("security_contact");
  },
);
