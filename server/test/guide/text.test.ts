/** The guide as text: values from outside stay values, every link leads somewhere, what was not verified is not said to be. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { guideFacts, type GuideFacts } from "../../src/guide/facts.ts";
import { SECTION_IDS, type Guide } from "../../src/guide/blocks.ts";
import { guideOf } from "../../src/guide/guide.ts";
import { llms } from "../../src/guide/llms.ts";
import { markdown } from "../../src/guide/markdown.ts";
import { verified } from "../../src/guide/samples/verified.ts";
import { tripType } from "../support/details.ts";
import { LANGUAGES } from "../../src/guide/samples/languages.ts";
import { plain, type Text } from "../../src/guide/text.ts";
import type { AuthorizationDetail } from "../../src/oauth/details/detail.ts";
import type { DetailType } from "../../src/oauth/details/type.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { sourceOf } from "./verify.ts";

let server: TestServer;
let facts: GuideFacts;
let guide: Guide;
beforeAll(async () => {
  server = await startServer();
  const { settings, ports } = server.gatehouse;
  facts = await guideFacts(settings, ports, ["en"], null);
  guide = guideOf(facts);
});
afterAll(() => server?.close());

/** Every sentence of the guide. */
function texts(of: Guide): Text[] {
  return of.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block): readonly Text[] => {
      if (block.kind === "list") return block.items;
      if (block.kind === "table") return block.rows.flat();
      return "text" in block ? [block.text] : [];
    }),
  );
}

test("every link leads to a section that is there, in every choice of grants", () => {
  for (const grants of [
    ["authorization_code"],
    ["client_credentials"],
    ["device_code"],
    ["authorization_code", "refresh_token"],
    [],
  ] as const) {
    const some = guideOf({ ...facts, grants: new Set(grants) });
    const ids = new Set(some.sections.map(({ id }) => `#${id}`));
    const hrefs = texts(some).flatMap((text) =>
      text.flatMap((piece) => (typeof piece === "object" && "href" in piece ? [piece.href] : [])),
    );
    expect(
      hrefs.filter((href) => href.startsWith("#") && !ids.has(href)),
      grants.join(" "),
    ).toEqual([]);
  }
});

test("sections have unique ids in the order of the list, samples unique ids", () => {
  const ids = guide.sections.map(({ id }) => id);
  expect(ids).toEqual(SECTION_IDS.filter((id) => ids.includes(id)));
  const samples = guide.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === "sample" ? [block.id] : [])),
  );
  expect(new Set(samples).size).toBe(samples.length);
});

