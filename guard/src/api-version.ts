/** X-VERSION: which version of the API a call means, and what the answer says about it (RFC 9745, RFC 8594, RFC 5829). */
import type { RequestHeaders } from "./bearer.ts";

/** One version. Dates are ISO 8601; `link` is where its notice can be read. */
export interface ApiVersion {
  version: string;
  /** `preview` is only used when asked for; `retired` is refused. */
  status: "stable" | "deprecated" | "retired" | "preview";
  /** Required when deprecated (RFC 9745 §2.1). */
  deprecatedAt?: string;
  /** When it is expected to stop answering (RFC 8594 §3). */
  sunsetAt?: string;
  link?: string;
}

/** The versions of the API, oldest first. */
export interface VersionOptions {
  /** Default X-VERSION; its lower-case name plus `-latest` announces a newer one. */
  header?: string;
  /** What a call means that says nothing and whose app is not pinned. */
  default: string;
  list: readonly ApiVersion[];
}

/** A version was found and these headers go with the answer, or the call is refused and these can be sent instead. */
export type VersionChoice =
  | { version: string; headers: Readonly<Record<string, string>> }
  | { fault: "version_unknown" | "version_retired"; offered: readonly { version: string; status: string }[] };

/** Chooses: header, then the version that the app is pinned to, then the default. */
export type ChooseVersion = (headers: RequestHeaders, pinned: string | null) => VersionChoice;

const TOKEN = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;

function instant(name: string, text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new TypeError(`${name}: ${text} is not an ISO 8601 date`);
  return date;
}

function link(url: string, rel: string): string {
  // URL.href escapes whatever could end the brackets.
  return `<${new URL(url).href}>; rel="${rel}"`;
}

function announce(
  entry: ApiVersion,
  latest: ApiVersion | null,
  header: string,
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { [header]: entry.version };
  const links: string[] = [];
  if (latest !== null) {
    headers[`${header}-latest`] = latest.version;
    if (latest.link !== undefined) links.push(link(latest.link, "latest-version"));
  }
  if (entry.status === "deprecated") {
    if (entry.deprecatedAt === undefined) throw new TypeError(`version ${entry.version}: say deprecatedAt`);
    headers["deprecation"] = `@${Math.floor(instant(entry.version, entry.deprecatedAt).getTime() / 1000)}`;
    if (entry.link !== undefined) links.push(link(entry.link, "deprecation"));
  }
  if (entry.sunsetAt !== undefined) {
    headers["sunset"] = instant(entry.version, entry.sunsetAt).toUTCString();
    if (entry.link !== undefined) links.push(link(entry.link, "sunset"));
  }
  if (links.length > 0) headers["link"] = links.join(", ");
  return Object.freeze(headers);
}

/** Compiles the versions; throws a TypeError that names what is wrong. */
export function compileVersions(options: VersionOptions): ChooseVersion {
  const { list } = options;
  const header = (options.header ?? "X-VERSION").toLowerCase();
  if (!TOKEN.test(header)) throw new TypeError("versions.header is a header name");
  const newest = list.findLastIndex((entry) => entry.status === "stable");
  const choices = new Map<string, VersionChoice>();
  const offered = Object.freeze(
    list
      .filter(({ status }) => status !== "retired")
      .map(({ version, status }) => Object.freeze({ version, status })),
  );
  for (const [index, entry] of list.entries()) {
    if (!TOKEN.test(entry.version)) throw new TypeError(`version ${entry.version} cannot stand in a header`);
    if (choices.has(entry.version)) throw new TypeError(`version ${entry.version} is listed twice`);
    const latest = index < newest ? (list[newest] ?? null) : null;
    choices.set(
      entry.version,
      entry.status === "retired"
        ? { fault: "version_retired", offered }
        : { version: entry.version, headers: announce(entry, latest, header) },
    );
  }
  const initial = list.find((entry) => entry.version === options.default);
  if (initial === undefined || initial.status === "retired" || initial.status === "preview") {
    throw new TypeError("versions.default is one of the list, neither retired nor preview");
  }
  return (headers, pinned) => {
    // An empty header counts as absent, like an empty parameter.
    const wanted = headers.get(header) || pinned || options.default;
    return choices.get(wanted) ?? { fault: "version_unknown", offered };
  };
}
