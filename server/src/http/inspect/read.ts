/** HX-03 — from a request to what may be kept of it. Only facts on the list pass, and none that holds a credential of the request. */
import type { Facts } from "../../desk/inspector/event.ts";
import { formDecode } from "../../oauth/checks/parameters.ts";
import { agentFamily } from "./agent.ts";
import type { Seen } from "./seen.ts";

/** A request as far as it can be made out, whatever is wrong with it. */
export interface Understood {
  /** Who is named: not proven. */
  client_id: string | null;
  redirect_uri: string | null;
  scope: string | null;
  facts: Facts;
}

/** Names that may be shown: those of the protocol. */
const known: ReadonlySet<string> = new Set(
  `acr_values actor_token actor_token_type assertion audience authorization_details claims client_assertion
  client_assertion_type client_id client_secret code code_challenge code_challenge_method code_verifier device_code
  display dpop_jkt grant_type id_token_hint login_hint max_age nonce password prompt redirect_uri refresh_token request
  request_uri requested_token_type resource response_mode response_type scope state subject_token subject_token_type
  token token_type_hint ui_locales username user_code access_token`.split(/\s+/),
);

/** Their values are credentials, or come back as proof of something. */
const secretNames: readonly string[] =
  `actor_token assertion client_assertion client_secret code code_verifier device_code id_token_hint nonce password
  refresh_token request state subject_token token user_code access_token username login_hint`.split(/\s+/);

const grantTypes: ReadonlySet<string> = new Set([
  "authorization_code",
  "client_credentials",
  "refresh_token",
  "password",
  "implicit",
  "urn:ietf:params:oauth:grant-type:device_code",
  "urn:ietf:params:oauth:grant-type:token-exchange",
  "urn:ietf:params:oauth:grant-type:jwt-bearer",
]);
const prompts: ReadonlySet<string> = new Set(["none", "login", "consent", "select_account"]);
const responseTypes: ReadonlySet<string> = new Set(["code", "token", "id_token", "code id_token"]);

/** Of a longer body only so much is looked at. */
const MOST = 16 * 1024;
/** What has the form of one of our secrets, or of a JWT, is one wherever it stands. */
const CREDENTIAL = /gh[a-z]_|eyJ[\w-]{8,}\./;

type Values = ReadonlyMap<string, string>;

/** The grant_type that was asked for, if it is one that exists. */
export function grantOf(values: Values): string | null {
  const wanted = values.get("grant_type") ?? "";
  return grantTypes.has(wanted) ? wanted : null;
}

export interface Read extends Understood {
  grant_type: string | null;
}

/** Never throws. */
export function readSeen(seen: Seen): Read {
  const query = fromForm(seen.query);
  const { values: body, looks } = fromBody(seen);
  const values: Values = new Map([...query, ...body]);
  const basic = fromBasic(seen.authorization);
  const secret = basic?.secret ?? values.get("client_secret") ?? null;
  const credentials = [
    ...secretNames.flatMap((name) => values.get(name) ?? []),
    secret ?? "",
    seen.authorization ?? "",
  ];
  const names = [...values.keys()];
  const inQuery = seen.method === "POST" ? [...query.keys()].filter((name) => known.has(name)) : [];
  const agent = agentFamily(seen.agent);
  const redirect_uri = values.get("redirect_uri") ?? null;
  const authorizing = values.has("response_type") || seen.kind === "authorize" || seen.kind === "par";
  const facts: Facts = {
    method: seen.method,
    status: seen.status,
    parameters: names.filter((name) => known.has(name)).toSorted(),
    ...some("others", names.filter((name) => !known.has(name)).length || undefined),
    ...some("in_query", inQuery.length > 0 ? inQuery : undefined),
    ...(seen.method === "POST" ? { content_type: contentType(seen.contentType) } : {}),
    ...some("looks_like", looks),
    ...(seen.kind === "authorize" ? {} : { auth: authOf(values, seen.authorization) }),
    ...some("secret_of", secret === null || secret === "" ? undefined : secretOf(secret)),
    ...some("from_browser", seen.fromBrowser && seen.kind !== "authorize" ? (true as const) : undefined),
    ...some("user_agent", agent ?? undefined),
    ...some("redirect_uri", redirect_uri === null ? undefined : shownUri(redirect_uri)),
    ...some("scope_given", seen.scope ?? undefined),
    ...some("response_type", oneOf(responseTypes, values.get("response_type"))),
    ...some("prompt", oneOf(prompts, values.get("prompt"))),
    ...(authorizing ? { pkce: pkceOf(values), state: (values.get("state") ?? "") !== "" } : {}),
    ...some("dpop", seen.dpop ? (true as const) : undefined),
    ...some("version", versionOf(seen.version)),
  };
  return {
    client_id: values.get("client_id") || basic?.id || null,
    redirect_uri,
    scope: values.get("scope") ?? null,
    grant_type: grantOf(values),
    facts: scrubbed(facts, credentials),
  };
}

