/** RFC 7591 §2, §5 — from asked metadata to the terms of a client: defaults, consistency, and never more than the policy gives. */
import { isScopeName } from "../checks/scope.ts";
import type { Client, ClientMore, Registration } from "../clients/client.ts";
import { keyTrouble } from "../clients/key-terms.ts";
import { confidentialMethods } from "../clients/methods.ts";
import { metadataTroubles, type MetadataTrouble } from "../clients/register.ts";
import { grants } from "../grants/index.ts";
import { isIdentityScope } from "../openid/scopes.ts";
import type { Ports } from "../ports.ts";
import { Refusal, type RefusalName } from "../refusals.ts";
import type { Resource } from "../resource.ts";
import { OFFLINE_ACCESS } from "../words.ts";
import type { Members } from "./members.ts";
import { readMore } from "./more.ts";
import type { SelfRegisteredTerms } from "./port.ts";
import { proveSector } from "./sector.ts";

/** The terms of one registration, whoever asks and whenever: a change is judged by what results of it (DR-14). */
export async function readTerms(
  members: Members,
  kind: Registration["kind"],
  ports: Ports,
): Promise<SelfRegisteredTerms> {
  const resource = await resourceOf(ports);
  const token_endpoint_auth_method = authMethodOf(members, kind, ports);
  const grant_types = grantsOf(members, kind, token_endpoint_auth_method);
  const redirect_uris = members.texts("redirect_uris") ?? [];
  const application_type = typeOf(members, token_endpoint_auth_method, grant_types, redirect_uris);
  const terms = {
    client_name: members.text("client_name")?.trim() || nameFor(redirect_uris),
    application_type,
    token_endpoint_auth_method,
    grant_types,
    redirect_uris,
    scopes: scopesOf(members, resource, ports),
    resource: resource.identifier,
    metadata: withoutDetails(readMore(members, application_type)),
  };
  const keys = keyTrouble(token_endpoint_auth_method, terms.metadata, ports.rules);
  if (keys !== null) throw new Refusal(keys);
  const [trouble] = metadataTroubles(terms, resource);
  if (trouble !== undefined) throw new Refusal(refusalFor[trouble.field]);
  await proveSector(redirect_uris, terms.metadata, ports);
  return terms;
}

/** Like a scope above the policy: nobody gives themselves types of authorization details (DR-06). */
function withoutDetails(metadata: ClientMore): ClientMore {
  const { authorization_details_types: _, ...more } = metadata;
  return more;
}

const refusalFor: Readonly<Record<MetadataTrouble["field"], RefusalName>> = {
  client_name: "registration_name",
  application_type: "registration_malformed",
  token_endpoint_auth_method: "registration_auth_method",
  grant_types: "registration_grants",
  redirect_uris: "registration_redirect",
  scopes: "registration_scope",
};

async function resourceOf({
  resources,
  registration,
}: Pick<Ports, "resources" | "registration">): Promise<Resource> {
  const all = registration.api === null ? await resources.list() : [await resources.find(registration.api)];
  const [only, ...others] = all;
  if (only === undefined || only === null) throw new Refusal("registration_api");
  // Who may choose the API with each request needs a first one, and scopes of all.
  if (registration.anyApi)
    return { ...only, scopes: (await resources.list()).flatMap(({ scopes }) => scopes) };
  if (others.length > 0) throw new Refusal("registration_api");
  return only;
}

/** RFC 7591 §2: client_secret_basic unless it says otherwise; a document can hold no secret, because all the world can read it. */
function authMethodOf(
  members: Members,
  kind: Registration["kind"],
  { rules }: Pick<Ports, "rules">,
): Client["token_endpoint_auth_method"] {
  const possible =
    kind === "document"
      ? (["none", "private_key_jwt"] as const)
      : (["client_secret_basic", "none", ...confidentialMethods(rules)] as const);
  const asked = members.text("token_endpoint_auth_method") ?? possible[0];
  const method = possible.find((known) => known === asked);
  if (method === undefined) throw new Refusal("registration_auth_method");
  return method;
}

/** RFC 7591 §2.1 — grants that do not exist here are left out of the answer; what stays must fit together. */
function grantsOf(
  members: Members,
  kind: Registration["kind"],
  method: Client["token_endpoint_auth_method"],
): readonly string[] {
  const asked = members.texts("grant_types") ?? ["authorization_code"];
  const possible = grants
    // A machine acts for its owner; whoever registered without asking anybody here has none.
    .filter((grant) => !grant.confidentialOnly || (kind === "token" && method !== "none"))
    .map((grant) => grant.grant_type)
    .filter((name) => asked.includes(name));
  const interactive = possible.includes("authorization_code");
  const types = members.texts("response_types") ?? (interactive ? ["code"] : []);
  const consistent = interactive ? types.length === 1 && types[0] === "code" : types.length === 0;
  if (possible.length === 0 || !consistent) throw new Refusal("registration_grants");
  return possible;
}

/** A public client with an address of its own machine, or a scheme of its own, is native (RFC 8252); another one lives in a browser. */
function typeOf(
  members: Members,
  method: Client["token_endpoint_auth_method"],
  grant_types: readonly string[],
  redirect_uris: readonly string[],
): Client["application_type"] {
  const asked = members.text("application_type") ?? "web";
  if (asked !== "web" && asked !== "native") throw new Refusal("registration_malformed");
  if (!grant_types.includes("authorization_code")) return "machine";
  if (method !== "none") return "web";
  return asked === "native" || redirect_uris.some((uri) => !uri.startsWith("https://"))
    ? "native"
    : "browser";
}

function nameFor(redirect_uris: readonly string[]): string {
  return (URL.parse(redirect_uris[0] ?? "")?.host || "app").slice(0, 80);
}

/** RFC 7591 §2 `scope`: what was asked for and the policy gives; everything that the policy gives when nothing was asked. */
function scopesOf(
  members: Members,
  resource: Resource,
  ports: Pick<Ports, "registration">,
): readonly string[] {
  const policy = ports.registration.scopes;
  const catalogue = [...new Set(resource.scopes.map((scope) => scope.name))];
  const possible =
    policy === "all"
      ? [...catalogue, OFFLINE_ACCESS, "openid", "profile", "email", "address", "phone"]
      : policy.filter(
          (scope) => catalogue.includes(scope) || scope === OFFLINE_ACCESS || isIdentityScope(scope),
        );
  const text = members.text("scope");
  if (text === null || text.trim() === "") return possible;
  const asked = new Set(text.split(" ").filter((scope) => scope !== ""));
  if (![...asked].every(isScopeName)) throw new Refusal("registration_scope");
  const given = possible.filter((scope) => asked.has(scope));
  if (given.length === 0) throw new Refusal("registration_scope");
  return given;
}
