/** A seeded maker of hostile requests: every route, with hostile methods, headers, types, encodings, duplicates and sizes. */
import { protocolRoutes } from "../../src/http/protocol-routes.ts";
import { routes } from "../../src/http/routes.ts";
import { FORM, JSON_TYPE } from "../support/wire.ts";

export interface FuzzRequest {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  url: string;
  headers: Record<string, string>;
  payload: Buffer | undefined;
}

/** Real values, so that requests get deep; the rest is made up. */
export interface Material {
  values: Record<string, readonly string[]>;
  authorizations: readonly string[];
  cookies: readonly string[];
}

/** Mulberry32: small, fast, the same on every machine. Not for secrets. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
const names = [
  "grant_type",
  "client_id",
  "client_secret",
  "code",
  "redirect_uri",
  "code_verifier",
  "refresh_token",
  "scope",
  "resource",
  "token",
  "token_type_hint",
  "response_type",
  "state",
  "code_challenge",
  "code_challenge_method",
  "response_mode",
  "request",
  "request_uri",
  "ui_locales",
  "login_hint",
  "pending",
  "csrf",
  "username",
  "password",
  "decision",
  "consent",
  "nonce",
  "prompt",
  "max_age",
  "claims",
];
const oddNames = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "scope[]",
  "scope[a]",
  "a.b",
  "__proto__[x]",
  "constructor.prototype",
  "",
  " ",
  "﻿grant_type",
  "Grant_Type",
  "grant_type\0",
  "𝕏",
  "0",
];
const oddValues = [
  "",
  " ",
  "0",
  "-1",
  "null",
  "undefined",
  "true",
  "NaN",
  "[object Object]",
  "__proto__",
  "constructor",
  "' OR 1=1 --",
  '"; DROP TABLE codes;',
  "%",
  "%00",
  "\0",
  "\r\nX: y",
  "\x1B[31m",
  "‮abc",
  "﻿",
  "<svg onload=alert(1)>",
  "{{7*7}}",
  "${7*7}",
  "../../etc/passwd",
  "https://evil.example",
  "//evil",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "a".repeat(4097),
  "€".repeat(2e3),
  "\ud800",
  "1e400",
  "a.b.c",
  "eyJhbGciOiJub25lIn0.e30.",
  "ghc_live_x",
  "gha_live_x",
  "ghr_live_x.1.x",
  "*",
  "😀",
];
const types = [
  FORM,
  FORM,
  FORM,
  JSON_TYPE,
  JSON_TYPE,
  `${FORM}; charset=utf-8`,
  `${FORM}; charset=utf-16`,
  "text/plain",
  "multipart/form-data; boundary=x",
  "application/xml",
  "x",
  "",
  "application/json, text/plain",
  "*/*",
  ";",
];
const headerNames = [
  "x-forwarded-host",
  "x-forwarded-for",
  "x-forwarded-proto",
  "forwarded",
  "x-original-url",
  "x-rewrite-url",
  "x-http-method-override",
  "origin",
  "sec-fetch-site",
  "referer",
  "accept",
  "accept-language",
  "if-none-match",
  "content-encoding",
  "range",
  "expect",
  "cookie",
  "authorization",
  "x-request-id",
  "user-agent",
  "host",
];
const oddHeaders = [
  "",
  "null",
  "*",
  "evil.example",
  "127.0.0.1, ::1",
  "https://evil.example",
  "cross-site",
  "gzip",
  "text/html",
  "bytes=0-",
  "a".repeat(6e3),
  "q=1;q=2,,;",
  "de-DE,*;q=0.5",
  "x;q=9e999",
  "zz-Zz-ÿ",
  '"x"',
  "Basic",
  "Basic Og==",
  "Bearer x",
  "Basic !!!!",
  "gatehouse=x; gatehouse=y",
  "__Host-gatehouse=x",
  "=;=;=",
  "100-continue-not",
  "W/x",
];

