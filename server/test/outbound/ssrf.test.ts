/** DR-09 — the whole corpus of hostile addresses against the only way out of this server (CVE-2026-1180, CVE-2020-10770, CVE-2021-26715 at peers). */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOutbound, type OutboundOptions } from "../../src/outbound/fetch.ts";
import { isPublicAddress } from "../../src/outbound/ranges.ts";
import { hiddenAddresses, specialAddresses } from "./hostile.ts";
import { json, siteOf, type Site } from "./site.ts";

const host = "app.example.com";
const publicAddress = "93.184.215.14";
const url = `https://${host}/client.json`;
let site: Site;

beforeAll(async () => {
  site = await siteOf(host);
});
afterAll(() => site.close());

const outbound = (options: Partial<OutboundOptions> = {}): ReturnType<typeof createOutbound> =>
  createOutbound({
    ownHosts: ["auth.example.com"],
    loopback: false,
    resolve: async () => [publicAddress],
    dial: (address, port) => site.dial(address, port),
    ca: site.ca,
    ...options,
  });

const why = async (address: string, options: Partial<OutboundOptions> = {}): Promise<string> => {
  const before = site.dialled.length;
  const answer = await outbound(options).json(address, 5120);
  // What is refused for its address was never dialled.
  expect(site.dialled.length, address).toBe(before);
  return answer.outcome === "refused" ? answer.why : "fetched";
};

