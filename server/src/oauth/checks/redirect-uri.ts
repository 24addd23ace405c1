/** RFC 6749 §3.1.2, RFC 8252 §7 — redirect URIs: what may be registered, what matches, and the only type that can be redirected to. */
import type { Brand } from "../../lib/brand.ts";
import type { Client } from "../clients/client.ts";
import { Refusal } from "../refusals.ts";

/** A matched target. Only this file makes one, so that nothing unmatched can receive an answer. */
export type RedirectTarget = Brand<{ uri: string }, "RedirectTarget">;

/** Why a URI cannot be registered, as a sentence for the developer. */
export type RegistrationTrouble = string;

const maxLength = 2048;
/** Parameters of our own answer: a registered URI that has one of them would receive two (RFC 6749 §3.1.2). */
const answerParameters = ["code", "state", "error", "error_description", "error_uri", "iss", "response"];
const scriptSchemes = new Set([
  "javascript:",
  "data:",
  "vbscript:",
  "file:",
  "blob:",
  "about:",
  "view-source:",
]);
const loopbackHosts = new Set(["127.0.0.1", "[::1]"]);

/** Says what is wrong with registering `uri` for an app of this type, or null. */
export function registrationTrouble(
  uri: string,
  application_type: Client["application_type"],
): RegistrationTrouble | null {
  // Only printable ASCII: no space, tab, newline, NUL or look-alike letter reaches a Location header.
  if (!/^[\x21-\x7e]+$/.test(uri)) return "Write the address in plain ASCII, without spaces.";
  if (uri.length > maxLength) return `The address is longer than ${maxLength} characters.`;
  if (uri.includes("*")) return "Wildcards are not possible: register each address.";
  if (uri.includes("#")) return "Remove the fragment (# and what follows).";
  if (/[\\"<>^`{|}]/.test(uri)) return "The address holds a character that no URL may have.";
  let url: URL;
  try {
    url = new URL(uri);
  } catch {
    return "This is not an absolute URL.";
  }
  if (scriptSchemes.has(url.protocol)) return "This scheme can run or read things and is never allowed.";
  if (url.username !== "" || url.password !== "" || authorityOf(uri).includes("@"))
    return "Remove the user name or password before the host.";
  for (const name of answerParameters)
    if (url.searchParams.has(name)) return `Remove the query parameter ${name}: the answer brings its own.`;
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return privateSchemeTrouble(uri, url, application_type);
  if (!/^https?:\/\/[^/]/.test(uri)) return "Write the address as https:// and a host.";
  if (url.protocol === "http:" && !loopbackHosts.has(url.hostname) && url.hostname !== "localhost")
    return "Use https. Plain http is only possible for 127.0.0.1, [::1] and localhost.";
  // What a browser would silently rewrite would never match again, or match by surprise.
  if (!uri.startsWith(url.origin) || !canonicalPath(uri, url))
    return "Write scheme and host in lower case, no default port, and no dot segments.";
  return null;
}

/** What a URI that may be registered is: matched as it stands, with any port (RFC 8252 §7.3), or the way into an installed app. */
export type RedirectKind = "https" | "loopback" | "localhost" | "scheme";

export function redirectKind(uri: string, application_type: Client["application_type"]): RedirectKind {
  const url = new URL(uri);
  if (url.protocol === "https:") return "https";
  if (url.protocol !== "http:") return "scheme";
  return loopbackHosts.has(url.hostname) || application_type === "native" ? "loopback" : "localhost";
}

function authorityOf(uri: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/?]*)/i.exec(uri)?.[1] ?? "";
}

function canonicalPath(uri: string, url: URL): boolean {
  const rest = uri.slice(url.origin.length);
  const path = rest === "" || rest.startsWith("?") ? `/${rest}` : rest;
  return path === url.pathname + url.search;
}

/** RFC 8252 §7.1: a private-use scheme is a reversed domain name, which only its owner should use. */
function privateSchemeTrouble(uri: string, url: URL, application_type: string): RegistrationTrouble | null {
  if (application_type !== "native") return "Use https. Other schemes are for native apps.";
  if (!/^[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+:$/.test(url.protocol))
    return "A private scheme must be a reversed domain name of yours, like com.example.app:/callback.";
  return uri.startsWith(url.protocol) ? null : "Write the scheme in lower case.";
}

/** RFC 6749 §3.1.2.3 — the one target of this request: an exact match, or the single registered URI when none was sent. */
export function matchRedirect(client: Client, sent: string | null): RedirectTarget {
  const uri = sent ?? onlyRegistered(client);
  // Validated at registration when it matches by string, but never when it matches by port; and a database can be wrong.
  const usable = registrationTrouble(uri, client.application_type) === null;
  if (!usable || !client.redirect_uris.some((registered) => matches(registered, uri, client)))
    throw new Refusal("redirect_uri_unregistered");
  return { uri } as RedirectTarget;
}

/** The one registered URI of a request that names none. */
function onlyRegistered(client: Client): string {
  const [only, ...others] = client.redirect_uris;
  if (only === undefined || others.length > 0) throw new Refusal("redirect_uri_missing");
  return only;
}

/** RFC 9700 §4.1.3 string comparison; RFC 8252 §7.3 lets the port of a loopback address vary, and nothing else. */
function matches(registered: string, sent: string, client: Client): boolean {
  if (registered === sent) return true;
  const expected = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::\d{1,5})?([/?].*)?$/.exec(registered);
  const given = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)):(\d{1,5})([/?].*)?$/.exec(sent);
  if (expected === null || given === null) return false;
  const port = Number(given[2]);
  if (expected[1] !== given[1] || (expected[2] ?? "") !== (given[3] ?? "") || port < 1 || port > 65_535)
    return false;
  // RFC 8252 §8.3: `localhost` can resolve elsewhere, so only an app that listens on its own machine may vary it.
  return (
    client.application_type === "native" || loopbackHosts.has(expected[1]?.slice("http://".length) ?? "")
  );
}

/** A target that a pending request matched earlier, matched again now: what was unregistered meanwhile is refused. */
export function rematchRedirect(client: Client, stored: string): RedirectTarget {
  return matchRedirect(client, stored);
}

/** RFC 6749 §4.1.2 — the target with our parameters appended to its query, and an empty fragment (RFC 9700 §4.1.3). */
export function answerLocation(
  target: RedirectTarget,
  answer: readonly (readonly [string, string | null])[],
): string {
  const query = answer
    .filter((pair): pair is readonly [string, string] => pair[1] !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  return `${target.uri}${target.uri.includes("?") ? "&" : "?"}${query}#_`;
}

/** Scheme and authority of a target, for the consent page and the CSP: `https://app.example`, `com.example.app:`. */
export function originOf(target: RedirectTarget): string {
  const url = new URL(target.uri);
  return url.origin === "null" ? url.protocol : url.origin;
}
