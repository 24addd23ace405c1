/** RFC 7591 §5 — which clients registered themselves and were never used: no person allowed them anything, and no secret of theirs was seen. */
import { sql, type RawBuilder } from "kysely";

/**
 * A condition on a row of `clients`. Metadata documents are not meant: their clients come back by themselves. Nor is
 * whoever may get tokens for itself with a key: that leaves no trace, and such a client may be in use.
 */
export function neverUsed(registeredBy: number): RawBuilder<boolean> {
  return sql<boolean>`
    clients.disabled_at is null
    and clients.created_at <= ${registeredBy}
    and clients.s256_seen_at is null
    and (clients.registration like '%"kind":"open"%' or clients.registration like '%"kind":"token"%')
    and (
      clients.token_endpoint_auth_method in ('none', 'client_secret_basic', 'client_secret_post')
      or (clients.grant_types not like '%"client_credentials"%' and clients.grant_types not like '%token-exchange"%')
    )
    and not exists (select 1 from consents where consents.client_id = clients.client_id)
    and not exists (select 1 from families where families.client_id = clients.client_id)
    and not exists (
      select 1 from client_secrets
      where client_secrets.client_id = clients.client_id and client_secrets.last_used_at is not null
    )`;
}
