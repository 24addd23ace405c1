/** RFC 8705 §3 — a token that is bound to a TLS client certificate passes only over a connection that presented this certificate. */
import { BlockList, isIP, isIPv6 } from "node:net";
import type { RequestHeaders } from "./bearer.ts";
import { certificateThumbprint, readCertificate } from "./certificate.ts";
import type { CertificateFormat } from "./certificate.ts";
import type { RefusalName } from "./refusals.ts";

/** How a call came to this process, whatever its headers say. */
export interface Connection {
  /** The address of its other end. */
  peer: string | null;
  /** The DER of the certificate that the other end proved to hold in TLS; null without. */
  certificate(): Uint8Array | null;
}

/** How this API learns of client certificates: of its own TLS connections, or of proxies that end TLS before it. */
export interface MtlsOptions {
  /** IP addresses and networks (CIDR) of the proxies whose header is believed. Default: none. */
  trustedProxies?: readonly string[];
  /** The header in which they hand on the certificate. Default `client-cert`. */
  header?: string;
  /** How they write it. Default `rfc9440`. */
  format?: CertificateFormat;
}

/** The same with nothing left open. */
export interface MtlsSettings {
  isProxy(address: string): boolean;
  header: string;
  format: CertificateFormat;
}

/** Settles the options; null when they are off. Throws a TypeError. */
export function mtlsSettings(options: MtlsOptions | true | undefined): MtlsSettings | null {
  if (options === undefined) return null;
  const { trustedProxies = [], header = "client-cert", format = "rfc9440" } = options === true ? {} : options;
  if (format !== "rfc9440" && format !== "pem") throw new TypeError("guard: mtls.format is rfc9440 or pem");
  if (!/^[A-Za-z0-9-]+$/.test(header)) throw new TypeError("guard: mtls.header is the name of a header");
  const list = new BlockList();
  for (const network of trustedProxies) addTo(list, network);
  const isProxy = (address: string): boolean => isIP(address) !== 0 && list.check(address, family(address));
  return { isProxy, header, format };
}

const family = (address: string): "ipv4" | "ipv6" => (isIPv6(address) ? "ipv6" : "ipv4");

function addTo(list: BlockList, network: string): void {
  const [address = "", prefix, ...rest] = network.split("/");
  const bits = isIPv6(address) ? 128 : 32;
  const size = prefix === undefined ? bits : Number(prefix);
  const holds = isIP(address) !== 0 && rest.length === 0 && /^\d{1,3}$/.test(prefix ?? "1");
  // A network of everybody would let every caller bring a certificate in a header.
  if (!holds || size < 1 || size > bits)
    throw new TypeError("guard: mtls.trustedProxies are IP addresses and networks such as 10.0.0.0/8");
  list.addSubnet(address, size, family(address));
}

/** Says what is wrong with this presentation of a token that is bound to the certificate `thumbprint`, or null. */
export function certificateFault(
  thumbprint: string,
  { headers, connection }: { headers: RequestHeaders; connection: Connection | null },
  settings: MtlsSettings | null,
): RefusalName | null {
  if (settings === null) return "sender_constrained";
  const presented = connection === null ? null : presentedBy(connection, headers, settings);
  if (presented === null) return "certificate_missing";
  return certificateThumbprint(presented) === thumbprint ? null : "certificate_differs";
}

/** A proxy's own certificate says nothing of the client: of a proxy only the header counts, of everybody else only TLS. */
function presentedBy(
  connection: Connection,
  headers: RequestHeaders,
  settings: MtlsSettings,
): Uint8Array | null {
  if (connection.peer === null || !settings.isProxy(connection.peer)) return connection.certificate();
  const value = headers.get(settings.header);
  return value === null || value === "" ? null : (readCertificate(value, settings.format)?.raw ?? null);
}
