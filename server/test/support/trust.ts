/** RFC 7523 §2.1: an issuer of assertions that the test's server trusts, and apps that bring them. */
import { randomUUID } from "node:crypto";
import type { TrustedIssuer } from "../../src/oauth/trust/port.ts";
import { clientKey, secondsOf, signed, type ClientKey } from "./proofs.ts";
import type { TestApp, TestServer } from "./server.ts";
import { post, type Answer } from "./wire.ts";

export const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

export interface TestIssuer {
  id: string;
  issuer: string;
  key: ClientKey;
  /** A good assertion about the server's person, with what is changed. */
  assertion: (changes?: Record<string, unknown>, header?: Record<string, unknown>) => Promise<string>;
}

let count = 0;

/** Registers an issuer of its own for these apps. */
export async function trustedIssuer(
  server: TestServer,
  apps: readonly TestApp[],
  more: Partial<TrustedIssuer> = {},
): Promise<TestIssuer> {
  const key = await clientKey();
  const issuer = `https://issuer${++count}.example`;
  const id = `tis_${count}`;
  const { clock, gatehouse, person } = server;
  await gatehouse.ports.trusts.add({
    id,
    issuer,
    ...("jwks_uri" in more ? {} : { jwks: key.jwks }),
    audience: null,
    subject: "id",
    clients: apps.map(({ client_id }) => client_id),
    consent: "required",
    createdAt: clock.now(),
    ...more,
  });
  return {
    id,
    issuer,
    key,
    assertion(changes = {}, header = {}) {
      const now = secondsOf(server);
      const claims = { iss: issuer, sub: person.id, aud: server.issuer, iat: now, exp: now + 60 };
      const all = { ...claims, jti: randomUUID(), ...changes };
      return signed(all, { alg: key.alg, kid: "client-key", ...header }, key);
    },
  };
}

/** One assertion at the token endpoint; `null` leaves a field out. */
export function bearer(
  server: TestServer,
  { client_id, client_secret }: TestApp,
  assertion: string,
  fields: Record<string, string | null> = {},
): Promise<Answer> {
  const grant_type = JWT_BEARER;
  return post(server, "/oauth/token", { client_id, client_secret, grant_type, assertion, ...fields });
}
