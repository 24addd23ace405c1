/** Connects to an address that was checked, whatever the name says a moment later (DNS rebinding). */
import { connect as dialNet, isIP, type Socket } from "node:net";
import { connect as startTls } from "node:tls";
import { isPublicAddress } from "./ranges.ts";
import { OutboundRefused, type Target } from "./target.ts";

/** Every address of a name; throws when it has none. */
export type Resolve = (host: string) => Promise<readonly string[]>;
/** A TCP connection that is being made. */
export type Dial = (address: string, port: number) => Socket;

export interface Wires {
  resolve: Resolve;
  dial?: Dial;
  /** Further authorities, PEM; the system's alone when absent. */
  ca?: string;
}

/** The one address to dial. One that is not public condemns the name: it was made to be tried again. */
export async function checkedAddress(target: Target, resolve: Resolve): Promise<string> {
  if (isIP(target.host) !== 0) return target.host;
  if (target.loopback) return "127.0.0.1";
  let addresses: readonly string[];
  try {
    addresses = await resolve(target.host);
  } catch {
    throw new OutboundRefused("unresolved");
  }
  const [first] = addresses;
  if (first === undefined) throw new OutboundRefused("unresolved");
  if (!addresses.every(isPublicAddress)) throw new OutboundRefused("special_address");
  return first;
}

/** A connection to `address`; over TLS its certificate must be the host's (RFC 9110 §4.3.4). */
export function connectTo(target: Target, address: string, wires: Wires): Socket {
  const socket = (wires.dial ?? ((host, port) => dialNet({ host, port })))(address, target.port);
  if (target.url.protocol === "http:") return socket;
  const named = isIP(target.host) === 0;
  return startTls({
    socket,
    host: target.host,
    ...(named ? { servername: target.host } : {}),
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    ALPNProtocols: ["http/1.1"],
    ...(wires.ca === undefined ? {} : { ca: wires.ca }),
  });
}
