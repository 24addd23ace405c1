/** RFC 9396 — rich authorization requests: a permission with values, from the request over the consent page to the API. */
import { createGuard } from "@gatehouse/guard";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readDetailType } from "../../src/oauth/details/type.ts";
import { Browser } from "../support/browser.ts";
import { asText, declareTypes, detailed, reportType, trip, tripType } from "../support/details.ts";
import {
  authorizeUrl,
  decodeJwt,
  getCode,
  introspect,
  postToken,
  redeem,
  refresh,
  walk,
  type Tokens,
} from "../support/flow.ts";
import { clientKey, requestObject } from "../support/proofs.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;
const settings = { refresh_token: "always" } as const;

beforeAll(async () => {
  server = await startServer({ settings: { registration: "open" } });
  await declareTypes(server);
  app = await server.addApp({ settings, metadata: detailed });
});
afterAll(() => server.close());

type Detailed = Tokens & { authorization_details?: unknown };

/** A person allows these details; the app's tokens. */
async function granted(details: string, more: Record<string, string | null> = {}): Promise<Detailed> {
  return redeem(server, app, await getCode(server, app, { authorization_details: details, ...more }));
}

/** What the app is told of a request with these details. */
async function refusedAt(details: string, to: TestApp = app): Promise<string | null> {
  const page = await new Browser(server.origin).open(
    authorizeUrl(server, to, { authorization_details: details }),
  );
  return new URL(page.leaves ?? "https://nowhere.example").searchParams.get("error");
}

describe("from the request to the API (§3, §7, §9)", () => {
  test("token answer, JWT, introspection and refresh all say the same", async () => {
    const tokens = await granted(asText(trip));
    expect(tokens.authorization_details).toEqual([trip]);
    expect(decodeJwt(tokens.access_token).claims["authorization_details"]).toEqual([trip]);
    expect(await introspect(server, tokens.access_token)).toMatchObject({ authorization_details: [trip] });
    const again = await refresh(server, app, tokens.refresh_token ?? "");
    expect(again.json["authorization_details"]).toEqual([trip]);
    const own = await post(server, "/oauth/introspect", {
      client_id: app.client_id,
      client_secret: app.client_secret,
      token: String(again.json["refresh_token"]),
    });
    expect(own.json["authorization_details"]).toEqual([trip]);
  });

  test("the guard hands them to the API", async () => {
    const { access_token } = await granted(asText(trip), { scope: "bookings:read" });
    const guard = createGuard({
      issuer: server.issuer,
      audience: server.api.identifier,
      now: () => server.clock.now(),
      routes: [{ method: "GET", path: "/bookings", scopes: ["bookings:read"] }],
    });
    const headers = new Headers({ authorization: `Bearer ${access_token}` });
    const verdict = await guard.check({ method: "GET", url: "/bookings", headers });
    expect(verdict.ok && verdict.access?.authorizationDetails).toEqual([trip]);
  });

  test("opaque tokens say it in introspection, Passport tokens in a claim", async () => {
    const of = async (access_token_profile: "opaque" | "passport"): Promise<Tokens> => {
      const one = await server.addApp({ settings: { access_token_profile }, metadata: detailed });
      return redeem(server, one, await getCode(server, one, { authorization_details: asText(trip) }));
    };
    const { access_token } = await of("opaque");
    expect(await introspect(server, access_token)).toMatchObject({ authorization_details: [trip] });
    expect(decodeJwt((await of("passport")).access_token).claims["authorization_details"]).toEqual([trip]);
  });

  test("who asks for details alone gets no scope; with scopes, both (§3.1)", async () => {
    expect((await granted(asText(trip), { scope: null })).scope).toBe("");
    expect((await granted(asText(trip))).scope).toBe("bookings:read");
    expect(await granted("")).not.toHaveProperty("authorization_details");
  });

  test("PAR and signed requests carry them, too", async () => {
    const authorization_details = asText(trip);
    const credentials = { client_id: app.client_id, client_secret: app.client_secret };
    const fields = { response_type: "code", redirect_uri: app.redirect_uri, authorization_details };
    const pushed = await post(server, "/oauth/par", { ...credentials, ...fields });
    expect(pushed.status).toBe(201);
    const only = { client_id: app.client_id, request_uri: String(pushed.json["request_uri"]) };
    const url = `${server.origin}/oauth/authorize?${new URLSearchParams(only).toString()}`;
    const answer = await walk(server, url, server.person);
    const tokens = (await redeem(server, app, answer.searchParams.get("code") ?? "")) as Detailed;
    expect(tokens.authorization_details).toEqual([trip]);
    const key = await clientKey();
    const signing = await server.addApp({ metadata: { ...detailed, jwks: key.jwks } });
    const request = await requestObject(server, signing, key, { authorization_details: [trip] });
    const signed = await getCode(server, signing, { request });
    expect(await redeem(server, signing, signed)).toMatchObject({ authorization_details: [trip] });
    const refused = await post(server, "/oauth/par", {
      ...credentials,
      ...fields,
      authorization_details: "[]",
    });
    expect([refused.status, refused.json["error"]]).toEqual([400, "invalid_authorization_details"]);
  });

  test("MD-03 the metadata lists the types (§10)", async () => {
    const answer = await fetch(`${server.issuer}/.well-known/oauth-authorization-server`);
    expect(await answer.json()).toMatchObject({ authorization_details_types_supported: ["report", "trip"] });
  });
});

