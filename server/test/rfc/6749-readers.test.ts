/** RFC 6749 §3.1, §3.2, Appendix A.4, B — the readers of parameters: strict, without a prototype, the same for form and JSON. */
import { array, assert, constantFrom, dictionary, oneof, property, string, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  parametersOf,
  readForm,
  readJson,
  refuseDuplicates,
  type Parameters,
} from "../../src/oauth/checks/parameters.ts";
import { narrowed, readScope } from "../../src/oauth/checks/scope.ts";
import { Refusal } from "../../src/oauth/refusals.ts";

const form = (text: string): Parameters => readForm(text, "malformed_form");

/** The name of the refusal; throws when it was none, or something else was thrown. */
function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.refusal;
    throw error;
  }
  throw new Error("not refused");
}

const names = oneof(
  constantFrom(
    "client_id",
    "scope",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "a[]",
    "a[b]",
    "a.b",
    "é",
    "\ufeffscope",
  ),
  string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
).filter((text) => !text.includes("\0"));
const values = string({ unit: "grapheme", maxLength: 40 }).filter((text) => !text.includes("\0"));

test("AR-03 AR-05 TK-14 TK-20 any list of pairs is read as it was written, from a form and from JSON (10^4 cases)", () => {
  assert(
    property(array(tuple(names, values), { maxLength: 12 }), (pairs) => {
      const encoded = pairs
        .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
        .join("&");
      const spaced = new URLSearchParams(pairs).toString();
      const json = `{${pairs.map((pair) => pair.map((part) => JSON.stringify(part)).join(":")).join(" ,\n")}}`;
      for (const parameters of [form(encoded), form(spaced), readJson(json), parametersOf(pairs)]) {
        for (const [name] of pairs) {
          const own = pairs.filter(([other]) => other === name);
          expect(parameters.has(name)).toBe(true);
          expect(parameters.get(name)).toBe(own[0]?.[1] || null);
          expect(parameters.duplicates.has(name)).toBe(own.length > 1);
        }
        for (const absent of ["valueOf", "isPrototypeOf", "never-sent"])
          if (!pairs.some(([name]) => name === absent))
            expect([parameters.get(absent), parameters.has(absent)]).toEqual([null, false]);
      }
    }),
    { numRuns: 10_000, seed: 3 },
  );
});

describe("TK-14 (RFC 6749 §3.2) a name twice in JSON", () => {
  test.each([
    '{"a":"1","a":"2"}',
    '{"a":"1","a":"1"}',
    String.raw`{"a":"1","\u0061":"2"}`,
    String.raw`{"\u0061":"1","a":"2"}`,
    String.raw`{"x":"\"a\":\"","a":"1" , "a" :"2"}`,
  ])("TK-14 %s is seen", (text) => {
    expect([...readJson(text).duplicates]).toEqual(["a"]);
    expect(refusalOf(() => refuseDuplicates(readJson(text), new Set(["a"])))).toBe("duplicate_parameter");
    expect(() => refuseDuplicates(readJson(text), new Set(["b"]))).not.toThrow();
  });

  test.each([
    '{"a":1,"a":"2"}',
    '{"a":["x","y"],"a":"2"}',
    '{"a":{"b":"c"},"a":"2"}',
    '{"a":null,"a":"2"}',
    '{"a":{"a":"1"},"a":"2"}',
    '{"a":{},"a":""}',
  ])("TK-14 TK-19 %s cannot hide the first one behind another type", (text) => {
    expect(refusalOf(() => readJson(text))).toBe("json_not_flat");
  });
});

test.each([
  "[]",
  '"x"',
  "1",
  "null",
  "true",
  '{"a":1}',
  '{"a":null}',
  '{"a":true}',
  '{"a":["x"]}',
  '{"a":{}}',
  '{"a":{"__proto__":"x"}}',
  '[{"a":"b"}]',
])("TK-19 %s is no flat object of strings", (text) => {
  expect(refusalOf(() => readJson(text))).toBe("json_not_flat");
});

test.each([
  "",
  " ",
  "{",
  '{"a"}',
  "{'a':'b'}",
  '{"a":"b",}',
  '{"a":"b"}x',
  '\ufeff{"a":"b"}',
  '{"a":"\u0001"}',
  '{"a":"\\ud800"}',
  '{"\\ud800":"a"}',
  '{"a":"\\u0000"}',
  '{"a":"\\x"}',
  "{a:b}",
  '/**/{"a":"b"}',
  "NaN",
])("TK-21 %j is malformed JSON", (text) => {
  expect(refusalOf(() => readJson(text))).toBe("malformed_json");
});

test.each([
  "a=%",
  "a=%1",
  "a=%zz",
  "a=%u0041",
  "%=a",
  "a=%00",
  "a=b%00c",
  "%00=a",
  "a=\0",
  "a=%ff",
  "a=%c0%ae",
  "a=%c0%80",
  "a=%e0%80%ae",
  "a=%f0%80%80%ae",
  "a=%ed%a0%80",
  "a=%f4%90%80%80",
  "a=%c3",
  "a=%80",
])("TK-21 %j is a malformed form: overlong, cut, or no UTF-8", (text) => {
  expect(refusalOf(() => form(text))).toBe("malformed_form");
});

