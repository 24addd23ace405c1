/** RFC 6749 §3.1.2.3 — in which parts a redirect URI differs from the registered one that is nearest: what a developer has to look at. */
import type { Difference } from "./event.ts";

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Empty when it is registered as it stands. */
export function redirectDifference(sent: string, registered: readonly string[]): readonly Difference[] {
  if (registered.includes(sent)) return [];
  const all = registered.map((one) => differences(sent, one));
  const [first, ...others] = all;
  return others.reduce<readonly Difference[]>(
    (best, one) => (weight(one) < weight(best) ? one : best),
    first ?? [],
  );
}

/** Another host is further away than another slash. */
const weight = (found: readonly Difference[]): number =>
  found.reduce(
    (sum, name) => sum + (name === "host" || name === "not_a_uri" ? 10 : name === "path" ? 5 : 1),
    0,
  );

function differences(sent: string, registered: string): readonly Difference[] {
  const [one, other] = [parse(sent), parse(registered)];
  if (one === null || other === null) return ["not_a_uri"];
  const found: Difference[] = [];
  if (one.protocol !== other.protocol) found.push("scheme");
  if (one.hostname !== other.hostname)
    found.push(LOOPBACK.has(one.hostname) && LOOPBACK.has(other.hostname) ? "loopback_name" : "host");
  if (one.port !== other.port) found.push("port");
  if (one.pathname !== other.pathname) found.push(pathDifference(one.pathname, other.pathname));
  if (one.search !== other.search) found.push("query");
  if (one.hash !== other.hash) found.push("fragment");
  // The same address written otherwise: an empty path, the letter case of the host, a default port.
  return found.length > 0 ? found : [writtenOtherwise(sent, registered)];
}

function pathDifference(one: string, other: string): Difference {
  if (one.replace(/\/$/, "") === other.replace(/\/$/, "")) return "trailing_slash";
  return one.toLowerCase() === other.toLowerCase() ? "letter_case" : "path";
}

function writtenOtherwise(sent: string, registered: string): Difference {
  if (sent.replace(/\/$/, "") === registered.replace(/\/$/, "")) return "trailing_slash";
  return sent.toLowerCase() === registered.toLowerCase() ? "letter_case" : "port";
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
