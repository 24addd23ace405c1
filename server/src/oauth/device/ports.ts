/** RFC 8628 — what the protocol needs of the store for devices. Verbs say who won. */
import type { Via } from "../../lib/actor.ts";
import type { AuthorizationDetail } from "../details/detail.ts";
import type { Limits } from "../agents/limits.ts";
import type { Permit } from "../agents/port.ts";
import type { Authentication } from "../openid/id-token.ts";
import type { Consent, Family, StoredToken, Redemption } from "../ports.ts";
import type { Environment } from "../words.ts";

/** A device that waits for a person. Times in milliseconds since the epoch. */
export interface DeviceRecord {
  /** SHA-256 of the device code, base64url. */
  hash: string;
  /** Keyed digest of the user code: short as it is, a plain digest could be turned back. */
  userCode: string;
  client_id: string;
  scope: readonly string[];
  resource: string;
  environment: Environment;
  /** How many seconds the device must wait between two questions; grows when it does not. */
  interval: number;
  authorization_details: readonly AuthorizationDetail[];
  createdAt: number;
  expiresAt: number;
}

/** What the person's decision adds. */
export interface DeviceApproval {
  subject: string;
  consentId: string;
  authTime: number;
  /** Null without `openid`. */
  authentication: Authentication | null;
  /** What was allowed of what was asked. */
  scope: readonly string[];
  authorization_details: readonly AuthorizationDetail[];
  /** What the person limited it to. */
  limits?: Limits | null;
}

export interface StoredDevice extends DeviceRecord {
  decision: "allowed" | "denied" | null;
  /** Set with `allowed`. */
  approval: DeviceApproval | null;
  /** Set by the redemption that won. */
  redeemedAt: number | null;
  familyId: string | null;
}

export interface DevicesPort {
  /** Stores a fresh one; `taken` when the user code is somebody else's now. */
  put(device: DeviceRecord): Promise<"stored" | "taken">;
  find(hash: string): Promise<StoredDevice | null>;
  /** The device that still waits for a decision under this user code. */
  waiting(userCode: string, now: number): Promise<StoredDevice | null>;
  /** Counts one question of the device. `too_soon`: it did not wait, and must now wait `step` seconds longer each time. */
  poll(hash: string, now: number, step: number): Promise<"in_time" | "too_soon">;
  /**
   * The decision: ends the pending request of this browser, and decides for the device, in one transaction and exactly
   * once. With a consent, it is stored with it, and joins what stands for the same app.
   */
  approve(
    hash: string,
    pending: { id: string; browser: string },
    now: number,
    decision: { consent: Consent; approval: DeviceApproval; permit?: Permit | null } | { deniedBy: string },
    via?: Via,
  ): Promise<"decided" | "gone">;
  /** RFC 8628 §3.5 — the one statement that makes a device code single-use; family and opaque token come with it or not at all. */
  redeem(
    hash: string,
    now: number,
    issued: { family: Family; token: StoredToken | null },
  ): Promise<Redemption>;
}
