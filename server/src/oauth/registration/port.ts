/** RFC 7591, RFC 7592 — what self-registration needs from the store and from the settings. */
import type { Client, ClientMore, Registration } from "../clients/client.ts";
import type { NewSecret } from "../clients/register.ts";

/** What the settings say of clients that nobody here registered. */
export interface RegistrationPolicy {
  mode: "off" | "token" | "open";
  /** Scopes that such a client may have at most. */
  scopes: readonly string[] | "all";
  /** The API that they are for; null means the only one. */
  api: string | null;
  /** Whether a client_id may be the address of a metadata document. */
  documents: boolean;
  /** Whether `resource` may name any API that is registered here (RFC 8707). */
  anyApi: boolean;
}

/** All that such a client is, read and checked. */
export interface SelfRegisteredTerms {
  client_name: string;
  application_type: Client["application_type"];
  token_endpoint_auth_method: Client["token_endpoint_auth_method"];
  grant_types: readonly string[];
  redirect_uris: readonly string[];
  scopes: readonly string[];
  resource: string;
  metadata: ClientMore;
}

export interface SelfRegistered {
  client_id: string;
  appId: string;
  serviceAccount: string;
  /** Whose it is; made, unverified, when it is not there. */
  organisationId: string;
  terms: SelfRegisteredTerms;
  registration: Registration;
  secret: NewSecret | null;
}

/** An initial access token (RFC 7591 §1.2) at rest. Times in milliseconds since the epoch. */
export interface InitialToken {
  hash: string;
  id: string;
  organisationId: string;
  label: string;
  createdAt: number;
  expiresAt: number | null;
  /** How many clients it may still register; null means any number. */
  uses: number | null;
}

export interface RegistrationsPort {
  addInitialToken(token: InitialToken): Promise<void>;
  /** One that has not ended. */
  findInitialToken(hash: string, now: number): Promise<InitialToken | null>;
  endInitialToken(id: string, now: number): Promise<boolean>;
  /** Registers; with `initialToken` one use of it is spent in the same transaction, and false means that none was left. */
  create(client: SelfRegistered, now: number, initialToken: string | null): Promise<boolean>;
  /** As `create` without a token; false when the client_id is taken. */
  createOnce(client: SelfRegistered, now: number): Promise<boolean>;
  /** Replaces all terms (RFC 7592 §2.2). `secret` is added; a client that proves itself otherwise now loses its secrets. */
  replace(
    client_id: string,
    terms: SelfRegisteredTerms,
    registration: Registration,
    secret: NewSecret | null,
    now: number,
  ): Promise<boolean>;
  /** RFC 7592 §2.3 — the client can do nothing any more, and all that it holds ends in the same transaction. */
  remove(client_id: string, now: number): Promise<boolean>;
  /**
   * The same for clients that registered themselves by `registeredBy` (milliseconds) and have done nothing since, at most
   * `limit` of them; answers how many. One that was used meanwhile stays: the statement itself decides.
   */
  removeUnused(registeredBy: number, limit: number, now: number): Promise<number>;
}
