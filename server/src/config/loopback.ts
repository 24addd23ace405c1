/** RFC 8252 §7.3, RFC 6761 §6.3 — the names of this machine. */
import { isIPv4 } from "node:net";

/** Whether a host name, as `URL.hostname` spells it, can only mean this machine. */
export function loopback(hostname: string): boolean {
  if (hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]") return true;
  return isIPv4(hostname) && hostname.startsWith("127.");
}
