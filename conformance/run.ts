/** What differs from one run of the conformance suite to the next: addresses, people, and the clients that were registered for it. */

/** A client as the suite is told of it. */
export interface SuiteClient {
  client_id: string;
  client_secret?: string;
  scope?: string;
  /** RFC 7517, with the private part: the suite signs with it. */
  jwks?: { keys: readonly object[] };
}

export interface Person {
  username: string;
  password: string;
}

/** Everything that differs from one run to the next. */
export interface Run {
  /** Our issuer, https, as the suite reaches it. */
  issuer: string;
  /** The suite's own address, e.g. https://localhost.emobix.co.uk:8443. */
  suite: string;
  /** Names the redirect URIs at the suite: `<suite>/test/a/<alias>/callback`. */
  alias: string;
  person: Person;
  /** Somebody who never allows anything: what the other one allowed once is not asked again. */
  stranger: Person;
  /** Two clients with client_secret_basic, and one with client_secret_post. */
  basic: readonly [SuiteClient, SuiteClient];
  post: SuiteClient;
  /** RFC 7591 §1.2, for the clients that the suite registers itself. */
  initialAccessToken: string;
  /** Two FAPI 2.0 clients of each kind. */
  fapi: Readonly<
    Record<"plain_oauth" | "openid_connect" | "client_credentials", readonly [SuiteClient, SuiteClient]>
  >;
  /** An API behind the guard that a scope of `fapi.plain_oauth` opens. */
  resource: string;
}
