/** RFC 9440, RFC 8705 §6.5 — the certificate that a client presented to a proxy of ours; what anybody else says of it does not count. */
import type { IncomingMessage } from "node:http";
import type { Settings } from "../config/settings.ts";
import { clientCertificate } from "../keys/certificate.ts";
import type { ClientCertificate } from "../oauth/proof-ports.ts";
import { trustedPeer } from "./telemetry/request-id.ts";

/** Null when there is none, it cannot be read, or whoever names it is not a trusted proxy. */
export type CertificateReader = (
  request: Pick<IncomingMessage, "headers" | "socket">,
) => ClientCertificate | null;

export function certificateReader(
  settings: Pick<
    Settings,
    | "trusted_proxies"
    | "client_certificate_format"
    | "client_certificate_header"
    | "client_certificate_verified_header"
  >,
): CertificateReader {
  const { client_certificate_format: format } = settings;
  if (format === "off") return () => null;
  const trusted = trustedPeer(settings.trusted_proxies);
  const name = settings.client_certificate_header.toLowerCase();
  const verified = settings.client_certificate_verified_header?.toLowerCase() ?? null;
  return (request) => {
    const header = request.headers[name];
    if (typeof header !== "string" || header === "" || !trusted(request)) return null;
    // Node joins a repeated header by a comma: a second one makes neither word true.
    const isVerified = verified !== null && request.headers[verified] === "SUCCESS";
    return clientCertificate(header, format, isVerified);
  };
}