function some<K extends keyof Facts>(name: K, value: Facts[K] | undefined): Facts {
  return value === undefined ? {} : { [name]: value };
}

/** Whatever went wrong before: a fact that holds a credential is no fact. */
export function scrubbed(facts: Facts, credentials: readonly string[]): Facts {
  const telling = credentials.filter((text) => text.length >= 4);
  const clean = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.every(clean);
    if (typeof value !== "string") return true;
    return !CREDENTIAL.test(value) && !telling.some((text) => value.includes(text));
  };
  // The word of a name is ours, even where somebody sends it as their password.
  const ours: ReadonlySet<string> = new Set([
    "parameters",
    "in_query",
    "method",
    "content_type",
    "auth",
    "pkce",
  ]);
  return Object.fromEntries(Object.entries(facts).filter(([name, value]) => ours.has(name) || clean(value)));
}

function fromForm(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const part of text.slice(0, MOST).split("&")) {
    const cut = part.indexOf("=");
    if (cut < 1) continue;
    const name = formDecode(part.slice(0, cut));
    if (name !== null && !values.has(name)) values.set(name, formDecode(part.slice(cut + 1)) ?? "");
  }
  return values;
}

/** Strings of the outermost object; null when it is no JSON object. */
function fromJson(text: string): { values: Map<string, string>; nested: boolean } | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return null;
    const entries = Object.entries(parsed);
    const flat = entries.flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value] as const] : [],
    );
    return { values: new Map(flat), nested: flat.length < entries.length };
  } catch {
    return null;
  }
}

function fromBody({ body, contentType: type }: Seen): {
  values: Map<string, string>;
  looks?: Facts["looks_like"];
} {
  if (!(body instanceof Uint8Array) || body.length === 0) return { values: new Map() };
  const text = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, MOST)).toString("utf8");
  const said = contentType(type);
  const json = /^\s*\{/.test(text) ? fromJson(text) : null;
  if (json !== null)
    return {
      values: json.values,
      looks: said !== "json" ? "json" : json.nested ? "nested json" : undefined,
    };
  return { values: fromForm(text), looks: said !== "form" && text.includes("=") ? "form" : undefined };
}

function fromBasic(header: string | undefined): { id: string; secret: string } | null {
  const encoded = /^basic +([A-Za-z0-9+/]+=*)$/i.exec((header ?? "").slice(0, 4096))?.[1];
  const text = encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8");
  const cut = text.indexOf(":");
  if (cut < 1) return null;
  return {
    id: formDecode(text.slice(0, cut)) ?? "",
    secret: formDecode(text.slice(cut + 1)) ?? text.slice(cut + 1),
  };
}

function contentType(header: string | undefined): NonNullable<Facts["content_type"]> {
  if (header === undefined) return "none";
  if (/^application\/x-www-form-urlencoded\b/i.test(header)) return "form";
  return /^application\/json\b/i.test(header) ? "json" : "other";
}

function authOf(values: Values, header: string | undefined): NonNullable<Facts["auth"]> {
  const inBody = (values.get("client_secret") ?? "") !== "";
  if (header !== undefined && (inBody || values.has("client_assertion"))) return "twice";
  if (header !== undefined) return /^basic\b/i.test(header) ? "basic" : "bearer";
  if (values.has("client_assertion")) return "assertion";
  if (inBody) return "body";
  return values.has("client_id") ? "id only" : "none";
}

/** Secrets say themselves where they belong. */
function secretOf(secret: string): NonNullable<Facts["secret_of"]> {
  const found = /^ghs_(test|live)_/.exec(secret)?.[1];
  return found === "test" || found === "live" ? found : "unknown form";
}

function pkceOf(values: Values): NonNullable<Facts["pkce"]> {
  const method = values.get("code_challenge_method") ?? "";
  if (method === "S256" || method === "plain") return method;
  if (method !== "") return "unknown";
  return (values.get("code_challenge") ?? "") === "" ? "none" : "plain";
}

/** Without what a URI can carry in secret: user name, values of the query, fragment. */
function shownUri(text: string): string | undefined {
  const found = /^([a-z][a-z0-9+.-]*:(?:\/\/)?)(?:[^/?#@]*@)?([^?#]*)(\?[^#]*)?/i.exec(text.slice(0, 500));
  if (found === null) return undefined;
  const [, scheme = "", rest = "", query = ""] = found;
  // A long part of a path is more often a secret than a name.
  const path = rest.replaceAll(/[^/\s]{33,}/g, (part, at) => (at === 0 ? part : "…"));
  return `${scheme}${path}${query === "" ? "" : "?…"}`.replaceAll(/[^!-~…]/g, "").slice(0, 200);
}

const oneOf = (words: ReadonlySet<string>, text: string | undefined): string | undefined =>
  text !== undefined && words.has(text) ? text : undefined;

function versionOf(text: string | undefined): string | undefined {
  return text !== undefined && /^v?\d[\d.-]{0,20}$/i.test(text) ? text : undefined;
}
