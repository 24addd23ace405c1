/** RFC 6749 §3.2 — what happens at the token endpoint, in order. */
import {
  authenticateClient,
  credentialParameters,
  type AuthenticatedClient,
} from "../checks/client-authentication.ts";
import { senderKey } from "../checks/sender.ts";
import { readForm, refuseDuplicates, type Parameters } from "../checks/parameters.ts";
import { isPublic } from "../clients/client.ts";
import type { Grant } from "../grants/grant.ts";
import { grants } from "../grants/index.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { issue } from "./issue.ts";
import { readBody, refuseSecretsInQuery, type EndpointRequest } from "./read-body.ts";
import { tokenResponse, type TokenResponse } from "./response.ts";

const common = ["grant_type", ...credentialParameters];
const known: ReadonlySet<string> = new Set([...common, ...grants.flatMap((grant) => grant.parameters)]);

/** The whole of POST /oauth/token. Throws `Refusal`; the caller speaks it as RFC 6749 §5.2 JSON. */
export async function exchange(request: EndpointRequest, ports: Ports): Promise<TokenResponse> {
  // 1 read the body
  const parameters = request.method === "GET" ? readBasicGet(request, ports) : readBody(request, ports);
  refuseDuplicates(parameters, known);
  // 2 prove the client, before anything it holds is looked at, and the key that it wants its tokens bound to
  const client = await authenticateClient({ ...request, parameters }, ports);
  const key = await senderKey(request, client, ports);
  // 3 find the grant
  const grant = findGrant(parameters, client, request.method);
  request.watch?.grant(grant.grant_type);
  // 4 read its parameters · 5 decide
  const issuance = await grant.decide(parameters, client, ports, key);
  // 6 issue
  const issued = await issue(issuance, key, ports);
  if (issuance.subject !== null) request.watch?.subject(issuance.subject);
  // 7 answer
  return tokenResponse(issued);
}

/** Opt-in of one documentation page: GET with HTTP Basic, for client_credentials only. */
function readBasicGet(request: EndpointRequest, ports: Ports): Parameters {
  refuseSecretsInQuery(request, ports);
  if (request.authorization === null) throw new Refusal("method_not_allowed");
  return readForm(request.query, "malformed_query");
}

function findGrant(parameters: Parameters, client: AuthenticatedClient, method: string): Grant {
  if (method === "GET" && client.policy.token_endpoint_get !== "basic_only")
    throw new Refusal("method_not_allowed");
  // Whoever follows "simply call GET /oauth/token" sends no parameters at all: only one grant can be meant.
  const grant_type = parameters.get("grant_type") ?? (method === "GET" ? "client_credentials" : null);
  if (grant_type === null) throw new Refusal("missing_grant_type");
  const grant = grants.find((candidate) => candidate.grant_type === grant_type);
  if (grant === undefined) throw new Refusal("unsupported_grant_type");
  if (method === "GET" && grant_type !== "client_credentials") throw new Refusal("get_not_for_grant");
  if (grant.confidentialOnly && isPublic(client)) throw new Refusal("public_client_credentials");
  if (!client.grant_types.includes(grant_type)) throw new Refusal("grant_not_allowed");
  return grant;
}
