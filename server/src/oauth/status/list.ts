/** Token Status List §5.1, §8.1 — the signed list that any verifier of JWTs can fetch. */
import { deflateSync } from "node:zlib";
import { base64url } from "../../lib/encode.ts";
import { seconds } from "../../lib/clock.ts";
import type { Ports } from "../ports.ts";
import { listUri } from "./places.ts";

/** §13.7: how long a verifier may go on with what it fetched. Who wants to know sooner listens to the changes. Seconds. */
export const TTL = 30;
/** How long it may go on while we cannot be reached. Seconds. */
const LIFETIME = 600;

export const STATUS_LIST_TYP = "statuslist+jwt";

export interface StatusList {
  jwt: string;
  /** For an ETag: the same for the same bits within the same half minute, whichever node signed. */
  version: string;
  /** Seconds. */
  maxAge: number;
}

/** The list of this number, or null when no living token is in it. */
export async function statusList(list: number, ports: Ports): Promise<StatusList | null> {
  const now = ports.clock.now();
  const found = await ports.status.list(list, now);
  if (found === null) return null;
  // All nodes sign the same text for half a minute, so that a verifier behind a balancer is told "not modified".
  const iat = Math.floor(seconds(now) / TTL) * TTL;
  const claims = {
    sub: listUri(ports.issuer, list),
    iat,
    exp: iat + LIFETIME,
    ttl: TTL,
    status_list: { bits: 1, lst: base64url(deflateSync(found.bits, { level: 9 })) },
  };
  const { signing_alg: alg, rsa_bits } = ports.rules;
  const jwt = await ports.keys.sign({ alg, rsa_bits, environment: "live" }, STATUS_LIST_TYP, claims);
  return { jwt, version: `${iat}-${found.version}`, maxAge: TTL };
}