describe("what is refused (§5)", () => {
  test.each([
    ["no JSON", "["],
    ["no array", JSON.stringify(trip)],
    ["nothing", "[]"],
    ["no object", asText("trip")],
    ["no type", asText({ actions: ["book"] })],
    ["an unknown type", asText({ ...trip, type: "flight" })],
    ["a name of the prototype", asText({ type: "toString" })],
    ["an unknown field", asText({ ...trip, admin: true })],
    ["a field named like the prototype's", '[{"type":"trip","actions":["book"],"__proto__":{"x":1}}]'],
    ["a missing field", asText({ type: "trip" })],
    ["a value that is not allowed", asText({ ...trip, actions: ["book", "steal"] })],
    ["another kind of value", asText({ ...trip, actions: "book" })],
    ["an empty list", asText({ ...trip, actions: [] })],
    ["a number out of bounds", asText({ ...trip, budget: { amount: 1e6, currency: "EUR" } })],
    ["a text that is too long", asText({ ...trip, traveller: "x".repeat(61) })],
    ["a list that nobody would read to its end", asText({ ...trip, actions: Array(50).fill("book") })],
    ["an unknown field inside", asText({ ...trip, budget: { amount: 1, currency: "EUR", tip: 1 } })],
    ["UI-11 a direction that is not seen", asText({ ...trip, traveller: "Grace \u202Egnp.exe" })],
    ["UI-11 a character that is not drawn", asText({ ...trip, traveller: "Gra\u200Bce" })],
    ["UI-11 a line of its own", asText({ ...trip, traveller: "Grace\nRefundable: yes" })],
    ["too many", asText(...Array.from({ length: 11 }, () => trip))],
  ])("%s is invalid_authorization_details", async (_, details) => {
    expect(await refusedAt(details)).toBe("invalid_authorization_details");
  });

  test("DR-06 a type that the client was not given is refused, and nobody registers it for themselves", async () => {
    expect(await refusedAt(asText(trip), await server.addApp())).toBe("invalid_authorization_details");
    const answer = await fetch(`${server.origin}/oauth/register`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ redirect_uris: ["https://app.example/own"], ...detailed }),
    });
    expect(answer.status).toBe(201);
    expect(await answer.json()).not.toHaveProperty("authorization_details_types");
  });

  test("a machine gets what needs no person, and is refused the rest", async () => {
    const machine = await server.addApp({ grant_types: ["client_credentials"], metadata: detailed });
    const { client_id, client_secret } = machine;
    const ask = (authorization_details: string): ReturnType<typeof postToken> =>
      postToken(server, {
        grant_type: "client_credentials",
        client_id,
        client_secret,
        authorization_details,
      });
    const report = { type: "report", month: "2026-01" };
    const { json } = await ask(asText(report));
    expect(json).toMatchObject({ authorization_details: [report], scope: "" });
    expect((await ask(asText(trip))).json["error"]).toBe("invalid_authorization_details");
  });
});

