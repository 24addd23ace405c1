/** Codes, refresh tokens and sessions made straight in the store: what takes a person a minute takes these a millisecond. */
import { insertCode } from "../../src/store/codes.ts";
import { uuid7 } from "../../src/lib/random.ts";
import { refreshTokenText } from "../../src/oauth/tokens/refresh-token.ts";
import { newSecret, secretHash } from "../../src/oauth/tokens/secret-token.ts";
import type { CodeRecord, Family } from "../../src/oauth/ports.ts";
import type { TestApp, TestServer } from "./server.ts";

const scope = ["bookings:read", "offline_access"];
const MINUTE = 60_000;
/** Codes per transaction: what PostgreSQL takes well within the deadline of a verb, on a busy machine too. */
const BATCH = 200;
const DAY = 24 * 60 * MINUTE;

/** The id of the one consent of the server's person for this app; made when it is not there. */
export async function consentFor(server: TestServer, app: TestApp): Promise<string> {
  const { store, ports } = server.gatehouse;
  const known = await store.consents.find(server.person.id, app.client_id, server.api.identifier);
  if (known !== null) return known.id;
  const client = await store.clients.find(app.client_id);
  const id = uuid7(ports.clock, ports.random);
  const now = ports.clock.now();
  const row = {
    id,
    subject: server.person.id,
    client_id: app.client_id,
    resource: server.api.identifier,
    scope: JSON.stringify(scope),
    consent_version: client?.consentVersion ?? "",
    created_at: now,
    updated_at: now,
    last_used_at: null,
  };
  await store.engine.write((tx) => tx.insertInto("consents").values(row).execute());
  return id;
}

/** `count` codes that live ten minutes, without PKCE, bound to the app's redirect URI. */
export async function premadeCodes(server: TestServer, app: TestApp, count: number): Promise<string[]> {
  const { store, ports } = server.gatehouse;
  const consentId = await consentFor(server, app);
  const now = ports.clock.now();
  const codes = Array.from({ length: count }, () => newSecret("ghc", "live", ports));
  const record = (code: string): CodeRecord => ({
    hash: secretHash(code),
    client_id: app.client_id,
    subject: server.person.id,
    consentId,
    redirect_uri: app.redirect_uri,
    scope,
    resource: server.api.identifier,
    environment: "live",
    code_challenge: null,
    code_challenge_method: null,
    authTime: now,
    authentication: null,
    dpop_jkt: null,
    authorization_details: [],
    createdAt: now,
    expiresAt: now + 10 * MINUTE,
  });
  for (let from = 0; from < count; from += BATCH)
    await store.engine.write(async (tx) => {
      for (const code of codes.slice(from, from + BATCH)) await insertCode(tx, record(code));
    });
  return codes;
}

/** `count` refresh tokens, each the first of a family of its own. */
export async function premadeRefreshTokens(
  server: TestServer,
  app: TestApp,
  count: number,
): Promise<{ familyId: string; token: string }[]> {
  const { store, ports } = server.gatehouse;
  const codes = await premadeCodes(server, app, count);
  const consentId = await consentFor(server, app);
  const now = ports.clock.now();
  return Promise.all(
    codes.map(async (code) => {
      const family: Family = {
        id: uuid7(ports.clock, ports.random),
        client_id: app.client_id,
        subject: server.person.id,
        consentId,
        scope,
        resource: server.api.identifier,
        environment: "live",
        seed: Buffer.from(ports.random.bytes(32)).toString("base64url"),
        generation: 1,
        rotatedAt: now,
        repeats: 0,
        authTime: now,
        authentication: null,
        cnf: null,
        authorization_details: [],
        createdAt: now,
        idleExpiresAt: now + DAY,
        expiresAt: now + 2 * DAY,
        revokedAt: null,
      };
      const { outcome } = await store.codes.redeem(secretHash(code), now, { family, token: null });
      if (outcome !== "redeemed") throw new Error(`a premade code was ${outcome}`);
      return { familyId: family.id, token: refreshTokenText(family, 1, ports) };
    }),
  );
}
