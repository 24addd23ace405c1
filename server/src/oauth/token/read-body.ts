/** RFC 6749 §3.2, Appendix B — the parameters of a POST: form, or (our documented extension) one flat JSON object. */
import { readCredentials } from "../checks/client-authentication.ts";
import { formDecode, parametersOf, readForm, readJson, type Parameters } from "../checks/parameters.ts";
import type { Sent } from "../checks/sender.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import type { Watch } from "../watch.ts";

export interface EndpointRequest extends Sent {
  /** The query, without `?`; empty when there is none. */
  query: string;
  contentType: string | null;
  body: Uint8Array;
  /** The Authorization header, whole. */
  authorization: string | null;
  fromBrowser: boolean;
  address: string;
  watch?: Watch;
}

/** As nearly everybody writes it. */
const FORM = "application/x-www-form-urlencoded";
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads the body by its exact media type; anything else is refused, never guessed. */
export function readBody(request: EndpointRequest, ports: Pick<Ports, "report">): Parameters {
  refuseSecretsInQuery(request, ports);
  return bodyParameters(request);
}

function bodyParameters(request: EndpointRequest): Parameters {
  const kind = mediaType(request.contentType);
  if (request.body.length === 0 && request.contentType === null) return parametersOf([]);
  if (kind === null) throw new Refusal("unsupported_media_type");
  const malformed = kind === "form" ? "malformed_form" : "malformed_json";
  let text: string;
  try {
    text = strictUtf8.decode(request.body);
  } catch {
    throw new Refusal(malformed);
  }
  return kind === "form" ? readForm(text, malformed) : readJson(text);
}

/** `application/x-www-form-urlencoded` or `application/json`, with no parameter but `charset=utf-8`. */
function mediaType(contentType: string | null): "form" | "json" | null {
  if (contentType === FORM) return "form";
  const match =
    /^application\/(x-www-form-urlencoded|json)(?:[ \t]*;[ \t]*charset="?utf-?8"?)?(?:[ \t]*;)?[ \t]*$/i.exec(
      contentType ?? "",
    );
  if (match === null) return null;
  return match[1]?.toLowerCase() === "json" ? "json" : "form";
}

/**
 * RFC 6749 §2.3.1: "The parameters can only be transmitted in the request-body". A secret in a URL is in logs already,
 * so the app's owner must hear of it, whether or not the rest of the request is any good.
 */
export function refuseSecretsInQuery(
  request: EndpointRequest,
  ports: Pick<Ports, "report">,
  names: ReadonlySet<string> = secretNames,
): void {
  if (request.query === "" || !namesAny(request.query, names)) return;
  const client_id =
    unless(() => readForm(request.query, "malformed_query").get("client_id")) ??
    unless(() => readCredentials({ ...request, parameters: bodyParameters(request) })?.id ?? null);
  ports.report({
    name: "secret_in_query",
    // Only what has the form of an id is named: some send their secret in its place.
    ...(client_id !== null && /^(live|test)_\w{1,64}$/.test(client_id) ? { client_id } : {}),
  });
  throw new Refusal("secret_in_query");
}

/** What belongs into the body of a token request. */
const secretNames: ReadonlySet<string> = new Set([
  "client_secret",
  "client_assertion",
  "assertion",
  "code",
  "refresh_token",
  "code_verifier",
  "password",
]);

/** Whether a query has one of these names, however it is written. */
function namesAny(query: string, names: ReadonlySet<string>): boolean {
  for (const [, name = ""] of query.matchAll(/(?:^|&)([^&=]+)=/g)) {
    const plain = name.includes("%") ? (formDecode(name) ?? name) : name;
    if (names.has(plain.toLowerCase())) return true;
  }
  return false;
}

/** What `read` finds, or null when it refuses. */
function unless(read: () => string | null): string | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
