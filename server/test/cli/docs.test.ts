/** The generated documents: what is read from a test's title, and that the same sources give the same text. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { rfcIndexDocument } from "../../src/cli/docs/rfc-index.ts";
import { clausesIn, documentsOf, titles } from "../../src/cli/docs/test-titles.ts";
import { repeat } from "../../src/cli/serve/sweeping.ts";

test("titles are found however a test is written, and nothing else is", () => {
  const source = [
    'test("plain", () => {});',
    "it('single', () => {});",
    'describe("group", () => {});',
    'test.each([["a"], [f("b")]])("each %s", () => {});',
    'test.each<[string]>(rows)(\n  "over lines",\n  () => {},\n);',
    'test.skipIf(nothing)("sometimes", () => {});',
    'test("with \\"quotes\\"", () => {});',
    'expect(f("no title")).toBe(1);',
    "test(`template`, () => {});",
  ].join("\n");
  expect(titles(source)).toEqual([
    "plain",
    "single",
    "group",
    "each %s",
    "over lines",
    "sometimes",
    'with \\"quotes\\"',
    "template",
  ]);
});

test("one title may name several clauses", () => {
  expect(clausesIn("RFC 6749 §4.1.2, §5.2 and RFC 9700 §2.1.1: a code")).toEqual([
    "RFC 6749 §4.1.2",
    "RFC 6749 §5.2",
    "RFC 9700 §2.1.1",
  ]);
  expect(clausesIn("RFC 6749 Appendix B, and §3 and §4")).toEqual(["RFC 6749 Appendix B"]);
  expect(clausesIn("RFC 9728 the document")).toEqual(["RFC 9728"]);
  expect(clausesIn("RFC")).toEqual([]);
});

test("a file may say by its name what it is about", () => {
  expect(documentsOf("server/test/rfc/8693-token-exchange.test.ts")).toEqual(["RFC 8693"]);
  expect(documentsOf("server/test/openid/logout.test.ts")).toEqual([
    "OpenID Connect Core 1.0",
    "OpenID Connect RP-Initiated Logout 1.0",
  ]);
  expect(documentsOf("server/test/rfc/fapi-2.0.test.ts")).toEqual(["FAPI 2.0 Security Profile"]);
  expect(documentsOf("server/test/mcp/support.ts")).toEqual([]);
});

test("the index is sorted as people count, and does not depend on the order of files", () => {
  const root = mkdtempSync(join(tmpdir(), "gatehouse-docs-"));
  for (const folder of ["guard/test", "server/test/rfc"]) mkdirSync(join(root, folder), { recursive: true });
  const put = (name: string, ...named: string[]): void =>
    writeFileSync(join(root, name), named.map((title) => `test("${title}", () => {});\n`).join(""));
  put("server/test/rfc/b.test.ts", "AZ-10 AZ-02 RFC 6749 §10.1", "RFC 6749 §9");
  put("guard/test/a.test.ts", "AZ-02 again", "ISO-12 XAZ-11 AZ-123 none of ours");
  const text = rfcIndexDocument(root);
  rmSync(root, { recursive: true });
  expect(text.split("\n").filter((line) => /^\| (RFC|[A-Z]+-)/.test(line))).toEqual([
    "| RFC 6749 §9 | [server/test/rfc/b.test.ts](../server/test/rfc/b.test.ts) |",
    "| RFC 6749 §10.1 | [server/test/rfc/b.test.ts](../server/test/rfc/b.test.ts) |",
    "| AZ-02 | [guard/test/a.test.ts](../guard/test/a.test.ts), [server/test/rfc/b.test.ts](../server/test/rfc/b.test.ts) |",
    "| AZ-10 | [server/test/rfc/b.test.ts](../server/test/rfc/b.test.ts) |",
  ]);
});

test("I6 the sweep comes every minute, never twice at once, and goes on after a failure", async () => {
  vi.useFakeTimers();
  try {
    const failures: unknown[] = [];
    let turns = 0;
    let atOnce = 0;
    let most = 0;
    const slow = async (): Promise<void> => {
      most = Math.max(most, ++atOnce);
      turns++;
      // Longer than the pause.
      await new Promise((resolve) => setTimeout(resolve, 90_000));
      atOnce--;
      if (turns === 1) throw new Error("once");
    };
    const sweeping = repeat(slow, 60_000, (error) => failures.push(error));
    await vi.advanceTimersByTimeAsync(89_000);
    expect(turns).toBe(1);
    await vi.advanceTimersByTimeAsync(62_000);
    expect([turns, failures.length]).toEqual([2, 1]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect([turns, most]).toEqual([6, 1]);
    let ended = false;
    const stopping = sweeping.stop().then(() => (ended = true));
    await vi.advanceTimersByTimeAsync(1000);
    // The store must not be closed under a turn that is under way.
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(600_000);
    await stopping;
    expect([turns, atOnce]).toEqual([6, 0]);
  } finally {
    vi.useRealTimers();
  }
});
