/** X-VERSION (provider page 003): header, then pinned, then default; what the answer announces. */
import { describe, expect, test } from "vitest";
import type { VersionOptions } from "../src/index.ts";
import { call, makeGuard, makeWorld, short, token } from "./support/issuer.ts";

const versions: VersionOptions = {
  default: "2024-03",
  list: [
    { version: "2022-01", status: "retired" },
    {
      version: "2023-06",
      status: "deprecated",
      deprecatedAt: "2026-01-01",
      sunsetAt: "2027-01-01T00:00:00Z",
      link: "https://docs.example/2023-06",
    },
    { version: "2024-03", status: "stable" },
    { version: "2026-09", status: "stable", link: "https://docs.example/2026-09" },
    { version: "2027-beta", status: "preview" },
  ],
};
const guard = makeGuard(makeWorld(), { versions });
const ask = (version: string | null, pinned?: string): ReturnType<typeof call> =>
  call(guard, "GET /bookings", `Bearer ${token(pinned === undefined ? {} : { api_version: pinned })}`, {
    ...(version !== null && { "x-version": version }),
  });

describe("the choice", () => {
  test.each([
    ["2026-09", "2023-06", "2026-09"],
    [null, "2023-06", "2023-06"],
    [null, undefined, "2024-03"],
    ["", "2026-09", "2026-09"],
    ["2027-beta", undefined, "2027-beta"],
  ])("header %s, pinned %s: %s, and the answer echoes it", async (version, pinned, expected) => {
    expect(await ask(version, pinned)).toMatchObject({
      version: expected,
      headers: { "x-version": expected },
    });
  });

  test("a public route has a version too", async () => {
    expect(await call(guard, "GET /health", null)).toMatchObject({ access: null, version: "2024-03" });
  });

  test("the header's name can be another", async () => {
    const other = makeGuard(makeWorld(), { versions: { ...versions, header: "Api-Version" } });
    const verdict = await call(other, "GET /health", null, {
      "api-version": "2026-09",
      "x-version": "2022-01",
    });
    expect(verdict).toMatchObject({ headers: { "api-version": "2026-09" } });
  });
});

describe("the announcement", () => {
  test("a newer stable version is announced to older ones only", async () => {
    expect(await ask("2024-03")).toMatchObject({
      headers: {
        "x-version-latest": "2026-09",
        link: '<https://docs.example/2026-09>; rel="latest-version"',
      },
    });
    for (const version of ["2026-09", "2027-beta"]) {
      const verdict = await ask(version);
      expect(verdict.ok ? verdict.headers : null).toEqual({ "x-version": version });
    }
  });

  test("a deprecated version carries Deprecation (RFC 9745), Sunset (RFC 8594) and links", async () => {
    const verdict = await ask("2023-06");
    expect(verdict.ok ? verdict.headers : null).toEqual({
      "x-version": "2023-06",
      "x-version-latest": "2026-09",
      deprecation: "@1767225600",
      sunset: "Fri, 01 Jan 2027 00:00:00 GMT",
      link: '<https://docs.example/2026-09>; rel="latest-version", <https://docs.example/2023-06>; rel="deprecation", <https://docs.example/2023-06>; rel="sunset"',
    });
  });
});

describe("the refusal", () => {
  test.each([
    ["2022-01", undefined, "400 version_retired"],
    [null, "2022-01", "400 version_retired"],
    ["9999", undefined, "400 version_unknown"],
    [null, "9999", "400 version_unknown"],
    ["2024-03, 2026-09", undefined, "400 version_unknown"],
    ["__proto__", undefined, "400 version_unknown"],
  ])("header %s, pinned %s: %s with the list of those that work", async (version, pinned, expected) => {
    const verdict = await ask(version, pinned);
    expect(short(verdict)).toBe(expected);
    expect(verdict.ok ? null : verdict.challenge.body.versions).toEqual([
      { version: "2023-06", status: "deprecated" },
      { version: "2024-03", status: "stable" },
      { version: "2026-09", status: "stable" },
      { version: "2027-beta", status: "preview" },
    ]);
  });

  test("RS-02 a version never comes before the token", async () => {
    expect(short(await call(guard, "GET /bookings", null, { "x-version": "9999" }))).toBe("401 no_token");
  });
});

test.each<[string, VersionOptions]>([
  ["default not listed", { ...versions, default: "1" }],
  ["default retired", { ...versions, default: "2022-01" }],
  ["default a preview", { ...versions, default: "2027-beta" }],
  ["deprecated without a date", { default: "1", list: [{ version: "1", status: "deprecated" }] }],
  ["not a date", { default: "1", list: [{ version: "1", status: "stable", sunsetAt: "soon" }] }],
  [
    "listed twice",
    {
      default: "1",
      list: [
        { version: "1", status: "stable" },
        { version: "1", status: "stable" },
      ],
    },
  ],
  ["a line break", { default: "1", list: [{ version: "1\r\nx", status: "stable" }] }],
  ["not a header name", { ...versions, header: "X VERSION" }],
])("versions that make no sense (%s): a TypeError at start", (_name, options) => {
  expect(() => makeGuard(makeWorld(), { versions: options })).toThrow();
});
