/** RFC 9700 §4.1.3, RFC 8252 §7.3 — no change of a registered URI is ever redirected to; only a loopback port may differ. */
import {
  assert,
  constantFrom,
  integer,
  nat,
  oneof,
  property,
  record,
  string,
  tuple,
  webUrl,
} from "fast-check";
import { expect, test } from "vitest";
import type { Client } from "../../src/oauth/clients/client.ts";
import {
  answerLocation,
  matchRedirect,
  originOf,
  registrationTrouble,
} from "../../src/oauth/checks/redirect-uri.ts";
import { Refusal } from "../../src/oauth/refusals.ts";

const registered = [
  "https://app.example/cb",
  "https://app.example",
  "https://app.example/cb?x=1&y=2",
  "https://app.example:8443/a/b/c",
  "https://xn--bcher-kva.example/cb",
  "http://127.0.0.1/cb",
  "http://127.0.0.1:3000/cb?x=1",
  "http://[::1]/cb",
  "http://localhost/cb",
  "com.example.app:/cb",
];
const types = ["web", "native", "browser", "machine"] as const;
type ApplicationType = (typeof types)[number];

const clientOf = (redirect_uris: string[], application_type: ApplicationType): Client =>
  ({ redirect_uris, application_type }) as unknown as Client;

/** The target, or null for a refusal; anything else thrown is a fault. */
function target(client: Client, sent: string | null): string | null {
  try {
    return matchRedirect(client, sent).uri;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Written anew, without the pattern of the code: the same text but for a port of 1 to 65535 after a loopback host. */
function onlyPortDiffers(uri: string, sent: string, application_type: ApplicationType): boolean {
  const hosts = [
    "http://127.0.0.1",
    "http://[::1]",
    ...(application_type === "native" ? ["http://localhost"] : []),
  ];
  const host = hosts.find((candidate) => uri.startsWith(candidate) && sent.startsWith(`${candidate}:`));
  if (host === undefined) return false;
  const withoutPort = (text: string): [string, number | null] => {
    let end = host.length;
    if (text[end] !== ":") return [text.slice(end), null];
    end += 1;
    while (/[0-9]/.test(text[end] ?? "")) end += 1;
    return [text.slice(end), Number(text.slice(host.length + 1, end))];
  };
  const [rest, port] = withoutPort(sent);
  return rest === withoutPort(uri)[0] && port !== null && port >= 1 && port <= 65_535;
}

const pieces = constantFrom(
  ..."/ // \\ . .. %2e %2f %5c ; ;x ? # & @ : :443 :80 :1 :51004 % %00 %0d%0a %09 * + ~ , | ^ ' \" < > ( ) [ ] { } $".split(
    " ",
  ),
  " ",
  "\t",
  "\n",
  "\r",
  "\0",
  "。",
  "．",
  "а",
  "\u202e",
  "\u200b",
  "\ud800",
  "evil.example",
  "@evil.example",
  "127.0.0.1",
  "localhost",
  "cb",
  "?code=1",
  "&state=1",
  "x",
  "A",
  "0",
);
const place = nat(60);
const change = oneof(
  record({
    kind: constantFrom("insert" as const),
    at: place,
    piece: oneof(pieces, string({ maxLength: 4 })),
  }),
  record({ kind: constantFrom("remove" as const), at: place, length: integer({ min: 1, max: 4 }) }),
  record({ kind: constantFrom("replace" as const), at: place, piece: pieces }),
  record({ kind: constantFrom("upper" as const, "encode" as const, "reverse" as const), at: place }),
);
type Change = typeof change extends { generate: (...all: never[]) => { value: infer T } } ? T : never;

function apply(uri: string, one: Change): string {
  const at = one.at % (uri.length + 1);
  const [head, letter, tail] = [uri.slice(0, at), uri.slice(at, at + 1), uri.slice(at + 1)];
  if (one.kind === "insert") return head + one.piece + letter + tail;
  if (one.kind === "remove") return head + uri.slice(at + one.length);
  if (one.kind === "replace") return head + one.piece + tail;
  if (one.kind === "upper") return head + letter.toUpperCase() + tail;
  if (one.kind === "reverse") return letter + tail + head;
  return letter === "" ? head : `${head}%${letter.charCodeAt(0).toString(16).padStart(2, "0")}${tail}`;
}

test("AZ-02 AZ-06 AZ-12 no mutated URI is redirected to, unless it is the registered one or its port (2·10^4 cases)", () => {
  let accepted = 0;
  assert(
    property(
      constantFrom(...registered),
      constantFrom(...types),
      tuple(change, change, nat(1)),
      (uri, type, [one, two, both]) => {
        let sent = apply(uri, one);
        if (both === 1) sent = apply(sent, two);
        const matched = target(clientOf([uri], type), sent);
        if (matched === null) return;
        accepted++;
        expect(matched).toBe(sent);
        expect(sent === uri || onlyPortDiffers(uri, sent, type), sent).toBe(true);
        // And whatever is redirected to could have been registered.
        expect(registrationTrouble(sent, type)).toBeNull();
      },
    ),
    { numRuns: 20_000, seed: 7 },
  );
  // Otherwise this would say nothing: some changes change nothing, and some only a port.
  expect(accepted).toBeGreaterThan(100);
});

test("AZ-11 every port of a loopback address is possible", () => {
  assert(
    property(integer({ min: 1, max: 65_535 }), constantFrom("127.0.0.1", "[::1]"), (port, host) => {
      // 80 is what the registered URI means already, and it is not written.
      if (port === 80) return;
      const sent = `http://${host}:${port}/cb`;
      expect(target(clientOf([`http://${host}/cb`], "native"), sent)).toBe(sent);
    }),
    { numRuns: 2000, seed: 7 },
  );
});

test("AZ-02 no arbitrary text is redirected to (10^4 cases)", () => {
  assert(
    property(
      oneof(string(), string({ unit: "binary" }), webUrl({ withFragments: true, withQueryParameters: true })),
      constantFrom(...types),
      (sent, type) => {
        expect(target(clientOf(registered, type), sent)).toBe(
          registered.includes(sent) && (type === "native" || !sent.startsWith("com.")) ? sent : null,
        );
      },
    ),
    { numRuns: 10_000, seed: 7 },
  );
});

test("AZ-13 AZ-16 AZ-19 what may be registered is plain, and parses to exactly itself (10^4 cases)", () => {
  const texts = oneof(
    webUrl({ withFragments: true, withQueryParameters: true }),
    string(),
    tuple(constantFrom(...registered), change).map(([uri, one]) => apply(uri, one)),
  );
  assert(
    property(texts, constantFrom(...types), (uri, type) => {
      if (registrationTrouble(uri, type) !== null) return;
      const url = new URL(uri);
      expect(uri).toMatch(/^[\x21-\x7e]+$/);
      expect([url.hash, url.username, url.password]).toEqual(["", "", ""]);
      expect(uri).not.toMatch(/[#*\\]|^[^/?]*:\/\/[^/?]*@/);
      if (url.protocol === "https:")
        expect(uri === url.href || `${uri}/` === url.href || uri.replace("?", "/?") === url.href).toBe(true);
      else if (url.protocol === "http:") expect(["127.0.0.1", "[::1]", "localhost"]).toContain(url.hostname);
      else expect([type, /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/.test(url.protocol)]).toEqual(["native", true]);
    }),
    { numRuns: 10_000, seed: 7 },
  );
});

test("AZ-19 AZ-21 a Location is the target, our parameters as they are, and an empty fragment (10^4 cases)", () => {
  assert(
    property(
      constantFrom(...registered),
      string({ unit: "grapheme" }),
      constantFrom("code", "error"),
      (uri, state, name) => {
        const location = answerLocation(matchRedirect(clientOf([uri], "native"), uri), [
          [name, "v"],
          ["state", state],
          ["absent", null],
        ]);
        expect(location).toMatch(/^[\x21-\x7e]+$/);
        expect(location.startsWith(uri + (uri.includes("?") ? "&" : "?"))).toBe(true);
        const url = new URL(location);
        expect([
          url.searchParams.getAll("state"),
          url.searchParams.getAll(name),
          url.searchParams.has("absent"),
          url.hash,
        ]).toEqual([[state], ["v"], false, "#_"]);
      },
    ),
    { numRuns: 10_000, seed: 7 },
  );
});

test("UI-06 what a policy is told of a target holds no separator", () => {
  for (const uri of registered)
    expect(originOf(matchRedirect(clientOf([uri], "native"), uri))).toMatch(
      /^[a-z][a-z0-9.+-]*:(?:\/\/[^\s;,'/]+)?$/,
    );
});