test("AR-04 Appendix B: plus, percent and nothing at all", () => {
  const parameters = form("&&a=1+2%2B%20&b&c=&=d&e==f=&g=%EF%BB%BFx&");
  expect(["a", "b", "c", "", "e", "g"].map((name) => parameters.get(name))).toEqual([
    "1 2+ ",
    null,
    null,
    "d",
    "=f=",
    "\ufeffx",
  ]);
  expect([parameters.has("b"), parameters.has("c"), parameters.has("z")]).toEqual([true, true, false]);
});

describe("AR-29 limits of the readers", () => {
  test.each([
    ["65 parameters", () => form(Array.from({ length: 65 }, (_, index) => `a${index}=1`).join("&"))],
    ["10^4 parameters", () => form("a=1&".repeat(10_000))],
    ["a value of 4097", () => form(`a=${"x".repeat(4097)}`)],
    [
      "65 JSON members",
      () =>
        readJson(
          JSON.stringify(Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`a${index}`, "1"]))),
        ),
    ],
    [
      "10^4 equal JSON members",
      () => readJson(`{${Array.from({ length: 10_000 }, () => '"a":"b"').join(",")}}`),
    ],
    ["a JSON value of 4097", () => readJson(JSON.stringify({ a: "x".repeat(4097) }))],
  ])("AR-29 %s is too large", (_what, work) => {
    expect(refusalOf(work)).toBe("request_too_large");
  });

  test("AR-29 64 parameters and a value of 4096 are not", () => {
    const many = Array.from({ length: 64 }, (_, index) => [`a${index}`, "x"] as [string, string]);
    expect(form(new URLSearchParams(many).toString()).get("a63")).toBe("x");
    expect(form(`a=${"x".repeat(4096)}`).get("a")).toHaveLength(4096);
    expect(readJson(JSON.stringify({ a: "x".repeat(4096) })).get("a")).toHaveLength(4096);
  });

  test.each([
    ["arrays", `${"[".repeat(10_000)}${"]".repeat(10_000)}`],
    ["objects", `${'{"a":'.repeat(10_000)}"b"${"}".repeat(10_000)}`],
    ["arrays in a member", `{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
  ])("AR-29 10^4 nested %s are refused, not walked into", (_what, text) => {
    expect(refusalOf(() => readJson(text))).toMatch(/^(?:json_not_flat|malformed_json)$/);
  });
});

test("TK-20 nothing that is read touches a prototype", () => {
  for (const read of [
    () => form("__proto__=x&constructor=y&__proto__[polluted]=z"),
    () => readJson('{"__proto__":"x","constructor":"y"}'),
  ]) {
    const parameters = read();
    expect([parameters.get("__proto__"), parameters.get("constructor")]).toEqual(["x", "y"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect({}.constructor).toBe(Object);
  }
});

const safe = (work: () => Parameters): void => {
  try {
    expect(work().duplicates).toBeInstanceOf(Set);
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
  }
};

test("TK-21 any text at all is read or refused by name (2·10^4 cases)", () => {
  const anything = oneof(
    string(),
    string({ unit: "binary" }),
    string({ unit: constantFrom(...'%&=+0aF\0{}":,\\u'.split(""), "é", "\ud800") }),
  );
  assert(
    property(anything, dictionary(string(), string()), (text, object) => {
      safe(() => form(text));
      safe(() => readJson(text));
      safe(() => readJson(JSON.stringify(object)));
    }),
    { numRuns: 20_000, seed: 5 },
  );
});

const allowed = (text: string): boolean =>
  Array.from(text).every((letter) => {
    const point = letter.codePointAt(0) ?? 0;
    return point === 0x21 || (point >= 0x23 && point <= 0x5b) || (point >= 0x5d && point <= 0x7e);
  });

describe("AR-11 AR-12 (Appendix A.4) scope", () => {
  test("AR-11 AR-12 any text is a list of distinct scope tokens, or scope_malformed (2·10^4 cases)", () => {
    const texts = oneof(
      string(),
      string({ unit: "binary" }),
      array(constantFrom("a", "b:c", "openid", " ", '"', "\\", "é", "\t", "~"), { maxLength: 8 }).map(
        (list) => list.join(" "),
      ),
    );
    assert(
      property(texts, (text) => {
        const wanted = text.split(" ").filter((part) => part !== "");
        if (wanted.length === 0 || !wanted.every(allowed))
          expect(refusalOf(() => readScope(text))).toBe("scope_malformed");
        else expect(readScope(text)).toEqual([...new Set(wanted)]);
      }),
      { numRuns: 20_000, seed: 11 },
    );
  });

  test("RT-04 a narrower scope is never a wider one (10^4 cases)", () => {
    const scopes = array(constantFrom("a", "b", "c", "d"), { maxLength: 4 });
    assert(
      property(scopes, scopes, (asked, granted) => {
        if (asked.every((scope) => granted.includes(scope))) expect(narrowed(asked, granted)).toEqual(asked);
        else expect(refusalOf(() => narrowed(asked, granted))).toBe("scope_wider");
        expect(narrowed(null, granted)).toEqual(granted);
      }),
      { numRuns: 10_000, seed: 13 },
    );
  });
});
