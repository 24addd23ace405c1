/** RFC 8705 §2 — reads a client's certificate for the protocol: its thumbprint, its times, and the names that it holds. */
import { certificateThumbprint, readCertificate, type CertificateFormat } from "@gatehouse/guard";
import type { ClientCertificate } from "../oauth/proof-ports.ts";

/** Exactly the name, and the alternative names only: a subject without them names no host and no mailbox (RFC 9525 §1.2). */
const EXACTLY = { subject: "never", wildcards: false } as const;

/** Null when the header holds no certificate. `verified`: whether whoever ended the TLS connection vouches for its authority. */
export function clientCertificate(
  header: string,
  format: CertificateFormat,
  verified: boolean,
): ClientCertificate | null {
  const certificate = readCertificate(header, format);
  if (certificate === null) return null;
  return {
    "x5t#S256": certificateThumbprint(certificate.raw),
    verified,
    validFrom: certificate.validFromDate.getTime(),
    validTo: certificate.validToDate.getTime(),
    // OpenSSL writes the name's parts in the order of the certificate, a line each; RFC 4514 §2.1 has them the other way.
    subject: (certificate.subject ?? "").split("\n").toReversed().join(","),
    names(kind, name) {
      switch (kind) {
        case "dns":
          return certificate.checkHost(name, EXACTLY) !== undefined;
        case "email":
          return certificate.checkEmail(name, { subject: "never" }) !== undefined;
        case "ip":
          return certificate.checkIP(name) !== undefined;
        case "uri":
          return urisIn(certificate.subjectAltName ?? "").includes(name);
      }
    },
  };
}

/** One entry of Node's list: what holds a comma or a quote is in quotes, as JSON. */
const ENTRY = /([^:,"]+):("(?:[^"\\]|\\.)*"|[^,"]*)(?:, |$)/y;

/** The URIs among the alternative names; none when the list cannot be read to its end. */
function urisIn(list: string): readonly string[] {
  const uris: string[] = [];
  ENTRY.lastIndex = 0;
  while (ENTRY.lastIndex < list.length) {
    const [, kind, text = ""] = ENTRY.exec(list) ?? [];
    if (kind === undefined) return [];
    if (kind === "URI") uris.push(text.startsWith('"') ? (JSON.parse(text) as string) : text);
  }
  return uris;
}
