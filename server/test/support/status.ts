/** Status lists as a verifier that knows nothing of us reads them: fetched, verified by jose, one bit looked at. */
import { inflateSync } from "node:zlib";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { decodeJwt } from "./flow.ts";
import type { TestServer } from "./server.ts";

export interface Place {
  idx: number;
  uri: string;
}

/** Where a token's bit is. Throws when it says nothing. */
export function placeIn(token: string): Place {
  const { status } = decodeJwt(token).claims as { status?: { status_list: Place } };
  if (status === undefined) throw new Error("the token has no status");
  return status.status_list;
}

/** A list's bits, once its signature and claims are right (Token Status List §8.3). */
export async function listBits(server: TestServer, uri: string): Promise<Uint8Array> {
  const response = await fetch(uri, { headers: { accept: "application/statuslist+jwt" } });
  if (response.status !== 200) throw new Error(`${uri} answered ${response.status}`);
  const keys = createRemoteJWKSet(new URL(`${server.origin}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(await response.text(), keys, {
    typ: "statuslist+jwt",
    subject: uri,
    currentDate: new Date(server.clock.now()),
    requiredClaims: ["iat", "exp", "ttl"],
  });
  const { bits, lst } = payload["status_list"] as { bits: number; lst: string };
  if (bits !== 1) throw new Error("not one bit each");
  return inflateSync(Buffer.from(lst, "base64url"));
}

/** The bit of one token: 1 when it was withdrawn. */
export async function bitOf(server: TestServer, token: string): Promise<0 | 1> {
  const { idx, uri } = placeIn(token);
  const byte = (await listBits(server, uri))[idx >> 3] ?? 0;
  return ((byte >> (idx % 8)) & 1) as 0 | 1;
}