/** One request. The same `random` gives the same requests. */
export function makeRequest(random: () => number, material: Material): FuzzRequest {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const chance = (part: number): boolean => random() < part;
  const value = (name: string): string =>
    chance(0.6)
      ? pick((Object.hasOwn(material.values, name) ? material.values[name] : undefined) ?? oddValues)
      : chance(0.7)
        ? pick(oddValues)
        : mangled(value(name));
  const mangled = (text: string): string => {
    const at = Math.floor(random() * (text.length + 1));
    const noise = chance(0.5) ? String.fromCodePoint(Math.floor(random() * 0x3000)) : "";
    return text.slice(0, at) + noise + text.slice(at + Math.floor(random() * 3));
  };
  const pairs: [string, string][] = Array.from({ length: Math.floor(random() * 9) }, () => {
    const name = chance(0.9) ? pick(names) : pick(oddNames);
    return [name, value(name)];
  });
  if (chance(0.5) && material.values["client_id"]) {
    pairs.push(["client_id", pick(material.values["client_id"])]);
    pairs.push(["client_secret", pick(material.values["client_secret"] ?? [""])]);
    pairs.push(["grant_type", pick(material.values["grant_type"] ?? [""])]);
  }
  if (chance(0.1) && pairs[0]) pairs.push(pairs[0]);
  if (chance(0.02)) for (let extra = 0; extra < 100; extra += 1) pairs.push([`x${extra}`, "1"]);

  const route = pick([...protocolRoutes, ...routes]);
  const url = `${chance(0.9) ? route.path : strangePath(route.path)}${chance(0.4) ? `?${encoded(pairs)}` : ""}`;
  const method = chance(0.85) ? pick(route.methods) : pick(methods);
  const headers: Record<string, string> = {};
  if (chance(0.4)) headers["accept"] = pick(["text/html", "application/json", "*/*"]);
  if (chance(0.2)) headers["authorization"] = pick(material.authorizations);
  if (chance(0.4)) headers["cookie"] = pick(material.cookies);
  while (chance(0.35)) headers[pick(headerNames)] = pick(oddHeaders);
  if (method === "GET" || method === "HEAD" || chance(0.05))
    return { method, url, headers, payload: undefined };
  if (chance(0.95)) headers["content-type"] = chance(0.6) ? FORM : pick(types);
  return { method, url, headers, payload: payload() };

  function strangePath(path: string): string {
    return pick([
      `/${path}`,
      `${path}/`,
      path.toUpperCase(),
      `${path};x`,
      `${path}%00`,
      `${path}/..%2f`,
      path.replaceAll("o", "%6f"),
      `${path}%zz`,
      `/x/..${path}`,
      `${path}#x`,
      `/${"a".repeat(5000)}`,
      "/%ff%fe",
      "*",
    ]);
  }

  function encoded(list: readonly (readonly [string, string])[]): string {
    const one = (text: string): string =>
      chance(0.9) ? encodeURIComponent(text.toWellFormed()) : text.replaceAll(/[^\x21-\x7e]/g, "%");
    return list.map(([name, text]) => `${one(name)}=${one(text)}`).join(chance(0.95) ? "&" : ";");
  }

  function payload(): Buffer {
    const json = headers["content-type"]?.includes("json") === true ? chance(0.9) : chance(0.1);
    if (chance(0.03)) return Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256)));
    if (chance(0.01)) return Buffer.alloc(70_000, "a");
    if (chance(0.01)) return Buffer.from("[".repeat(10_000));
    const text = json ? jsonText() : encoded(pairs);
    return Buffer.from(chance(0.05) ? mangled(text) : text);
  }

  function jsonText(): string {
    const strange = [
      "1",
      "null",
      "true",
      "[]",
      "{}",
      '["a","b"]',
      '{"a":"b"}',
      "1e400",
      '"\\ud800"',
      '"\\u0000"',
    ];
    const members = pairs.map(
      ([name, text]) => `${JSON.stringify(name)}:${chance(0.95) ? JSON.stringify(text) : pick(strange)}`,
    );
    const object = `{${members.join()}}`;
    return chance(0.95)
      ? object
      : pick([`[${object}]`, '"x"', "1", "", "\u{feff}{}", `${object}x`, "{", '{"a":"b",}']);
  }
}
