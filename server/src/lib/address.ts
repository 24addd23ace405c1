/** RFC 4291 — the part of a network address that stands for one household: what sign-in failures are counted by. */
import { isIPv4, isIPv6 } from "node:net";

/** An IPv4 address as it is; of IPv6 the /64, since one line has 2^64 of them; `unknown` for what is no address. */
export function addressKey(address: string): string {
  if (isIPv4(address)) return address;
  // A forwarding header can be long; an address with its zone is not, and only what is short is looked at.
  const text = address
    .slice(0, 128)
    .replace(/%.*$/, "")
    .replace(/^\[(.*)\]$/, "$1");
  if (isIPv4(text)) return text;
  if (!isIPv6(text)) return "unknown";
  const groups = groupsOf(text);
  const embedded = embeddedIPv4(groups);
  return (
    embedded ??
    `${groups
      .slice(0, 4)
      .map((group) => group.toString(16))
      .join(":")}::/64`
  );
}

/** The eight groups; the URL parser knows every spelling and answers one, with `::` still in it. */
function groupsOf(address: string): number[] {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const before = numbers(head);
  const after = numbers(tail ?? "");
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

function numbers(part: string): number[] {
  return part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
}

/** RFC 4291 §2.5.5.2 (::ffff:0:0/96) and RFC 6052 §2.1 (64:ff9b::/96): many households, told apart by their IPv4 part. */
function embeddedIPv4(groups: readonly number[]): string | null {
  const prefix = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(":");
  if (prefix !== "0:0:0:0:0:ffff" && prefix !== "64:ff9b:0:0:0:0") return null;
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join(".");
}
