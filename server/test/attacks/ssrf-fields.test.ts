/** DR-08 DR-09 — the hostile targets once more, where an address comes in by another door than registration: an update, a document, the desk, a trusted issuer, a sign-out. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sendLogouts } from "../../src/oauth/openid/backchannel.ts";
import type { FetchedDocument } from "../../src/oauth/ports.ts";
import { changeClient } from "../../src/desk/operations/clients.ts";
import { perform } from "../../src/desk/perform.ts";
import { createOutbound } from "../../src/outbound/fetch.ts";
import { deskWorld, type DeskWorld } from "../desk/world.ts";
import { addressFields, expectQuiet, hostileTargets } from "../outbound/hostile.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, redeem, s256, walk } from "../support/flow.ts";
import { assertion, assertionFields, clientKey, type ClientKey } from "../support/proofs.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { bearer, JWT_BEARER, trustedIssuer } from "../support/trust.ts";
import { JSON_TYPE, post, wire, type Answer } from "../support/wire.ts";

let server: TestServer;
let key: ClientKey;
const dialled: string[] = [];
/** Documents that are there; everything else is asked for in earnest, and dials into the list. */
const web = new Map<string, Record<string, unknown>>();

/** Names resolve into the network of the house, as an attacker's name may. */
const guarded = createOutbound({
  ownHosts: ["auth.example"],
  loopback: false,
  resolve: async () => ["10.0.0.1"],
  dial: (host, port) => {
    dialled.push(`${host} ${port}`);
    throw new Error("dialled");
  },
});

beforeAll(async () => {
  key = await clientKey();
  server = await startServer({
    settings: {
      registration: "open",
      client_id_metadata_documents: "on",
      registration_scopes: "openid bookings:read",
    },
    outbound: {
      post: (url, fields) => guarded.post(url, fields),
      async json(url, most): Promise<FetchedDocument> {
        const json = web.get(url);
        return json === undefined ? guarded.json(url, most) : { outcome: "fetched", json, maxAgeMs: null };
      },
    },
  });
});
afterAll(() => server.close());
beforeEach(() => {
  dialled.length = 0;
  server.clock.advance(3_600_000);
});

const signing = { token_endpoint_auth_method: "private_key_jwt" };
/** With a name that looks like anybody's, and resolves into the house: it can be registered, and must not be dialled. */
const targets: readonly string[] = ["https://rebound.example.com/x", ...hostileTargets];

/** Every target for what is ever fetched; for the rest, which the other matrix has whole, each eighth. */
const fetched = new Set(["jwks_uri", "sector_identifier_uri", "backchannel_logout_uri"]);
const targetsFor = (name: string): readonly string[] =>
  targets.filter((_, at) => fetched.has(name) || at % 8 === 0);

const redirect_uris = ["https://app.example/cb"];

async function signedRequest(client_id: string): Promise<Answer> {
  const app = { client_id, redirect_uri: redirect_uris[0] ?? "" };
  const signed = assertionFields(await assertion(server, app, key));
  return post(server, "/oauth/token", { grant_type: "authorization_code", code: "x", ...signed });
}

test("DR-09 DR-14 by an update of the registration (RFC 7592)", async () => {
  const first = await wire(server, {
    path: "/oauth/register",
    body: JSON.stringify({ redirect_uris, ...signing, jwks: key.jwks }),
    headers: { "content-type": JSON_TYPE },
  });
  const { client_id, registration_access_token } = first.json as Record<string, string>;
  for (const [name, members] of Object.entries(addressFields))
    for (const target of targetsFor(name)) {
      const answer = await wire(server, {
        method: "PUT",
        path: `/oauth/register/${client_id}`,
        body: JSON.stringify({ client_id, redirect_uris, ...signing, jwks: key.jwks, ...members(target) }),
        headers: { "content-type": JSON_TYPE, authorization: `Bearer ${registration_access_token}` },
      });
      expectQuiet(answer, target);
      if (answer.status === 200) expectQuiet(await signedRequest(client_id ?? ""), target);
    }
  expect(dialled).toEqual([]);
});

test("DR-09 DR-16 in a client's own metadata document", async () => {
  let count = 0;
  for (const [name, members] of Object.entries(addressFields))
    for (const target of targetsFor(name)) {
      server.clock.advance(60_000);
      const client_id = `https://app${++count}.example/client.json`;
      web.set(client_id, { client_id, redirect_uris, client_name: name, ...members(target) });
      const url = new URL(
        authorizeUrl(
          server,
          { client_id, redirect_uri: redirect_uris[0] ?? "" },
          {
            code_challenge: s256(),
            code_challenge_method: "S256",
          },
        ),
      );
      expectQuiet(await wire(server, { method: "GET", path: url.pathname + url.search }), target);
      if (name === "jwks_uri") expectQuiet(await signedRequest(client_id), target);
    }
  expect(dialled).toEqual([]);
});

test("DR-09 as the key set of a trusted issuer (RFC 7523)", async () => {
  const app = await server.addApp({ grant_types: ["authorization_code", JWT_BEARER] });
  for (const jwks_uri of targets) {
    const issuer = await trustedIssuer(server, [app], { jwks_uri });
    const answer = await bearer(server, app, await issuer.assertion());
    expectQuiet(answer, jwks_uri);
    expect(answer.json["error"], jwks_uri).toBe("invalid_grant");
    await server.gatehouse.ports.trusts.remove(issuer.id, server.clock.now());
  }
  expect(dialled).toEqual([]);
});

test("DR-09 LO-06 as the address that hears of a sign-out, even one that came into the database", async () => {
  const browser = new Browser(server.origin);
  for (const backchannel_logout_uri of targets) {
    const app = await server.addApp({
      scopes: ["openid", "bookings:read"],
      metadata: { backchannel_logout_uri },
    });
    const url = authorizeUrl(server, app, { scope: "openid" });
    const answer = await walk(server, url, server.person, "allow", browser);
    await redeem(server, app, answer.searchParams.get("code") ?? "");
  }
  await browser.click(await browser.open("/sign-out"), "confirm-logout");
  let sent = 0;
  for (let n = 1; n > 0; sent += n) n = await sendLogouts(server.gatehouse.ports);
  expect(sent).toBe(targets.length);
  expect(dialled).toEqual([]);
}, 120_000);

test("DR-09 PO-04 by the desk: portal, console and management API", async () => {
  const world: DeskWorld = await deskWorld();
  try {
    const asked: string[] = [];
    const { desk } = world.server.gatehouse;
    const outbound = {
      json: (url: string, most: number) => {
        asked.push(url);
        return guarded.json(url, most);
      },
      post: (url: string, fields: Record<string, string>) => guarded.post(url, fields),
    };
    const watched = { ...desk, protocol: { ...desk.protocol, outbound } };
    const client_id = world.ours.app.clients[0]?.client_id;
    for (const [name, members] of Object.entries(addressFields))
      for (const target of targetsFor(name)) {
        const { token_endpoint_auth_method, ...metadata } = members(target);
        const method = token_endpoint_auth_method === undefined ? {} : { token_endpoint_auth_method };
        world.server.clock.advance(60_000);
        const said = await perform(changeClient, watched, world.ours.developer, {
          client_id,
          metadata,
          ...method,
        }).then(
          (client) => JSON.stringify(client),
          (error: unknown) => JSON.stringify(error),
        );
        expect(said, target).not.toMatch(/special_address|unresolved|own_host|dialled|ECONN/);
      }
    expect(dialled).toEqual([]);
    // The desk writes addresses down and follows none: whoever uses one later looks where it leads.
    expect(asked).toEqual([]);
  } finally {
    await world.server.close();
  }
});
