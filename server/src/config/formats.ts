/** The finer rules of text settings: each answers null, or the fix as the end of a sentence. */
import { isIP } from "node:net";
import { loopback } from "./loopback.ts";

/** A value that everybody can look up: `gatehouse dev` uses it, and outside development it is refused. */
export const DEVELOPMENT_SECRET = "gatehouse-development-secret-not-for-production";

/** RFC 8414 §2 — an issuer is compared character by character, so only its canonical form is taken. */
export function issuer(value: string): string | null {
  if (!URL.canParse(value)) return "give a full address such as https://auth.example.com.";
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return "give an address that begins with https://.";
  if (url.username || url.password) return "take user name and password out of it.";
  if (url.search || value.includes("?")) return "take the query out of it (RFC 8414 §2).";
  if (url.hash || value.includes("#")) return "take the fragment out of it (RFC 8414 §2).";
  const canonical = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  return canonical === value ? null : `write it as ${canonical}.`;
}

/** Where an API answers: paths are appended to it. */
export function api(value: string): string | null {
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol))
    return "give a full address such as https://sandbox.example.com.";
  if (url.username || url.password) return "take user name and password out of it.";
  if (/[?#]/.test(value)) return "take query and fragment out of it.";
  return url.protocol === "https:" || loopback(url.hostname)
    ? null
    : "use https; http is for loopback addresses only.";
}

/** RFC 9116 §2.5.3 — a way to reach somebody, on one line. */
export function contact(value: string): string | null {
  return /^(?:mailto:[^\s@]+@[^\s@]+|tel:[+\d-]+|https:\/\/\S+)$/.test(value)
    ? null
    : "give an address such as mailto:security@example.com or https://example.com/security.";
}

export function host(value: string): string | null {
  if (value.includes("://")) return "leave out the scheme: give an address or host name such as 127.0.0.1.";
  if (isIP(value) !== 0) return null;
  if (/^[\w.-]+:\d+$/.test(value)) return "leave out the port and set port instead.";
  return /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(value)
    ? null
    : "give an address or host name such as 127.0.0.1.";
}

export function database(value: string): string | null {
  if (value.startsWith("file:")) {
    return value.length > 5 ? null : "name the file after file:, such as file:./gatehouse.db.";
  }
  if (!/^postgres(ql)?:\/\//.test(value)) {
    return "give file:PATH or postgres://USER:PASSWORD@HOST/NAME.";
  }
  if (!URL.canParse(value)) {
    return "percent-encode the special characters of its user name and password, and give a port of digits only.";
  }
  const url = new URL(value);
  if (url.hostname === "") return "name the host after postgres://.";
  return url.pathname.length > 1 ? null : "name the database after the host, such as /gatehouse.";
}

/** RFC 9110 §5.1 — the name of a header that proxies can set (an underscore is dropped by some). */
export function header(value: string): string | null {
  return /^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(value) ? null : "give the name of a header such as Client-Cert.";
}

function isPublicKey(key: unknown): boolean {
  return typeof key === "object" && key !== null && !("d" in key) && !("k" in key) && "kty" in key;
}

/** RFC 7517 §5 — a set of public keys; what is private or symmetric does not belong into a configuration. */
export function jwks(value: string): string | null {
  const fix = 'give a JWK set of public keys, {"keys":[…]}.';
  try {
    const { keys } = JSON.parse(value) as { keys?: unknown };
    return Array.isArray(keys) && keys.every(isPublicKey) ? null : fix;
  } catch {
    return fix;
  }
}

/** RFC 3986 — where mail is handed over. */
export function smtp(value: string): string | null {
  if (!/^smtps?:\/\//.test(value) || !URL.canParse(value)) return "give smtps://USER:PASSWORD@HOST.";
  const url = new URL(value);
  if (url.hostname === "") return "name the host after smtps://.";
  return url.pathname.length > 1 || url.search !== "" || url.hash !== ""
    ? "leave out what follows the host."
    : null;
}

/** RFC 5322 §3.4 in short: an address, or a name and an address in angle brackets. */
export function mailbox(value: string): string | null {
  return /^(?:[^<>"\p{Cc}]+ <[^\s<>@,;"]+@[^\s<>@,;"]+>|[^\s<>@,;"]+@[^\s<>@,;"]+)$/u.test(value)
    ? null
    : "give an address such as Example <no-reply@example.com>.";
}

/** `auto`, or how many. */
export function workers(value: string): string | null {
  return value === "auto" || (/^[1-9]\d?$/.test(value) && Number(value) <= 64)
    ? null
    : "give auto or a whole number from 1 to 64.";
}

/** Names of levels of sign-in: there is nothing behind a fourth one. */
export function levels(value: string): string | null {
  const names = value.split(" ");
  const fine = names.length <= 3 && names.every((name) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(name));
  return fine && new Set(names).size === names.length
    ? null
    : "give one to three different names, with one space between.";
}

const GRANTS = [
  "authorization_code",
  "refresh_token",
  "client_credentials",
  "device_code",
  "token_exchange",
  "jwt_bearer",
];

/** `*`, or short names of grants with one space between them. */
export function grants(value: string): string | null {
  const wrong = value === "*" ? undefined : value.split(" ").find((name) => !GRANTS.includes(name));
  return wrong === undefined ? null : `give * or some of ${GRANTS.join(", ")}, separated by single spaces.`;
}

/** Outside development only: what is known, or has no variety, is no secret. */
export function weakSecret(value: string): string | null {
  const fix = "make a new one with `openssl rand -base64 48`.";
  if (value === DEVELOPMENT_SECRET) return `is the development secret, which is public; ${fix}`;
  const known =
    /change.?me|password|gatehouse|insecure|development|placeholder|example|0123456789|abcdefghij/i.exec(
      value,
    );
  if (known) return `contains a known text; ${fix}`;
  if (new Set(value).size < 10) return `has fewer than 10 different characters; ${fix}`;
  return null;
}

/** One address or network; a network of everybody would let anybody name their own address. */
export function network(value: string): string | null {
  const [address = "", prefix, ...rest] = value.split("/");
  const family = isIP(address);
  const bits = family === 6 ? 128 : 32;
  if (family === 0 || rest.length > 0 || address.includes("%"))
    return "give an IP address or a network such as 10.0.0.0/8.";
  if (prefix === undefined) return null;
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits)
    return `give a prefix from 1 to ${bits} after the slash.`;
  if (Number(prefix) === 0) return "it means everybody: name the networks of your proxies.";
  return null;
}

/** Outside development, plain http is for this machine only (RFC 8414 §2, RFC 8252 §7.3). */
export function plainIssuer(value: string): string | null {
  const url = new URL(value);
  return url.protocol === "https:" || loopback(url.hostname)
    ? null
    : "use https; http is for loopback addresses only.";
}
