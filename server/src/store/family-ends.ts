/** Why families end by themselves (RFC 9700 §4.14.2): one word for the row, one for the audit log. */
import type { FamilyEnd } from "../oauth/ports.ts";
import type { AuditAction } from "./audit/actions.ts";

/** Why a family ends: what its row says, and what the audit log calls it. */
export const ENDS: Readonly<Record<FamilyEnd | "reused" | "ahead", { why: string; action: AuditAction }>> = {
  code_replayed: { why: "code_replayed", action: "code.replayed" },
  revoked_by_app: { why: "revoked_by_app", action: "family.revoked" },
  reused: { why: "refresh token reused", action: "refresh_token.reused" },
  ahead: { why: "state is older than its tokens", action: "refresh_token.ahead" },
};
