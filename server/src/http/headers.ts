/** Headers of every answer, and the Content-Security-Policy of pages (RFC 9700 §4.16, OAuth 2.1 §7.11). */

/** `formTargets`: origins, beside our own, that a form's redirect may lead to; Chromium blocks the way back to the app otherwise. */
export function contentSecurityPolicy(
  formTargets: readonly string[] = [],
  script: "none" | "own" = "none",
): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    `form-action ${["'self'", ...formTargets].join(" ")}`,
    ...(script === "own" ? ["script-src 'self'"] : []),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** How CSP names the place that a redirect URI leads to: its origin; only a scheme where CSP has no word for the host. */
export function formTarget(uri: string): string {
  const url = new URL(uri);
  // A private-use scheme has no origin, and CSP has no grammar for IPv6 literals (CSP3 §2.3.1).
  return url.origin === "null" || url.hostname.startsWith("[") ? url.protocol : url.origin;
}

/** Sent with every answer, errors included. HSTS only makes sense when we are reached by https. */
export function commonHeaders(secure: boolean): Record<string, string> {
  return {
    "content-security-policy": contentSecurityPolicy(),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    ...(secure ? { "strict-transport-security": "max-age=31536000; includeSubDomains" } : {}),
  };
}

/** RFC 6749 §5.1: answers that hold tokens, and pages that hold somebody's session, are stored nowhere. */
export const noStore: Record<string, string> = { "cache-control": "no-store", pragma: "no-cache" };
