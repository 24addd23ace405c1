/** RFC 3986 §3, RFC 6761 §6.3 — which addresses of outsiders we are willing to ask at all. */
import { isIP } from "node:net";
import { isPublicAddress } from "./ranges.ts";

/** Why nothing was fetched: for the log. */
export type OutboundTrouble =
  | "not_https"
  | "malformed_url"
  | "userinfo"
  | "fragment"
  | "port"
  | "own_host"
  | "special_name"
  | "special_address"
  | "unresolved"
  | "unreachable"
  | "timeout"
  | "redirect"
  | "status"
  | "encoding"
  | "content_type"
  | "too_large"
  | "malformed_json";

/** Thrown by this room only, and caught in it. */
export class OutboundRefused extends Error {
  readonly trouble: OutboundTrouble;

  constructor(trouble: OutboundTrouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

export interface TargetRules {
  /** Host names that are this server (issuer, aliases): nobody makes us ask ourselves. */
  ownHosts: readonly string[];
  /** Development: http and https at 127.0.0.1, [::1] and localhost, on any port. */
  loopback: boolean;
}

export interface Target {
  url: URL;
  /** The host without brackets and without a last dot. */
  host: string;
  port: number;
  /** Whether it is this machine, which development allows. */
  loopback: boolean;
}

/** Names that mean something inside a machine or a network and nothing outside (RFC 6761, RFC 6762, RFC 9476). */
const special = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain|arpa|test|invalid|alt)$/;

/** `URL` has already turned decimal, octal and hexadecimal hosts into dotted ones. Throws OutboundRefused. */
export function readTarget(text: string, rules: TargetRules): Target {
  const url = URL.parse(text);
  if (url === null) throw new OutboundRefused("malformed_url");
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  const port = Number(url.port || (url.protocol === "http:" ? 80 : 443));
  const here = rules.loopback && ["127.0.0.1", "::1", "localhost"].includes(host);
  if (url.protocol !== "https:" && !(here && url.protocol === "http:"))
    throw new OutboundRefused("not_https");
  if (url.username !== "" || url.password !== "") throw new OutboundRefused("userinfo");
  if (text.includes("#")) throw new OutboundRefused("fragment");
  if (here) return { url, host, port, loopback: true };
  // Another port is another service: a database or a mail server would get our bytes.
  if (port !== 443) throw new OutboundRefused("port");
  if (rules.ownHosts.some((own) => own.replace(/\.$/, "") === host)) throw new OutboundRefused("own_host");
  if (isIP(host) !== 0) {
    if (!isPublicAddress(host)) throw new OutboundRefused("special_address");
  } else if (!host.includes(".") || special.test(host)) throw new OutboundRefused("special_name");
  return { url, host, port, loopback: false };
}
