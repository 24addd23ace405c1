/** RFC 9126 §2 — a client pushes its authorization request, proves itself, and gets a name for it. */
import { secretText } from "../../lib/random.ts";
import { authenticateClient, credentialParameters } from "../checks/client-authentication.ts";
import { parametersOf, refuseDuplicates } from "../checks/parameters.ts";
import { provenKey } from "../checks/sender.ts";
import type { Client } from "../clients/client.ts";
import { isFapi } from "../clients/fapi.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { readBody, type EndpointRequest } from "../token/read-body.ts";
import { secretHash } from "../tokens/secret-token.ts";
import { AnsweredRefusal, authorizeParameters, readAuthorization } from "./read.ts";
import { requestUriPrefix, unwrap } from "./wrapped.ts";

export interface Pushed {
  request_uri: string;
  /** Whole seconds. */
  expires_in: number;
}

const known: ReadonlySet<string> = new Set([...authorizeParameters, ...credentialParameters]);

/** The whole of POST /oauth/par. Throws `Refusal`; whatever the browser would have been refused is refused here already. */
export async function pushAuthorization(request: EndpointRequest, ports: Ports): Promise<Pushed> {
  const sent = readBody(request, ports);
  refuseDuplicates(sent, known);
  const client = await authenticateClient({ ...request, parameters: sent }, ports);
  // §2.1 item 2: what is pushed cannot itself be a name of something pushed.
  if (sent.get("request_uri") !== null) throw new Refusal("request_uri_pushed");
  const { parameters, signed } = await unwrap(sent, client, authorizeParameters, ports);
  if (!signed && client.metadata.require_signed_request_object === true)
    throw new Refusal("request_object_required");
  // FAPI 2.0 §5.3.2.2 item 6.
  if (isFapi(client) && parameters.get("redirect_uri") === null) throw new Refusal("redirect_uri_missing");
  const dpop_jkt = await keyFor(request, parameters.get("dpop_jkt"), client, ports);
  const pairs = [...authorizeParameters]
    .filter((name) => name !== "client_id" && name !== "dpop_jkt")
    .map((name) => [name, parameters.get(name)] as const)
    .concat([
      ["client_id", client.client_id],
      ["dpop_jkt", dpop_jkt],
    ])
    .filter((pair): pair is readonly [string, string] => pair[1] !== null);
  await validate(pairs, ports);
  const now = ports.clock.now();
  const request_uri = requestUriPrefix + secretText(ports.random, 32);
  const expires_in = ports.rules.pushed_request_seconds;
  await ports.pushed.put({
    hash: secretHash(request_uri),
    client_id: client.client_id,
    parameters: pairs,
    createdAt: now,
    expiresAt: now + expires_in * 1000,
  });
  ports.report({ name: "request_pushed", client_id: client.client_id });
  return { request_uri, expires_in };
}

/** RFC 9449 §10.1 — the key may be named or proven; both must agree. */
async function keyFor(
  request: EndpointRequest,
  named: string | null,
  client: Client,
  ports: Ports,
): Promise<string | null> {
  const proven = await provenKey(request, client, null, ports);
  if (named !== null && proven !== null && named !== proven.jkt) throw new Refusal("dpop_jkt_differs");
  return proven?.jkt ?? named;
}

/** §2.3: the error of the authorization endpoint, told to the client itself. */
async function validate(pairs: readonly (readonly [string, string])[], ports: Ports): Promise<void> {
  try {
    await readAuthorization(parametersOf(pairs), ports, "pushing");
  } catch (error) {
    throw error instanceof AnsweredRefusal ? new Refusal(error.refusal) : error;
  }
}
