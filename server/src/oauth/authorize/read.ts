/** RFC 6749 §4.1.1 — reads an authorization request, in this order: client, redirect_uri, everything else. */
import { refuseDuplicates, type Parameters } from "../checks/parameters.ts";
import { readChallenge, type Challenge } from "../checks/pkce.ts";
import { matchRedirect, type RedirectTarget } from "../checks/redirect-uri.ts";
import { findResource } from "../checks/resource.ts";
import { readScope, scopeForPerson } from "../checks/scope.ts";
import { readDpopJkt } from "../checks/sender.ts";
import type { Client } from "../clients/client.ts";
import type { AuthorizationDetail } from "../details/detail.ts";
import { readDetails } from "../details/read.ts";
import { readHint } from "../openid/logout.ts";
import { openIdParameters, readOpenId, type OpenIdRequest, type ResponseMode } from "../openid/request.ts";
import { documentClient, isDocumentId } from "../registration/document.ts";
import type { Ports } from "../ports.ts";
import { Refusal, type RefusalName } from "../refusals.ts";
import type { Resource } from "../resource.ts";
import { unwrap, type Unwrapped } from "./wrapped.ts";

/** A request that is proven and understood: it may be shown to a person. */
export interface AuthorizationRequest extends Challenge {
  client: Client;
  target: RedirectTarget;
  /** As sent; null when omitted. */
  redirect_uri: string | null;
  resource: Resource;
  scope: readonly string[];
  state: string | null;
  ui_locales: string | null;
  login_hint: string | null;
  authorization_details: readonly AuthorizationDetail[];
  openid: OpenIdRequest;
  response_mode: ResponseMode;
  /** RFC 9449 §10; null when the code may be redeemed with any key. */
  dpop_jkt: string | null;
  /** Digest of the pushed request; null when it was not pushed. */
  pushed: string | null;
}

/** A "no" that the app itself is told, at its matched target. Everything else is told on our own page. */
export class AnsweredRefusal extends Error {
  readonly refusal: RefusalName;
  readonly target: RedirectTarget;
  readonly state: string | null;
  readonly client: Client;
  readonly response_mode: ResponseMode;

  constructor(
    refusal: RefusalName,
    target: RedirectTarget,
    state: string | null,
    client: Client,
    response_mode: ResponseMode,
  ) {
    super(refusal);
    this.response_mode = response_mode;
    this.refusal = refusal;
    this.target = target;
    this.state = state;
    this.client = client;
  }
}

/** Every parameter that this endpoint understands. */
export const authorizeParameters: ReadonlySet<string> = new Set([
  "response_type",
  "client_id",
  "redirect_uri",
  "scope",
  "state",
  "code_challenge",
  "code_challenge_method",
  "response_mode",
  "resource",
  "authorization_details",
  "request",
  "request_uri",
  "dpop_jkt",
  "ui_locales",
  "login_hint",
  ...openIdParameters,
]);

/** RFC 6749 §4.1.1: "state" has no limit there; this is ours, in bytes. */
const maxState = 2048;

/** Throws `Refusal` (our page) until client and redirect target are proven, `AnsweredRefusal` (the app) after that. */
export async function readAuthorization(
  sent: Parameters,
  ports: Ports,
  /** `pushing`: the client itself sends it (RFC 9126), and no browser. */
  arrival: "browser" | "pushing" = "browser",
): Promise<AuthorizationRequest> {
  if (sent.duplicates.has("client_id") || sent.duplicates.has("redirect_uri"))
    throw new Refusal("authorize_duplicate_target");
  const client_id = sent.get("client_id");
  if (client_id === null) throw new Refusal("authorize_client_missing");
  const client = isDocumentId(client_id)
    ? await documentClient(client_id, ports)
    : await ports.clients.find(client_id);
  if (client === null || client.status === "disabled") throw new Refusal("authorize_client_unknown");
  const unwrapped = await unwrap(sent, client, authorizeParameters, ports);
  const { parameters, pushed } = unwrapped;
  const redirect_uri = parameters.get("redirect_uri");
  const target = matchRedirect(client, redirect_uri);
  const state = stateToEcho(parameters);
  try {
    if (arrival === "browser") refuseUnwrapped(unwrapped, client, ports);
    return { ...(await readRest(parameters, client, ports)), client, target, redirect_uri, state, pushed };
  } catch (error) {
    if (error instanceof Refusal) {
      // A mode that is not understood cannot carry its own refusal.
      const mode = parameters.get("response_mode") === "form_post" ? "form_post" : "query";
      throw new AnsweredRefusal(error.refusal, target, state, client, mode);
    }
    throw error;
  }
}

/** RFC 9126 §5, RFC 9101 §10.5 — what this client, or everybody, must not send through the browser as it is. */
function refuseUnwrapped({ pushed, signed }: Unwrapped, { metadata }: Client, { rules }: Ports): void {
  const mustPush =
    rules.require_pushed_authorization_requests || metadata.require_pushed_authorization_requests === true;
  if (pushed === null && mustPush) throw new Refusal("par_required");
  if (!signed && metadata.require_signed_request_object === true)
    throw new Refusal("request_object_required");
}

/** The request as a query again: every parameter that means something, once. */
export function asQuery(parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const name of authorizeParameters) {
    const value = parameters.get(name);
    if (value !== null) query.append(name, value);
  }
  return query.toString();
}

/** What may be echoed: one state, not too long. Byte for byte (RFC 6749 §4.1.2). */
function stateToEcho(parameters: Parameters): string | null {
  const state = parameters.duplicates.has("state") ? null : parameters.get("state");
  return state === null || Buffer.byteLength(state) > maxState ? null : state;
}

async function readRest(
  parameters: Parameters,
  client: Client,
  ports: Ports,
): Promise<Omit<AuthorizationRequest, "client" | "target" | "redirect_uri" | "state" | "pushed">> {
  refuseDuplicates(parameters, authorizeParameters);
  if (Buffer.byteLength(parameters.get("state") ?? "") > maxState) throw new Refusal("state_too_long");
  if (parameters.get("request") !== null) throw new Refusal("request_unsupported");
  if (parameters.get("request_uri") !== null) throw new Refusal("request_uri_unsupported");
  const response_type = parameters.get("response_type");
  if (response_type === null) throw new Refusal("response_type_missing");
  if (response_type !== "code") throw new Refusal("response_type_unsupported");
  const response_mode = parameters.get("response_mode");
  if (response_mode !== null && response_mode !== "query" && response_mode !== "form_post")
    throw new Refusal("response_mode_unsupported");
  if (!client.grant_types.includes("authorization_code")) throw new Refusal("code_grant_not_allowed");
  const challenge = readChallenge(parameters, client);
  const resource = await findResource(parameters.get("resource"), client, ports);
  const authorization_details = readDetails(parameters.get("authorization_details"), client, resource);
  // RFC 9396 §3: who asks for details alone asks for no scope.
  const asked = readScope(parameters.get("scope")) ?? (authorization_details.length > 0 ? [] : null);
  const scope = scopeForPerson(asked, client, resource);
  const openid = readOpenId(parameters);
  if (openid.id_token_hint !== null && (await readHint(openid.id_token_hint, ports)) === null)
    throw new Refusal("hint_invalid");
  return {
    ...challenge,
    openid,
    response_mode: response_mode ?? "query",
    resource,
    scope,
    authorization_details,
    ui_locales: parameters.get("ui_locales"),
    login_hint: parameters.get("login_hint"),
    dpop_jkt: readDpopJkt(parameters.get("dpop_jkt")),
  };
}
