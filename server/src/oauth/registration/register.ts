/** RFC 7591 §3 and RFC 7592 §2 — a program registers a client, and looks after it with the token that it got for that. */
import { constantTimeEqual } from "../../lib/hash.ts";
import { uuid7 } from "../../lib/random.ts";
import type { Client, Registration } from "../clients/client.ts";
import { isSecretMethod } from "../clients/methods.ts";
import { newClientId, newClientSecret, type NewSecret } from "../clients/register.ts";
import { paths } from "../paths.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { isSecret, newSecret } from "../tokens/secret-token.ts";
import { keptMembers, readMembers, type Members } from "./members.ts";
import type { InitialToken, SelfRegisteredTerms } from "./port.ts";
import { readTerms } from "./terms.ts";

export interface RegistrationRequest {
  contentType: string | null;
  body: Uint8Array;
  /** The token of the Authorization header; null when there is none. */
  bearer: string | null;
  address: string;
}

/** RFC 7591 §3.2.1, RFC 7592 §3. */
export type RegistrationResponse = Readonly<Record<string, unknown>>;

/** Whose the clients are that anybody registered; nobody ever verifies it. */
export const NOBODY = "org_self_registered";

/** Clients that one address may register in an hour without an initial access token. */
const perAddress = { count: 20, windowMs: 3_600_000 };

/** RFC 7591 §3.1 — 201 with all that was registered. */
export async function register(request: RegistrationRequest, ports: Ports): Promise<RegistrationResponse> {
  const initial = await initialTokenOf(request, ports);
  const members = readJsonBody(request);
  const kind = initial === null ? "open" : "token";
  // Every address is judged before one of them is asked.
  const kept = keptMembers(members);
  const terms = await readTerms(members, kind, ports);
  const now = ports.clock.now();
  const client_id = newClientId("live", ports);
  const secret = isSecretMethod(terms.token_endpoint_auth_method) ? newClientSecret("live", ports) : null;
  const registration_access_token = newSecret("ghm", "live", ports);
  const registration: Registration = {
    kind,
    accessTokenHash: ports.secretDigest(registration_access_token),
    issuedAt: now,
    members: kept,
    freshUntil: null,
  };
  const appId = `app_${uuid7(ports.clock, ports.random)}`;
  const serviceAccount = uuid7(ports.clock, ports.random);
  const organisationId = initial?.organisationId ?? NOBODY;
  const created = await ports.registrations.create(
    { client_id, appId, serviceAccount, organisationId, terms, registration, secret },
    now,
    initial?.hash ?? null,
  );
  if (!created) throw new Refusal("bearer_invalid");
  ports.report({ name: "client_registered", client_id, detail: kind });
  return response(client_id, terms, registration, registration_access_token, secret, ports);
}

/** RFC 7592 §2.1. */
export async function readRegistration(
  client_id: string,
  bearer: string | null,
  ports: Ports,
): Promise<RegistrationResponse> {
  const { client, registration, token } = await prove(client_id, bearer, ports);
  return response(client_id, termsOf(client), registration, token, null, ports);
}

/** RFC 7592 §2.2 — what is not there is gone; id, secret and tokens are never the caller's to choose. */
export async function replaceRegistration(
  client_id: string,
  request: RegistrationRequest,
  ports: Ports,
): Promise<RegistrationResponse> {
  const { client, registration: before, token } = await prove(client_id, request.bearer, ports);
  const members = readJsonBody(request);
  const now = ports.clock.now();
  const ours = [
    "registration_access_token",
    "registration_client_uri",
    "client_secret_expires_at",
    "client_id_issued_at",
  ];
  const sent = members.text("client_secret");
  const secretRight =
    sent === null || client.secrets.some(({ hash }) => constantTimeEqual(hash, ports.secretDigest(sent)));
  if (members.text("client_id") !== client_id || !secretRight || ours.some((name) => members.has(name)))
    throw new Refusal("registration_differs");
  // Every address is judged before one of them is asked.
  const registration = { ...before, members: keptMembers(members) };
  const terms = await readTerms(members, before.kind, ports);
  const needs =
    isSecretMethod(terms.token_endpoint_auth_method) &&
    !client.secrets.some(({ expiresAt }) => (expiresAt ?? now + 1) > now);
  const secret = needs ? newClientSecret(client.environment, ports) : null;
  if (!(await ports.registrations.replace(client_id, terms, registration, secret, now)))
    throw new Refusal("bearer_invalid");
  ports.report({ name: "client_registration_changed", client_id });
  return response(client_id, terms, registration, token, secret, ports);
}

