/** RFC 8628 — a device is decided once, by the browser that typed its code, and redeemed once; it paces its questions. */
import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/lib/hash.ts";
import type { DeviceRecord } from "../../../src/oauth/device/ports.ts";
import type { Store } from "../../../src/store/store.ts";
import { API, consentRow, familyRow, opaqueRow, pendingRow, T0 } from "../fixture.ts";
import type { EngineFactory } from "../fixture.ts";
import { withWorld } from "./with.ts";

const COOKIE = sha256("cookie");
const HASH = sha256("device code");

export const deviceRow = (more: Partial<DeviceRecord> = {}): DeviceRecord => ({
  hash: HASH,
  userCode: sha256("WDJB-MJHT"),
  client_id: "client_1",
  scope: ["bookings:read"],
  resource: API,
  environment: "live",
  interval: 5,
  authorization_details: [{ type: "trip" }],
  createdAt: T0,
  expiresAt: T0 + 600_000,
  ...more,
});

const yes = {
  consent: consentRow("con_1"),
  approval: {
    subject: "usr_1",
    consentId: "con_1",
    authTime: T0,
    authentication: null,
    scope: ["bookings:read"],
    authorization_details: [{ type: "trip" }],
  },
};

async function decide(store: Store, allowed: typeof yes | null, browser: string = COOKIE): Promise<string> {
  const pending = pendingRow("p", { device: HASH, redirect_uri: null, redirectTarget: "" });
  await store.pending.put(pending);
  return store.devices.approve(HASH, { id: "p", browser }, T0, allowed ?? { deniedBy: "usr_1" });
}

export function deviceTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("devices", () => {
    test(
      "a device comes back as it was put, and two never share a user code",
      on(async (store) => {
        expect(await store.devices.put(deviceRow())).toBe("stored");
        expect(await store.devices.put(deviceRow({ hash: sha256("other") }))).toBe("taken");
        const stored = { ...deviceRow(), decision: null, approval: null, redeemedAt: null, familyId: null };
        expect(await store.devices.find(HASH)).toEqual(stored);
        expect(await store.devices.waiting(sha256("WDJB-MJHT"), T0)).toEqual(stored);
        expect(await store.devices.waiting(sha256("WDJB-MJHT"), T0 + 600_000)).toBeNull();
      }),
    );

    test(
      "of 50 questions at once one is in time, and each other one makes the wait longer",
      on(async (store) => {
        await store.devices.put(deviceRow());
        const paces = await Promise.all(Array.from({ length: 50 }, () => store.devices.poll(HASH, T0, 5)));
        expect(paces.filter((pace) => pace === "in_time")).toHaveLength(1);
        expect((await store.devices.find(HASH))?.interval).toBe(5 + 49 * 5);
      }),
    );

    test(
      "UI-02 another browser, another request, or a request of no device decides nothing",
      on(async (store) => {
        await store.devices.put(deviceRow());
        expect(await decide(store, yes, sha256("another cookie"))).toBe("gone");
        await store.pending.put(pendingRow("q"));
        expect(await store.devices.approve(HASH, { id: "q", browser: COOKIE }, T0, yes)).toBe("gone");
        expect((await store.devices.find(HASH))?.decision).toBeNull();
        expect(await store.consents.list("usr_1")).toEqual([]);
      }),
    );

    test(
      "AC-05 of 200 redemptions one wins; family and token are its own; the others learn whose",
      on(async (store) => {
        await store.devices.put(deviceRow());
        expect(await decide(store, yes)).toBe("decided");
        const outcomes = await Promise.all(
          Array.from({ length: 200 }, (_, n) => {
            const id = `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
            const opaque = opaqueRow(`token ${n}`, { familyId: id });
            return store.devices.redeem(HASH, T0, { family: familyRow(id), token: opaque });
          }),
        );
        expect(outcomes.filter(({ outcome }) => outcome === "redeemed")).toHaveLength(1);
        const { familyId } = (await store.devices.find(HASH)) ?? {};
        const lost = outcomes.filter(({ outcome }) => outcome !== "redeemed");
        expect(lost).toEqual(lost.map(() => ({ outcome: "already_spent", familyId })));
        const families = await store.engine.read.selectFrom("families").select("id").execute();
        const tokens = await store.engine.read.selectFrom("opaque_tokens").select("family_id").execute();
        expect(families).toEqual([{ id: familyId }]);
        expect(tokens).toEqual([{ family_id: familyId }]);
      }),
    );

    test(
      "what was not decided, was denied, has ended or was withdrawn is not redeemed",
      on(async (store) => {
        const redeem = async (now: number = T0): Promise<string> => {
          const issued = { family: familyRow("00000000-0000-7000-8000-000000000001"), token: null };
          return (await store.devices.redeem(HASH, now, issued)).outcome;
        };
        await store.devices.put(deviceRow());
        expect(await redeem()).toBe("gone");
        expect(await decide(store, yes)).toBe("decided");
        expect(await decide(store, null)).toBe("gone");
        expect(await redeem(T0 + 600_000)).toBe("gone");
        await store.consents.withdraw("con_1", "usr_1", T0);
        expect(await redeem()).toBe("gone");
        expect((await store.devices.find(HASH))?.decision).toBe("denied");
      }),
    );
  });
}