describe("RFC 6890 special ranges", () => {
  test.each(specialAddresses)("DR-09 %s is nobody's public address", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each([publicAddress, "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])(
    "%s is public",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test.each(specialAddresses.filter((address) => !address.includes("%")))(
    "DR-09 a literal %s is not asked, and neither is a name that resolves to it",
    async (address) => {
      const literal = address.includes(":") ? `[${address}]` : address;
      expect(await why(`https://${literal}/x`)).toBe("special_address");
      expect(await why(url, { resolve: async () => [address] })).toBe("special_address");
      // One good address does not redeem it.
      expect(await why(url, { resolve: async () => [publicAddress, address] })).toBe("special_address");
    },
  );

  test.each(hiddenAddresses)(
    "DR-09 %s is an address of this kind, however it is written",
    async (address) => {
      expect(await why(address)).toBe("special_address");
    },
  );
});

describe("which addresses are asked at all", () => {
  test.each([
    ["http://app.example.com/x", "not_https"],
    ["http://127.0.0.1/x", "not_https"],
    ["file:///etc/passwd", "not_https"],
    ["gopher://app.example.com/_x", "not_https"],
    ["data:application/json,{}", "not_https"],
    ["ftp://app.example.com/x", "not_https"],
    ["javascript:1", "not_https"],
    ["//app.example.com/x", "malformed_url"],
    ["https://", "malformed_url"],
    ["https://[::1", "malformed_url"],
    ["https://app.example.com:22/x", "port"],
    ["https://app.example.com:25/x", "port"],
    ["https://app.example.com:5432/x", "port"],
    ["https://app.example.com:80/x", "port"],
    ["https://a@app.example.com/x", "userinfo"],
    ["https://a:b@app.example.com/x", "userinfo"],
    ["https://app.example.com/x#y", "fragment"],
    ["https://auth.example.com/oauth/token", "own_host"],
    ["https://AUTH.example.com./x", "own_host"],
    ["https://localhost/x", "special_name"],
    ["https://localhost./x", "special_name"],
    ["https://a.localhost/x", "special_name"],
    ["https://metadata/x", "special_name"],
    ["https://metadata.google.internal/x", "special_name"],
    ["https://printer.local/x", "special_name"],
    ["https://1.0.0.127.in-addr.arpa/x", "special_name"],
  ])("DR-09 %s: %s", async (address, expected) => {
    expect(await why(address)).toBe(expected);
  });

  test("DR-09 a name that does not resolve, or to nothing", async () => {
    expect(await why(url, { resolve: async () => [] })).toBe("unresolved");
    expect(await why(url, { resolve: () => Promise.reject(new Error("ENOTFOUND")) })).toBe("unresolved");
  });

  test("in development this machine may be asked with http, and nobody else", async () => {
    expect(await why("http://app.example.com/x", { loopback: true })).toBe("not_https");
    expect(await why("http://127.0.0.2:1/x", { loopback: true })).toBe("not_https");
    expect(await why("http://[::ffff:127.0.0.1]/x", { loopback: true })).toBe("not_https");
    expect(await why("https://10.0.0.1/x", { loopback: true })).toBe("special_address");
  });
});

describe("the connection", () => {
  test("a public site's document arrives, and how long it may be kept", async () => {
    site.answer(json('{"a":1}', { "cache-control": "public, max-age=60", age: "10" }));
    expect(await outbound().json(url, 5120)).toEqual({
      outcome: "fetched",
      json: { a: 1 },
      maxAgeMs: 50_000,
    });
    expect(site.dialled.at(-1)).toBe(`${publicAddress} 443`);
  });

  test("DR-09 a rebinding name is resolved once, and the checked address is the one that is dialled", async () => {
    site.answer(json("{}"));
    const answers = [[publicAddress], ["127.0.0.1"], ["127.0.0.1"]];
    let asked = 0;
    const resolve = async (): Promise<readonly string[]> => answers[asked++] ?? [];
    const first = outbound({ resolve });
    expect(await first.json(url, 5120)).toMatchObject({ outcome: "fetched" });
    expect(asked).toBe(1);
    expect(site.dialled.at(-1)).toBe(`${publicAddress} 443`);
    const before = site.dialled.length;
    expect(await first.json(url, 5120)).toEqual({ outcome: "refused", why: "special_address" });
    expect(site.dialled.length).toBe(before);
  });

  test("DR-09 TLS is verified: an unknown authority and another host's certificate are refused", async () => {
    site.answer(json("{}"));
    const refused = { outcome: "refused", why: "unreachable" };
    const distrusting = createOutbound({
      ownHosts: [],
      loopback: false,
      resolve: async () => [publicAddress],
      dial: (address, port) => site.dial(address, port),
    });
    expect(await distrusting.json(url, 5120)).toEqual(refused);
    expect(await outbound().json("https://other.example.com/x", 5120)).toEqual(refused);
  });

  const hostile: [string, Parameters<Site["answer"]>[0], string][] = [
    [
      "a redirect to ourselves",
      (_, r) => void r.writeHead(302, { location: "https://127.0.0.1/" }).end(),
      "redirect",
    ],
    ["a redirect to another page", (_, r) => void r.writeHead(307, { location: "/b" }).end(), "redirect"],
    ["304", (_, r) => void r.writeHead(304).end(), "redirect"],
    ["404", (_, r) => void r.writeHead(404).end("{}"), "status"],
    ["206", (_, r) => void r.writeHead(206, { "content-type": "application/json" }).end("{}"), "status"],
    ["a page", json("{}", { "content-type": "text/html" }), "content_type"],
    ["JSON lines", json("{}", { "content-type": "application/jsonl" }), "content_type"],
    [
      "a gzip bomb",
      (_, r) =>
        void r
          .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
          .end(gzipSync(Buffer.alloc(1e6))),
      "encoding",
    ],
    ["a large body that says so", json(`"${"x".repeat(6000)}"`), "too_large"],
    ["broken JSON", json("{"), "malformed_json"],
    [
      "broken UTF-8",
      (_, r) =>
        void r.writeHead(200, { "content-type": "application/json" }).end(Buffer.from([0x22, 0xff, 0x22])),
      "malformed_json",
    ],
    ["a connection that ends", (q) => void q.socket.destroy(), "unreachable"],
  ];
  test.each(hostile)("DR-09 %s is refused", async (_name, listener, expected) => {
    site.answer(listener);
    expect(await outbound().json(url, 5120)).toEqual({ outcome: "refused", why: expected });
  });

  test("DR-09 a body without an end is cut at the limit", async () => {
    let sent = 0;
    site.answer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const more = (): void => {
        if (response.destroyed) return;
        sent += 65_536;
        response.write("x".repeat(65_536), () => setImmediate(more));
      };
      more();
    });
    expect(await outbound().json(url, 5120)).toEqual({ outcome: "refused", why: "too_large" });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  test("DR-09 slowness ends: at the resolver, before the answer, and within it", async () => {
    const late = { outcome: "refused", why: "timeout" };
    const brief = { deadlineMs: 50 };
    expect(await outbound({ ...brief, resolve: () => new Promise(() => undefined) }).json(url, 5120)).toEqual(
      late,
    );
    site.answer(() => undefined);
    expect(await outbound(brief).json(url, 5120)).toEqual(late);
    site.answer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write("{");
    });
    expect(await outbound({ deadlineMs: 300 }).json(url, 5120)).toEqual(late);
  });

  test("nothing of the caller travels along: no cookie, no credential", async () => {
    let headers: Record<string, unknown> = {};
    site.answer((request, response) => {
      headers = request.headers;
      json("{}")(request, response);
    });
    await outbound().json(url, 5120);
    expect(Object.keys(headers).sort()).toEqual([
      "accept",
      "accept-encoding",
      "connection",
      "host",
      "user-agent",
    ]);
  });
});
