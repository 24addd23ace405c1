/** RFC 8693 §2.2.2 — who may exchange whose token. A policy can only say no: nothing here makes a token that allows more. */
import type { AuthenticatedClient } from "../checks/client-authentication.ts";
import type { Client } from "../clients/client.ts";
import type { LiveAccess } from "../introspect.ts";
import type { RefusalName } from "../refusals.ts";

export interface ExchangeAsked {
  /** Who asks; it has the grant. */
  client: AuthenticatedClient;
  subject: LiveAccess;
  /** The client that the subject's token was issued to: of the same environment. */
  subjectClient: Client;
  /** The client's own token, when it wants to be named as the one who acts. */
  actor: LiveAccess | null;
  /** What the new token would allow; never more than the subject's. */
  scope: readonly string[];
}

/** Null lets it pass. */
export type ExchangePolicy = (asked: ExchangeAsked) => RefusalName | null | Promise<RefusalName | null>;

/** The policy of this house: an organisation may exchange among its own apps, and nobody else's tokens. */
export const withinOrganisation: ExchangePolicy = ({ client, subjectClient }) =>
  client.organisation.id === subjectClient.organisation.id ? null : "exchange_not_permitted";
