/** One spelling of an e-mail address, and a few words for a browser. */
import { expect, test } from "vitest";
import { deviceLabel } from "../../src/accounts/device.ts";
import { canonicalEmail } from "../../src/accounts/email.ts";

test.each([
  ["Ada@Example.COM ", "ada@example.com"],
  ["a.b+c@sub.example.com", "a.b+c@sub.example.com"],
  ["ada@bücher.example", "ada@xn--bcher-kva.example"],
  ["o'neil@example.com", "o'neil@example.com"],
])("%s is %s", (typed, email) => {
  expect(canonicalEmail(typed)).toBe(email);
  expect(canonicalEmail(email)).toBe(email);
});

test.each([
  "",
  "ada",
  "@example.com",
  "ada@",
  "ada@localhost",
  "ada@127.0.0.1",
  "ada@[127.0.0.1]",
  "a@b@example.com",
  "ada@example.com, eve@evil.example",
  "ada@example.com\r\nBcc: eve@evil.example",
  '"ada"@example.com',
  "ada<eve@evil.example>@example.com",
  ".ada@example.com",
  "ada..b@example.com",
  "аda@example.com",
  "ada\u200b@example.com",
  "ada@exa mple.com",
  `${"a".repeat(65)}@example.com`,
  `a@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(63)}.${"e".repeat(63)}.com`,
  "a".repeat(100_000),
])("%j is no e-mail address", (typed) => {
  expect(canonicalEmail(typed)).toBeNull();
});

test.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0",
    "Edge · Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    "Safari · iPhone",
  ],
  ["curl/8.0", null],
  [undefined, null],
  ["<script>".repeat(100_000), null],
])("%s is shown as %s", (agent, label) => {
  expect(deviceLabel(agent)).toBe(label);
});
