/** The one cookie: which browser this is. `__Host-`, Secure, HttpOnly, SameSite=Lax (UI-17). */

/** On plain http (loopback, development) a Secure cookie would be lost by many clients, so it goes without. */
export function cookieName(secure: boolean): string {
  return secure ? "__Host-gatehouse" : "gatehouse";
}

/** The cookie's value, or null. The first one wins; a value that we cannot have made is none. */
export function readCookie(header: string | undefined, secure: boolean): string | null {
  const wanted = `${cookieName(secure)}=`;
  for (const part of (header ?? "").split(";")) {
    const pair = part.trim();
    if (!pair.startsWith(wanted)) continue;
    const value = pair.slice(wanted.length);
    return /^[A-Za-z0-9\-_]{43}$/.test(value) ? value : null;
  }
  return null;
}

/** The Set-Cookie value: a session cookie, because its end is decided here and not by the browser. */
export function writeCookie(value: string, secure: boolean): string {
  return `${cookieName(secure)}=${value}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}

export function clearCookie(secure: boolean): string {
  return `${cookieName(secure)}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${secure ? "; Secure" : ""}`;
}
