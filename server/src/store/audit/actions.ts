/** What the audit log can say, one row per kind of change; docs/audit.md explains the same list to operators. */

export const auditActions = {
  "organisation.created": "an organisation was registered",
  "organisation.verified": "staff said, or took back, that they checked who an organisation is",
  "app.created": "an app was registered with its clients",
  "app.renamed": "an app has another name; every person is asked again",
  "client.changed": "what a client may do was changed; only what differs is told",
  "client.disabled": "a client was disabled, and all it held ended",
  "client.enabled": "a client may begin anew",
  "client.s256_seen": "a client used S256 for the first time, and must use it from now on",
  "secret.added": "a client has a further secret",
  "secret.ended": "a secret ends, or ends earlier",
  "resource.created": "an API was registered with its scopes",
  "resource.moved": "an API has another identifier",
  "resource.secret_set": "an API has other credentials for introspection, or none",
  "scope.set": "a scope was added to an API, or changed",
  "scope.removed": "a scope was taken from an API",
  "person.created": "a person may sign in",
  "person.password_set": "a person has another password",
  "person.email_set": "a person has another e-mail address, or none",
  "person.staff_set": "a person may do more, or less, for the company",
  "person.disabled": "a person was disabled, and all that was theirs ended",
  "person.enabled": "a person may sign in again",
  "consent.given": "a person allowed an app more than before",
  "consent.withdrawn": "a person took back what they had allowed an app",
  "code.burned": "a code ended, because too many wrong verifiers came with it",
  "code.replayed": "a spent code was presented again; its tokens ended",
  "refresh_token.reused": "a refresh token was used after its time; its family ended",
  "refresh_token.ahead":
    "a refresh token is newer than the stored state (a restored backup); its family ended",
  "family.revoked": "an app gave a refresh token back; its family ended",
  "token.revoked": "an app gave an access token back",
  "key.created": "a signing key was made",
  "key.changed": "a signing key was given an end, or its end was taken back",
  "key.revoked": "a signing key was withdrawn, with all it signed",
} as const;

export type AuditAction = keyof typeof auditActions;
