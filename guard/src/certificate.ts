/** RFC 8705 §3, RFC 9440 §2 — the certificate that the client proved to hold in its TLS handshake, as a proxy hands it on. */
import { hash, X509Certificate } from "node:crypto";

/** How a proxy writes it down: RFC 9440's byte sequence, or URL-encoded PEM. */
export type CertificateFormat = "rfc9440" | "pem";

/** Characters. A chain, or anything else that is no single certificate, is longer. */
const MAX_HEADER = 16_384;

const BYTES = /^:([A-Za-z0-9+/]+={0,2}):$/;
const PEM = /^-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE-----\s*$/;

function written(header: string, format: CertificateFormat): Uint8Array | string | null {
  if (header.length > MAX_HEADER) return null;
  if (format === "rfc9440") {
    const base64 = BYTES.exec(header)?.[1];
    return base64 === undefined ? null : Buffer.from(base64, "base64");
  }
  const pem = decodeURIComponent(header);
  return PEM.test(pem) ? pem : null;
}

/** The one certificate in a header (repeated ones joined by a comma hold none). Null when it cannot be read. Never throws. */
export function readCertificate(header: string, format: CertificateFormat): X509Certificate | null {
  try {
    const bytes = written(header, format);
    return bytes === null ? null : new X509Certificate(bytes);
  } catch {
    return null;
  }
}

/** RFC 8705 §3.1, `x5t#S256`: SHA-256 of the certificate's DER, base64url. */
export function certificateThumbprint(der: Uint8Array): string {
  return hash("sha256", der, "base64url");
}
