/** RFC 8693 — token exchange: an app of the same organisation gets a token for the same person that allows no more, and ends no later. */
import { scopeWithin } from "../agents/limits.ts";
import { proveBoundKey } from "../checks/sender.ts";
import { findResource } from "../checks/resource.ts";
import { narrowed, readScope, stillAssigned } from "../checks/scope.ts";
import { actorOf } from "../exchange/actor.ts";
import { liveAccess, type LiveAccess } from "../introspect.ts";
import { isIdentityScope } from "../openid/scopes.ts";
import type { Ports } from "../ports.ts";
import { Refusal, type RefusalName } from "../refusals.ts";
import { ACCESS_TOKEN_TYPE, OFFLINE_ACCESS, TOKEN_EXCHANGE_GRANT } from "../words.ts";
import { grant, type Grant } from "./grant.ts";

interface ExchangeRequest {
  subject_token: string;
  actor_token: string | null;
  /** RFC 8693 §2.1: the target by its URI, and by its name; our APIs have one name, their identifier. */
  targets: readonly string[];
  scope: readonly string[] | null;
}

export const tokenExchange: Grant = grant<ExchangeRequest>({
  grant_type: TOKEN_EXCHANGE_GRANT,
  parameters: [
    "subject_token",
    "subject_token_type",
    "actor_token",
    "actor_token_type",
    "requested_token_type",
    "resource",
    "audience",
    "scope",
  ],
  confidentialOnly: true,
  read(parameters) {
    const subject_token = parameters.get("subject_token");
    const actor_token = parameters.get("actor_token");
    const types = [parameters.get("subject_token_type"), parameters.get("actor_token_type")];
    if (subject_token === null || types[0] === null) throw new Refusal("missing_subject_token");
    // RFC 8693 §2.1: the type comes with the actor's token, and not without it.
    if ((actor_token === null) !== (types[1] === null)) throw new Refusal("actor_token_invalid");
    const asked = [...types, parameters.get("requested_token_type")].filter((type) => type !== null);
    if (asked.some((type) => type !== ACCESS_TOKEN_TYPE)) throw new Refusal("token_type_unsupported");
    const targets = [parameters.get("resource"), parameters.get("audience")].filter((one) => one !== null);
    return { subject_token, actor_token, targets, scope: readScope(parameters.get("scope")) };
  },
  async decide(request, client, ports, key) {
    const subject = await living(request.subject_token, "subject_token_invalid", ports);
    // A token that is bound to a key is worth nothing without it, here as everywhere (RFC 9449 §7.1).
    proveBoundKey(subject.cnf, key);
    const subjectClient = await ports.clients.find(subject.client_id);
    // A machine has no permission of a person that could be passed on, and no family with which the new token would end.
    if (subject.subject === null || subject.familyId === null || subjectClient === null)
      throw new Refusal("subject_token_invalid");
    if (subjectClient.environment !== client.environment) throw new Refusal("subject_token_invalid");
    const actor =
      request.actor_token === null ? null : await living(request.actor_token, "actor_token_invalid", ports);
    // Only its own token says that a client acts: somebody else's would let it act in another's name.
    if (actor !== null && actor.client_id !== client.client_id) throw new Refusal("actor_token_invalid");
    const resource = await findResource(request.targets[0] ?? null, client, ports, subject.resource);
    if ([...request.targets, subject.resource].some((target) => target !== resource.identifier))
      throw new Refusal("resource_unknown");
    // For the API only: neither lasting access nor who the person is can be passed on.
    const standing = stillAssigned(subject.scope, client, resource).filter(
      (scope) => scope !== OFFLINE_ACCESS && !isIdentityScope(scope),
    );
    // What the person limited the first app to holds for whoever acts after it.
    const family = await ports.families.find(subject.familyId);
    const passable = scopeWithin(family?.limits, standing, resource);
    const scope = narrowed(request.scope, passable);
    if (scope.length === 0) throw new Refusal("scope_wider");
    const refusal = await ports.exchangePolicy({ client, subject, subjectClient, actor, scope });
    if (refusal !== null) throw new Refusal(refusal);
    const act = actorOf(subject, actor);
    // The person has proven no more since; details of a permission are for the app that was given them.
    const { familyId, tokenId: parentId, expiresAt, more } = subject;
    return {
      client,
      resource,
      subject: subject.subject,
      scope,
      source: { kind: "exchange", familyId, parentId, expiresAt, act, more },
    };
  },
});

/** What a token of ours means now. Throws `refusal` when it means nothing, or ends within the second. */
async function living(token: string, refusal: RefusalName, ports: Ports): Promise<LiveAccess> {
  const access = await liveAccess(token, ports);
  if (access === null || access.expiresAt - ports.clock.now() < 1000) throw new Refusal(refusal);
  return access;
}
