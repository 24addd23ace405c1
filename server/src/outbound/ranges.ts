/** RFC 6890 — which IP addresses are on the public Internet, and so can be nothing of ours. */
import ipaddr from "ipaddr.js";

/** IPv6 that is given out to networks at all (RFC 4291 §2.4); the rest is ours, special, or not there. */
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];

/**
 * Whether `address` (as a resolver or `URL.hostname` without brackets spells it) is public. IPv4 that is mapped,
 * translated or tunnelled in IPv6 is not: whoever means a public IPv4 address can write it.
 */
export function isPublicAddress(address: string): boolean {
  // A zone names an interface of this machine.
  if (address.includes("%") || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed instanceof ipaddr.IPv6 ? parsed.match(globalUnicast) : true;
}
