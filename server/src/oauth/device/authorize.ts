/** RFC 8628 §3.1, §3.2 — a device without a browser asks for a pair of codes: one it keeps, one that a person types elsewhere. */
import { authenticateClient, credentialParameters } from "../checks/client-authentication.ts";
import { refuseDuplicates } from "../checks/parameters.ts";
import { findResource } from "../checks/resource.ts";
import { readScope, scopeForPerson } from "../checks/scope.ts";
import { readDetails } from "../details/read.ts";
import { paths } from "../paths.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { readBody, type EndpointRequest } from "../token/read-body.ts";
import { newSecret, secretHash } from "../tokens/secret-token.ts";
import { DEVICE_CODE_GRANT } from "../words.ts";
import { newUserCode } from "./user-code.ts";

/** RFC 8628 §3.2; times in seconds. */
export interface DeviceAuthorizationResponse {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
}

/** Long enough to find the telephone, short enough that few codes can be guessed at (RFC 8628 §5.1). Seconds. */
const LIFETIME = 600;
const INTERVAL = 5;

const known: ReadonlySet<string> = new Set([
  ...credentialParameters,
  "scope",
  "resource",
  "authorization_details",
]);

/** The whole of POST /oauth/device. Throws `Refusal`, spoken as at the token endpoint. */
export async function authorizeDevice(
  request: EndpointRequest,
  ports: Ports,
): Promise<DeviceAuthorizationResponse> {
  const parameters = readBody(request, ports);
  refuseDuplicates(parameters, known);
  const client = await authenticateClient({ ...request, parameters }, ports);
  if (!client.grant_types.includes(DEVICE_CODE_GRANT)) throw new Refusal("grant_not_allowed");
  const resource = await findResource(parameters.get("resource"), client, ports);
  const authorization_details = readDetails(parameters.get("authorization_details"), client, resource);
  // RFC 9396 §3: who asks for details alone asks for no scope.
  const asked = readScope(parameters.get("scope")) ?? (authorization_details.length > 0 ? [] : null);
  const scope = scopeForPerson(asked, client, resource);
  const now = ports.clock.now();
  const device_code = newSecret("ghd", client.environment, ports);
  const user_code = await stored(ports, {
    hash: secretHash(device_code),
    client_id: client.client_id,
    scope,
    resource: resource.identifier,
    environment: client.environment,
    interval: INTERVAL,
    authorization_details,
    createdAt: now,
    expiresAt: now + LIFETIME * 1000,
  });
  ports.report({ name: "device_code_issued", client_id: client.client_id });
  const verification_uri = ports.issuer + paths.devicePage;
  return {
    device_code,
    user_code,
    verification_uri,
    verification_uri_complete: `${verification_uri}?user_code=${user_code}`,
    expires_in: LIFETIME,
    interval: INTERVAL,
  };
}

/** Stores it under a user code that nobody else has now. */
async function stored(
  ports: Ports,
  device: Omit<Parameters<Ports["devices"]["put"]>[0], "userCode">,
): Promise<string> {
  // Two alike among a thousand million are rare; three times in a row they are not chance.
  for (let tries = 0; tries < 3; tries++) {
    const code = newUserCode(ports.random);
    if ((await ports.devices.put({ ...device, userCode: ports.secretDigest(code) })) === "stored")
      return code;
  }
  throw new Refusal("overloaded");
}
