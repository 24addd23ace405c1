/** PO-01 — whose run it is: of this app, this person and this session, and of nobody else. */
import type { ApiJson, AppJson, ClientJson } from "../../../desk/json.ts";
import { listApis } from "../../../desk/operations/apis.ts";
import { endSecret } from "../../../desk/operations/clients.ts";
import { perform } from "../../../desk/perform.ts";
import { flowsOf } from "../../../desk/playground-steps.ts";
import type { RunOwner, StoredRun } from "../../../desk/playground.ts";
import type { AppPlace } from "../../../pages/models/portal.ts";
import type { PlaygroundObstacle } from "../../../pages/models/playground.ts";
import { portalPaths } from "../../../pages/portal/paths.ts";
import { isSecretMethod } from "../../../oauth/clients/methods.ts";
import type { TokenEndpointAuthMethod } from "../../../oauth/words.ts";
import { ask, type Visit } from "../../desk/visit.ts";
import { appOf, placeOf } from "../read.ts";

export interface Playground {
  app: AppJson;
  place: AppPlace;
  /** The client of the test environment; the live one is never touched. */
  client: ClientJson | null;
  api: ApiJson | null;
  /** Why nothing can be run; null when it can. */
  obstacle: PlaygroundObstacle | null;
  stored: StoredRun | null;
}

/** Where the browser comes back to. Exactly this is registered, and nothing else. */
export function callbackOf({ context }: Visit): string {
  return context.ports.issuer + portalPaths("").playgroundCallback;
}

/** Throws Problem `not_found` for an app of others. */
export async function playgroundOf(visit: Visit): Promise<Playground> {
  const app = await appOf(visit);
  const place = await placeOf(visit, app);
  const client = app.clients.find(({ environment }) => environment === "test") ?? null;
  const { items } = client === null ? { items: [] } : await ask(visit, listApis, {});
  const obstacle = obstacleOf(place, client);
  return {
    app,
    place,
    client,
    api: items.find(({ identifier }) => identifier === client?.resource) ?? null,
    obstacle,
    stored: obstacle === null ? await runOf(visit, app.id) : null,
  };
}

function obstacleOf({ app, may }: AppPlace, client: ClientJson | null): PlaygroundObstacle | null {
  if (client === null) return "no_client";
  if (app.suspended_at !== null || client.status === "disabled") return "out_of_service";
  if (!may.change) return "role";
  const method = client.token_endpoint_auth_method as TokenEndpointAuthMethod;
  if (method !== "none" && !isSecretMethod(method)) return "key";
  return flowsOf(client).length === 0 ? "no_flow" : null;
}

/** Null for a session without a name: nothing can be bound to it. */
export function ownerOf({ browser }: Visit, app: string): RunOwner | null {
  const { sid } = browser.session;
  return sid === null ? null : { app, person: browser.person.id, sid };
}

async function runOf(visit: Visit, app: string): Promise<StoredRun | null> {
  const { ports, playground } = visit.context;
  const owner = ownerOf(visit, app);
  return owner === null ? null : playground.runs.find(owner, ports.clock.now());
}

/** Ends a run and the secret that was made for it. To take away what only this run knows asks for no new proof of who one is. */
export async function endRun(visit: Visit, { id, secretId }: StoredRun): Promise<void> {
  const { context, caller } = visit;
  await context.playground.runs.end(id, context.ports.clock.now());
  if (secretId !== null)
    await perform(endSecret, context.desk, { ...caller, fresh: true }, { secret: secretId });
}
