/** RFC 6749 §4 — what a grant is: it reads its own parameters and decides who may have what. It mints nothing. */
import type { Limits } from "../agents/limits.ts";
import type { AuthenticatedClient } from "../checks/client-authentication.ts";
import type { Parameters } from "../checks/parameters.ts";
import type { DeviceApproval, StoredDevice } from "../device/ports.ts";
import type { AuthorizationDetail } from "../details/detail.ts";
import type { Actor } from "../exchange/actor.ts";
import type { Family, Ports, StoredCode, TokenMore } from "../ports.ts";
import type { Confirmation } from "../proof-ports.ts";
import type { Resource } from "../resource.ts";

/** A decision as data; only `token/issue.ts` turns it into tokens. */
export interface Issuance {
  client: AuthenticatedClient;
  resource: Resource;
  /** Null when no person is involved. */
  subject: string | null;
  scope: readonly string[];
  /** What the access token may beside its scope (RFC 9396); absent means nothing. */
  details?: readonly AuthorizationDetail[];
  /** What the tokens come from, and so which verb of the store makes them true. */
  source:
    | { kind: "code"; code: StoredCode; refresh: boolean }
    | { kind: "device"; device: StoredDevice; approval: DeviceApproval; refresh: boolean }
    | { kind: "refresh"; family: Family; presented: number }
    /** Descends from the family of another app's token, and ends with it at the latest (milliseconds since the epoch). */
    | {
        kind: "exchange";
        familyId: string;
        parentId: string;
        expiresAt: number;
        act: Actor | null;
        more: TokenMore;
      }
    /** A person whom a trusted issuer names; it stands on a consent, or on the trust (RFC 7523). */
    | { kind: "assertion"; consentId: string; limits?: Limits | null; refresh: false }
    | { kind: "direct" };
}

/** A grant with its parameters' type hidden: the pipeline needs no more. */
export interface Grant {
  grant_type: string;
  /** The parameters that this grant reads, beside the common ones. */
  parameters: readonly string[];
  /** RFC 6749 §4.4: whether only a client that can keep a secret may use it. */
  confidentialOnly: boolean;
  /** Reads and decides. Checks all that can fail before anything is spent. */
  decide(
    parameters: Parameters,
    client: AuthenticatedClient,
    ports: Ports,
    /** The key that the sender proved to hold (RFC 9449, RFC 8705); null when it proved none. */
    key: Confirmation | null,
  ): Promise<Issuance>;
}

/** Joins the two halves of a grant, so that `decide` only ever sees parameters that `read` has understood. */
export function grant<T>(parts: {
  grant_type: string;
  parameters: readonly string[];
  confidentialOnly: boolean;
  read(parameters: Parameters): T;
  decide(read: T, client: AuthenticatedClient, ports: Ports, key: Confirmation | null): Promise<Issuance>;
}): Grant {
  return {
    grant_type: parts.grant_type,
    parameters: parts.parameters,
    confidentialOnly: parts.confidentialOnly,
    decide: (parameters, client, ports, key) => parts.decide(parts.read(parameters), client, ports, key),
  };
}
