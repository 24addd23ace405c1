/** RFC 8705 §2 — tls_client_auth and self_signed_tls_client_auth: a client proves itself by the certificate of its TLS connection. */
import { isIP } from "node:net";
import { certificateThumbprint } from "@gatehouse/guard";
import type { Client, ClientMore } from "../clients/client.ts";
import { amongKeys } from "../clients/keys.ts";
import type { Ports } from "../ports.ts";
import type { CertificateName, ClientCertificate, Jwk } from "../proof-ports.ts";
import { canonicalName } from "./distinguished-name.ts";

/** The member of each kind of name (RFC 8705 §2.1.2). */
const sanMembers: readonly (readonly [
  keyof ClientMore & `tls_client_auth_san_${string}`,
  CertificateName,
])[] = [
  ["tls_client_auth_san_dns", "dns"],
  ["tls_client_auth_san_uri", "uri"],
  ["tls_client_auth_san_ip", "ip"],
  ["tls_client_auth_san_email", "email"],
];

/** Whether this certificate proves this client, now. */
export async function provesByCertificate(
  client: Client,
  certificate: ClientCertificate | null,
  ports: Pick<Ports, "clock" | "fetchJson">,
): Promise<boolean> {
  const now = ports.clock.now();
  if (certificate === null || now < certificate.validFrom || now > certificate.validTo) return false;
  return client.token_endpoint_auth_method === "self_signed_tls_client_auth"
    ? isRegistered(client, certificate, ports)
    : // A name proves nothing unless an authority stands for it: everybody can write one into a certificate.
      certificate.verified && isNamed(client.metadata, certificate);
}

/** RFC 8705 §2.1 — the one name that was registered; when there are several, somebody has meddled with the row. */
function isNamed(metadata: ClientMore, certificate: ClientCertificate): boolean {
  if (nameTrouble(metadata)) return false;
  const { tls_client_auth_subject_dn: subject } = metadata;
  if (subject !== undefined) return canonicalName(subject) === canonicalName(certificate.subject);
  return sanMembers.some(([member, kind]) => {
    const name = metadata[member];
    return name !== undefined && certificate.names(kind, name);
  });
}

/** Whether the metadata fails to name exactly one subject, in the way of its kind. */
export function nameTrouble(metadata: ClientMore): boolean {
  const { tls_client_auth_subject_dn: subject } = metadata;
  const names = sanMembers.flatMap(([member, kind]) => {
    const name = metadata[member];
    return name === undefined ? [] : [{ kind, name }];
  });
  if (names.length + (subject === undefined ? 0 : 1) !== 1) return true;
  if (subject !== undefined) return canonicalName(subject) === null;
  return names.some(({ kind, name }) => !wellFormed[kind](name));
}

/** What each kind of name must look like; a host with a dot before it would mean every host below. */
const wellFormed: Readonly<Record<CertificateName, (name: string) => boolean>> = {
  dns: (name) =>
    /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i.test(name),
  uri: (name) => name.length <= 2048 && URL.canParse(name),
  ip: (name) => isIP(name) !== 0 && !name.includes("%"),
  email: (name) => /^[^\s@]{1,64}@[^\s@]{1,253}$/.test(name),
};

/** RFC 8705 §2.2 — the certificate itself is registered, in the JWK of its key (RFC 7517 §4.7, §4.9). */
async function isRegistered(
  client: Client,
  certificate: ClientCertificate,
  ports: Pick<Ports, "fetchJson">,
): Promise<boolean> {
  const presented = certificate["x5t#S256"];
  const isOurs = (keys: readonly Jwk[]): Promise<true | null> =>
    Promise.resolve(keys.some((key) => certificateOf(key) === presented) ? true : null);
  return (await amongKeys(client, ports, isOurs)) === true;
}

/** The thumbprint of the certificate that a JWK carries, or names; null when it has none. */
export function certificateOf(key: Jwk): string | null {
  const { x5c, "x5t#S256": named } = key;
  if (x5c === undefined) return typeof named === "string" && named !== "" ? named : null;
  const first: unknown = Array.isArray(x5c) ? x5c[0] : null;
  return typeof first === "string" && /^[A-Za-z0-9+/]+={0,2}$/.test(first)
    ? certificateThumbprint(Buffer.from(first, "base64"))
    : null;
}