/** RFC 7592 §2.3 — the client and everything it holds ends. */
export async function removeRegistration(
  client_id: string,
  bearer: string | null,
  ports: Ports,
): Promise<void> {
  await prove(client_id, bearer, ports);
  await ports.registrations.remove(client_id, ports.clock.now());
  ports.report({ name: "client_registration_removed", client_id });
}

/** RFC 7591 §3 — who may register; null means anybody, who then has to wait for a turn. */
async function initialTokenOf(
  { bearer, address }: RegistrationRequest,
  ports: Ports,
): Promise<InitialToken | null> {
  const { mode } = ports.registration;
  if (mode === "off") throw new Refusal("not_found");
  const now = ports.clock.now();
  if (bearer !== null) {
    const known = isSecret("ght", bearer)
      ? await ports.registrations.findInitialToken(ports.secretDigest(bearer), now)
      : null;
    if (known === null) throw new Refusal("bearer_invalid");
    return known;
  }
  if (mode === "token") throw new Refusal("bearer_missing");
  const wait = await ports.throttle.fail(`register:${address}`, perAddress, now);
  if (wait > 0) throw new Refusal("too_many_registrations", wait);
  return null;
}

/** RFC 7592 §2: unknown client, another client's token and a removed client are one answer. */
async function prove(
  client_id: string,
  bearer: string | null,
  ports: Ports,
): Promise<{ client: Client; registration: Registration; token: string }> {
  if (ports.registration.mode === "off") throw new Refusal("not_found");
  if (bearer === null) throw new Refusal("bearer_missing");
  const client = isSecret("ghm", bearer) ? await ports.clients.find(client_id) : null;
  const hash = client?.registration?.accessTokenHash ?? "-".repeat(43);
  const right = constantTimeEqual(hash, ports.secretDigest(bearer));
  if (!right || client === null || client.registration === null || client.status === "disabled")
    throw new Refusal("bearer_invalid");
  return { client, registration: client.registration, token: bearer };
}

/** RFC 7591 §3.1 — application/json and nothing else. */
function readJsonBody({ contentType, body }: RegistrationRequest): Members {
  if (!/^application\/json(?:[ \t]*;[ \t]*charset="?utf-?8"?)?[ \t]*$/i.test(contentType ?? ""))
    throw new Refusal("registration_media_type");
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    throw new Refusal("registration_malformed");
  }
  return readMembers(json);
}

function termsOf(client: Client): SelfRegisteredTerms {
  return client;
}

function response(
  client_id: string,
  terms: SelfRegisteredTerms,
  registration: Registration,
  registration_access_token: string,
  secret: NewSecret | null,
  ports: Ports,
): RegistrationResponse {
  return {
    client_id,
    client_id_issued_at: Math.floor(registration.issuedAt / 1000),
    ...(secret === null ? {} : { client_secret: secret.client_secret, client_secret_expires_at: 0 }),
    registration_access_token,
    registration_client_uri: `${ports.issuer}${paths.register}/${client_id}`,
    client_name: terms.client_name,
    application_type: terms.application_type === "native" ? "native" : "web",
    token_endpoint_auth_method: terms.token_endpoint_auth_method,
    grant_types: terms.grant_types,
    response_types: terms.grant_types.includes("authorization_code") ? ["code"] : [],
    redirect_uris: terms.redirect_uris,
    scope: terms.scopes.join(" "),
    ...terms.metadata,
    ...registration.members,
  };
}
