/** X-Request-Id: our own for every request, or the caller's when a trusted proxy hands on a safe one (HX-04). */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { BlockList, isIPv6 } from "node:net";

/** Whether the peer of a connection is one of the proxies whose headers are believed. */
export type TrustedPeer = (request: Pick<IncomingMessage, "socket">) => boolean;

/** `proxies` are addresses and networks, as the setting `trusted_proxies` has them. */
export function trustedPeer(proxies: readonly string[]): TrustedPeer {
  if (proxies.length === 0) return () => false;
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = "", prefix] = proxy.split("/");
    const kind = family(address);
    if (prefix === undefined) list.addAddress(address, kind);
    else list.addSubnet(address, Number(prefix), kind);
  }
  return ({ socket }) => {
    const address = socket.remoteAddress;
    return address !== undefined && list.check(address, family(address));
  };
}

const family = (address: string): "ipv4" | "ipv6" => (isIPv6(address) ? "ipv6" : "ipv4");

/** Nothing that a log, a header or a page could take for anything else. */
const safe = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export function requestIds(trusted: TrustedPeer): (request: IncomingMessage) => string {
  return (request) => {
    const given = request.headers["x-request-id"];
    return typeof given === "string" && safe.test(given) && trusted(request) ? given : randomUUID();
  };
}