test("HX-10 what an API's document says is a value in Markdown, and never markup", () => {
  const hostile = "`|<script>alert(1)</script>|[x](javascript:alert(1))\n# Heading";
  const [api] = facts.apis;
  if (api === undefined) throw new Error("no API");
  const route = {
    method: "GET",
    path: "/a",
    scopes: ["s`|x"],
    person: false,
    public: false,
    summary: hostile,
    tags: [hostile],
  };
  const document = { title: "T", version: "1", server: null, routes: [route], versions: null };
  const scopes = [{ name: "s`|x", words: { en: hostile }, person: false }];
  const text = markdown(guideOf({ ...facts, apis: [{ ...api, name: hostile, scopes, document }] }));
  const outside = text.replaceAll(/^(`{3,})[^]*?^\1$/gm, "").replaceAll(/(`+)(?!`).*?[^`]\1(?!`)/g, "");
  expect(outside).not.toMatch(/(?<!\\)<script|(?<!\\)\]\(javascript|^# Heading/m);
  const row = text.split("\n").find((line) => line.startsWith("| `GET /a`"));
  expect(row?.split(/(?<!\\)\|/)).toHaveLength(6);
});

test("RFC 9396 authorization details are explained when an API has types of them, with an example", () => {
  const [api] = facts.apis;
  if (api === undefined) throw new Error("no API");
  expect(guide.sections.some(({ id }) => id === "details")).toBe(false);
  const detailTypes: DetailType[] = [
    {
      type: "payment",
      person: true,
      words: { en: "Pay {amount.value} to {to}" },
      fields: {
        to: { kind: "text", required: true, max: 40 },
        amount: { kind: "object", fields: { value: { kind: "number", min: 5 } } },
        how: { kind: "list", values: ["now", "later"] },
        urgent: { kind: "boolean" },
      },
    },
  ];
  const metadata = { ...facts.metadata, authorization_details_types_supported: ["payment"] };
  const some = guideOf({ ...facts, metadata, apis: [{ ...api, detailTypes }] });
  const section = some.sections.find(({ id }) => id === "details");
  const wire = section?.blocks.find((block) => block.kind === "wire");
  const sent = JSON.parse(wire?.code ?? "") as AuthorizationDetail;
  expect(sent).toEqual({ type: "payment", to: "…", amount: { value: 5 }, how: ["now"], urgent: true });
  expect(section?.blocks.some((block) => block.kind === "sample" && block.id === "details")).toBe(true);
  const names = section?.blocks.flatMap((block) =>
    block.kind === "table" ? block.rows.map(([name]) => plain(name ?? [])) : [],
  );
  expect(names).toEqual(["to", "amount", "amount.value", "how", "urgent"]);
});

test("device, token exchange, details and signing out are explained with a sample where they are on, and nowhere else", () => {
  const of = ["device", "token-exchange", "details", "logout"];
  const idsIn = (some: GuideFacts): (string | null)[] =>
    of.map((id) => {
      const section = guideOf(some).sections.find((one) => one.id === id);
      const has = section?.blocks.some((block) => block.kind === "sample" && block.id === id) ?? false;
      return section === undefined ? null : `${id} ${has}`;
    });
  const [api] = facts.apis;
  if (api === undefined) throw new Error("no API");
  const on: GuideFacts = {
    ...facts,
    grants: new Set(["authorization_code", "device_code", "token_exchange"]),
    metadata: { ...facts.metadata, authorization_details_types_supported: ["trip"] },
    apis: [{ ...api, detailTypes: [tripType] }],
  };
  expect(idsIn(on)).toEqual(of.map((id) => `${id} true`));
  expect(idsIn({ ...facts, grants: new Set(["client_credentials"]) })).toEqual([null, null, null, null]);
});

test("of the errors only those that an app can meet here: nothing of codes or devices for machines", () => {
  const machines = guideOf({ ...facts, grants: new Set(["client_credentials"]) });
  const section = machines.sections.find(({ id }) => id === "errors");
  const first = section?.blocks.find((block) => block.kind === "table");
  const sentences = first?.rows.map((row) => row.map(plain).join(" ")) ?? [];
  expect(sentences).toContainEqual(expect.stringContaining("Client authentication failed"));
  expect(
    sentences.filter((text) =>
      /device|redirect_uri|verifier|refresh token|assertion was refused by|prompt/i.test(text),
    ),
  ).toEqual([]);
});

test("Markdown can leave the samples of one language", () => {
  const only = markdown(guide, "go");
  expect(only).toContain("```go\n");
  expect(only).not.toMatch(/```(?:ruby|php|python|java|csharp|javascript)/);
  expect(only.length).toBeLessThan(markdown(guide).length / 1.5);
});

test("llms.txt names the guide and each of its sections", () => {
  const text = llms(guide, "https://login.example");
  expect(text.startsWith("# Bookings Inc. integration guide\n\n> Bookings Inc. uses OAuth 2.0.")).toBe(true);
  expect(text).toContain("(https://login.example/guide.md)");
  for (const { id } of guide.sections) expect(text).toContain(`(https://login.example/guide#${id})`);
});

test("only samples that ran as they are now are said to be verified: else run node scripts/verify-samples.mjs", () => {
  for (const { id } of LANGUAGES) {
    const entry = verified[id];
    if (entry !== undefined) expect(`${id} ${entry.source}`).toBe(`${id} ${sourceOf(id)}`);
  }
  expect(Object.keys(verified)).toEqual(expect.arrayContaining(["curl", "ruby", "php", "python", "node"]));
});
