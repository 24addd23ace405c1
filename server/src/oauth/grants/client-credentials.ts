/** RFC 6749 §4.4 — client_credentials: an app on its own behalf. No person, no refresh token. */
import { findResource } from "../checks/resource.ts";
import { readScope, scopeForMachine } from "../checks/scope.ts";
import { grant, type Grant } from "./grant.ts";

export const clientCredentials: Grant = grant<{ scope: readonly string[] | null; resource: string | null }>({
  grant_type: "client_credentials",
  parameters: ["scope", "resource"],
  confidentialOnly: true,
  read: (parameters) => ({
    scope: readScope(parameters.get("scope")),
    resource: parameters.get("resource"),
  }),
  async decide(request, client, ports) {
    const resource = await findResource(request.resource, client, ports);
    return {
      client,
      resource,
      subject: null,
      scope: scopeForMachine(request.scope, client, resource),
      source: { kind: "direct" },
    };
  },
});
