/** Tables of who may act for an organisation and who asks for what. Times are milliseconds since the epoch. */
import type { Role } from "../desk/caller.ts";

type Json = string;
type Time = number;
/** A SHA-256 digest, base64url, 43 characters. */
type Digest = string;

export interface DeskTables {
  memberships: { organisation_id: string; person_id: string; role: Role; created_at: Time };
  invitations: {
    /** Of what the link carries. */
    hash: Digest;
    id: string;
    organisation_id: string;
    email: string;
    role: Role;
    created_at: Time;
    expires_at: Time;
    accepted_at: Time | null;
  };
  live_requests: {
    id: string;
    app_id: string;
    requested_by: string;
    requested_at: Time;
    answers: Json;
    decision: "approved" | "declined" | null;
    decided_by: string | null;
    decided_at: Time | null;
    reason: string | null;
  };
}
