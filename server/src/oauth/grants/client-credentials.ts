/** RFC 6749 §4.4 — client_credentials: an app on its own behalf. No person, no refresh token. */
import { findResource } from "../checks/resource.ts";
import { readScope, scopeForMachine } from "../checks/scope.ts";
import { readDetailsForMachine } from "../details/read.ts";
import { grant, type Grant } from "./grant.ts";

interface MachineRequest {
  scope: readonly string[] | null;
  resource: string | null;
  authorization_details: string | null;
}

export const clientCredentials: Grant = grant<MachineRequest>({
  grant_type: "client_credentials",
  parameters: ["scope", "resource", "authorization_details"],
  confidentialOnly: true,
  read: (parameters) => ({
    scope: readScope(parameters.get("scope")),
    resource: parameters.get("resource"),
    authorization_details: parameters.get("authorization_details"),
  }),
  async decide(request, client, ports) {
    const resource = await findResource(request.resource, client, ports);
    const details = readDetailsForMachine(request.authorization_details, client, resource);
    // RFC 9396 §3: who asks for details alone asks for no scope.
    const asked = request.scope ?? (details.length > 0 ? [] : null);
    return {
      client,
      resource,
      subject: null,
      scope: scopeForMachine(asked, client, resource),
      details,
      source: { kind: "direct" },
    };
  },
});