describe("less, never more (§6)", () => {
  const cancel = { ...trip, actions: ["cancel"] };

  test("a refresh or a code may take some of what was granted, each whole, and the next one all again", async () => {
    const tokens = await granted(asText(trip, cancel));
    const less = await refresh(server, app, tokens.refresh_token ?? "", {
      // The same members in another order.
      authorization_details: asText({ budget: trip["budget"], actions: ["cancel"], type: "trip" }),
    });
    expect(less.json["authorization_details"]).toEqual([cancel]);
    const all = await refresh(server, app, String(less.json["refresh_token"]));
    expect(all.json["authorization_details"]).toEqual([trip, cancel]);
    const code = await getCode(server, app, { authorization_details: asText(trip, cancel) });
    const one = (await redeem(server, app, code, { authorization_details: asText(trip) })) as Detailed;
    expect(one.authorization_details).toEqual([trip]);
  });

  test.each([
    ["another value", { ...trip, budget: { amount: 501, currency: "EUR" } }],
    ["one action more", { ...trip, actions: ["book", "cancel"] }],
    ["what was never granted", { type: "report", month: "2026-01" }],
  ])("%s is refused, and the refresh token is not spent", async (_, wider) => {
    const tokens = await granted(asText(trip));
    const authorization_details = asText(wider);
    const answer = await refresh(server, app, tokens.refresh_token ?? "", { authorization_details });
    expect(answer.json["error"]).toBe("invalid_authorization_details");
    expect((await refresh(server, app, tokens.refresh_token ?? "")).status).toBe(200);
  });

  test("a type that is taken from the API, or from the client, is worth nothing from then on", async () => {
    const { registry } = server.gatehouse.store;
    const tokens = await granted(asText(trip, { type: "report", month: "May" }));
    await registry.removeDetailType(server.api.client_id, "report");
    const after = await refresh(server, app, tokens.refresh_token ?? "");
    expect(after.json["authorization_details"]).toEqual([trip]);
    await registry.putDetailType(server.api.client_id, reportType);
    await registry.updateClient(app.client_id, { metadata: { authorization_details_types: ["report"] } });
    const last = await refresh(server, app, String(after.json["refresh_token"]));
    expect(last.json["authorization_details"]).toEqual([{ type: "report", month: "May" }]);
    await registry.updateClient(app.client_id, { metadata: detailed });
  });
});

const show = async (details: string, headers: Record<string, string> = {}): Promise<string> => {
  const browser = new Browser(server.origin, headers);
  const url = authorizeUrl(server, app, { authorization_details: details, scope: null });
  const page = await browser.click(await browser.open(url), "submit-login", server.person);
  return page.html;
};
const plain = (html: string): string => html.replaceAll(/<[^>]*>/g, "");

describe("consent (§12.2)", () => {
  test("every value is shown: in the API's sentence, and below it what the sentence leaves out", async () => {
    const html = await show(asText({ ...trip, traveller: "Grace", refundable: false }));
    expect(plain(html)).toContain("Trips: book, for up to 500 EUR");
    expect(plain(html)).toContain("traveller: Grace");
    expect(plain(html)).toContain("refundable: false");
    expect(plain(await show(asText(trip), { "accept-language": "de" }))).toContain(
      "Reisen: book, bis zu 500 EUR",
    );
  });

  test("UI-11 a value is inert, isolated and cannot pass as words of the page", async () => {
    const traveller = '<script>alert(1)</script>"><img gnp.exe';
    const html = await show(asText({ ...trip, traveller }));
    expect(html).not.toMatch(/<script>alert|<img /);
    expect(html).toContain("<bdi>&lt;script");
  });

  test("CVE-2023-34246 details are asked about each time, and prompt=none never gets them", async () => {
    const browser = new Browser(server.origin);
    const url = authorizeUrl(server, app, { authorization_details: asText(trip) });
    await walk(server, url, server.person, "allow", browser);
    expect((await browser.open(url)).html).toContain('id="allow"');
    const silent = await browser.open(`${url}&prompt=none`);
    expect(silent.leaves).toContain("error=consent_required");
  });
});

describe("declarations", () => {
  test("a sound one is read; person is meant unless it says otherwise", () => {
    const { person: _, ...rest } = tripType;
    expect(readDetailType(rest)).toEqual(tripType);
  });

  test.each([
    ["no object", []],
    ["a type with a space", { ...tripType, type: "a b" }],
    ["a member that is none", { ...tripType, more: 1 }],
    ["a field named type", { ...tripType, fields: { type: { kind: "text" } } }],
    ["a kind that is none", { ...tripType, fields: { x: { kind: "date" } } }],
    ["a kind of the prototype", { ...tripType, fields: { x: { kind: "toString" } } }],
    ["a member of another kind", { ...tripType, fields: { x: { kind: "boolean", max: 1 } } }],
    ["no English", { ...tripType, words: { de: "x" } }],
    ["an invisible character", { ...tripType, words: { en: "x\u202E" } }],
    ["a sentence with a field that is none", { ...tripType, words: { en: "{nothing}" } }],
  ])("%s is told", (_, json) => {
    expect(readDetailType(json)).toHaveProperty("problems");
  });
});
