/** RFC 6749 §6, RFC 9700 §4.14.2 — refresh_token: the next generation of a family. */
import { scopeWithin } from "../agents/limits.ts";
import { findResource } from "../checks/resource.ts";
import { narrowed, readScope, stillAssigned } from "../checks/scope.ts";
import { proveBoundKey } from "../checks/sender.ts";
import { narrowedDetails, stillPermitted } from "../details/read.ts";
import { Refusal } from "../refusals.ts";
import { provesRefresh, readRefreshToken } from "../tokens/refresh-token.ts";
import { grant, type Grant } from "./grant.ts";

interface RefreshRequest {
  refresh_token: string;
  scope: readonly string[] | null;
  resource: string | null;
  authorization_details: string | null;
}

export const refreshToken: Grant = grant<RefreshRequest>({
  grant_type: "refresh_token",
  parameters: ["refresh_token", "scope", "resource", "authorization_details"],
  confidentialOnly: false,
  read(parameters) {
    const refresh_token = parameters.get("refresh_token");
    if (refresh_token === null) throw new Refusal("missing_refresh_token");
    return {
      refresh_token,
      scope: readScope(parameters.get("scope")),
      resource: parameters.get("resource"),
      authorization_details: parameters.get("authorization_details"),
    };
  },
  async decide(request, client, ports, key) {
    const presented = readRefreshToken(request.refresh_token);
    const family = presented === null ? null : await ports.families.find(presented.familyId);
    if (presented === null || family === null || !provesRefresh(family, presented, ports))
      throw new Refusal("unknown_refresh_token");
    if (family.client_id !== client.client_id) throw new Refusal("refresh_of_another_client");
    proveBoundKey(family.cnf, key);
    // A person who was disabled has no family left that could be rotated: the store ends them in the same transaction.
    // All that can be refused is refused before the token is spent.
    const resource = await findResource(request.resource, client, ports, family.resource);
    // The API has another address since: what was allowed for the old one is not for the new one.
    if (family.resource !== resource.identifier) throw new Refusal("grant_withdrawn");
    const granted = stillPermitted(family.authorization_details, client, resource);
    const details = narrowedDetails(request.authorization_details, granted);
    const standing = stillAssigned(family.scope, client, resource);
    const scope = narrowed(request.scope, scopeWithin(family.limits, standing, resource));
    return {
      client,
      resource,
      subject: family.subject,
      scope,
      details,
      source: { kind: "refresh", family, presented: presented.generation },
    };
  },
});
