/** Reads a request target so that no router behind the guard can read another path in it (RFC 3986 §3.3, §6.2.2). */

/** A path in its two readings: as written, and as the most forgiving router would take it. */
export interface Target {
  /** Segments as written; a trailing slash leaves an empty last segment; "/" has none. */
  segments: readonly string[];
  /** Decoded, letter case folded, trailing slash and surrounding spaces dropped. */
  lenient: readonly string[];
  /** The query without "?", or "". */
  query: string;
}

const MAX_PATH = 4096;
/** The authority of an absolute URL, up to the slash that must follow it. */
const ORIGIN = /^https?:\/\/[^/?#\\@\s]+(?=\/)/i;
/** pchar of RFC 3986 §3.3 without ";", which some servers cut at. */
const PATH = /^\/[A-Za-z0-9\-._~!$&'()*+,=:@%/]*$/;
/** What nearly every path is: everybody reads it alike, and there is nothing to fold. */
const PLAIN = /^(?:\/[a-z0-9\-_]+)+$/;
/** What makes the forgiving reading differ from the path as written. */
const FOLDABLE = /[A-Z%]|\/$/;
const ESCAPE = /%([0-9A-Fa-f]{2})/g;
const HALF_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
const DOUBLE_ESCAPE = /%25[0-9A-Fa-f]{2}/;
/** Never escaped by an honest client, and the means to write one path in two ways: unreserved characters, delimiters. */
const NEVER_ESCAPED = /[A-Za-z0-9\-._~/\\;?#]/;
// The control characters are the point here: none may hide in a path.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** Folds letter case as the most forgiving router might: both ways, so that "ſ" and "K" meet "s" and "k". */
export function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase();
}

function decodeStrictly(path: string): string | null {
  if (HALF_ESCAPE.test(path) || DOUBLE_ESCAPE.test(path)) return null;
  for (const match of path.matchAll(ESCAPE)) {
    const code = Number.parseInt(match[1] ?? "0", 16);
    if (code < 0x80 && NEVER_ESCAPED.test(String.fromCharCode(code))) return null;
  }
  try {
    const decoded = decodeURIComponent(path);
    return CONTROL.test(decoded) ? null : decoded;
  } catch {
    return null;
  }
}

/**
 * Reads a path with its query, or an absolute URL.
 * Anything that two routers could read differently is refused here, before any rule is looked up.
 */
export function readTarget(url: string): Target | "ambiguous_path" | "path_too_long" {
  if (url.length <= MAX_PATH && PLAIN.test(url)) {
    const segments = url.slice(1).split("/");
    return { segments, lenient: segments, query: "" };
  }
  const target = url.startsWith("/") ? url : url.slice(ORIGIN.exec(url)?.[0].length ?? url.length);
  if (target.includes("#")) return "ambiguous_path";
  const mark = target.indexOf("?");
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? "" : target.slice(mark + 1);
  if (path.length > MAX_PATH) return "path_too_long";
  if (!PATH.test(path) || path.includes("//")) return "ambiguous_path";
  const segments = path === "/" ? [] : path.slice(1).split("/");
  if (path.includes("/.") && segments.some((segment) => segment === "." || segment === ".."))
    return "ambiguous_path";
  // The common path: there is nothing to fold.
  if (!FOLDABLE.test(path)) return { segments, lenient: segments, query };
  const decoded = decodeStrictly(path);
  if (decoded === null) return "ambiguous_path";
  const folded = foldCase(decoded).replace(/\/$/, "");
  // Some file-backed routers drop spaces around a name.
  const lenient =
    folded === ""
      ? []
      : folded
          .slice(1)
          .split("/")
          .map((segment) => segment.trim());
  return { segments, lenient, query };
}
