/** After a fault: what was answered must be stored, and what was never answered can be asked again. */
import { expect } from "vitest";
import { checkInvariants } from "../../src/store/invariants.ts";
import { secretHash } from "../../src/oauth/tokens/secret-token.ts";
import { kindOf, type Answer, type Caller } from "../support/load.ts";
import type { TestApp, TestServer } from "../support/server.ts";
import type { Ledger } from "./ledger.ts";

/** One code, sent as its app sends it. */
export function redeemAt(calls: Caller, app: TestApp, code: string): Promise<Answer> {
  return calls.post("/oauth/token", {
    grant_type: "authorization_code",
    client_id: app.client_id,
    client_secret: app.client_secret,
    redirect_uri: app.redirect_uri,
    code,
  });
}

/** I1–I8 that do not hold. */
export async function broken(server: TestServer): Promise<unknown[]> {
  const results = await checkInvariants(server.gatehouse.store.engine, server.gatehouse.ports.clock.now());
  return results.filter((one) => !one.ok);
}

/** Asked in the store itself: how many acknowledged answers were lost. */
export async function lost(server: TestServer, ledger: Ledger): Promise<number> {
  const { store } = server.gatehouse;
  const rows = await store.engine.read.selectFrom("opaque_tokens").select(["hash", "revoked_at"]).execute();
  const ends = new Map(rows.map((row) => [row.hash, row.revoked_at]));
  const spent = await store.engine.read
    .selectFrom("codes")
    .select("hash")
    .where("redeemed_at", "is not", null)
    .execute();
  const codes = new Set(spent.map((row) => row.hash));
  return (
    [...ledger.alive].filter((token) => ends.get(secretHash(token)) !== null).length +
    ledger.revoked.filter((token) => ends.get(secretHash(token)) === null).length +
    ledger.redeemed.filter(({ code }) => !codes.has(secretHash(code))).length
  );
}

/**
 * An honest client asks again, at a node that works. Answers how many refreshes were recovered, and how many codes had
 * been spent unheard and are ended now (reliability 4.9).
 */
export async function askAgain(
  server: TestServer,
  app: TestApp,
  calls: Caller,
  ledger: Ledger,
): Promise<{ recovered: number; ended: number }> {
  const { store } = server.gatehouse;
  let recovered = 0;
  let ended = 0;
  for (const chain of ledger.chains.filter((one) => one.inDoubt)) {
    const again = await calls.post("/oauth/token", {
      grant_type: "refresh_token",
      client_id: app.client_id,
      client_secret: app.client_secret,
      refresh_token: chain.held,
    });
    expect(kindOf(again)).toBe("200");
    [chain.held, chain.inDoubt] = [String(again.json["refresh_token"]), false];
    ledger.alive.add(String(again.json["access_token"]));
    recovered++;
  }
  for (const code of ledger.doubtfulCodes.splice(0)) {
    const row = await store.codes.find(secretHash(code));
    const again = await redeemAt(calls, app, code);
    // Either nothing of it had happened, or all of it had: then its tokens were never heard, and end (reliability 4.9).
    expect(kindOf(again)).toBe(row?.redeemedAt === null ? "200" : "400 invalid_grant");
    if (again.status === 200) ledger.alive.add(String(again.json["access_token"]));
    else {
      const family = await store.families.find(row?.familyId ?? "");
      expect(family).toMatchObject({ generation: 1 });
      expect(family?.revokedAt).not.toBeNull();
      ended++;
    }
  }
  return { recovered, ended };
}
