/** Who is told how far a request at an endpoint came: for the log, the figures and the request budget (RFC 6585 §4). */
import type { Client } from "./clients/client.ts";

export interface Watch {
  /** The client has proven itself, or named itself if it is public. Throws the refusal when it asks too often. */
  proven(client: Client): Promise<void> | void;
  /** An API has proven itself at the introspection endpoint; `id` is not secret. */
  provenApi(id: string): void;
  /** One of our own grants is what it asks for. */
  grant(grant_type: string): void;
  /** It was given tokens that act for this person. */
  subject(id: string): void;
}
