/** What a member of the app's organisation sees in the inspector. */
import { setImmediate } from "node:timers/promises";
import type { Caller } from "../../src/desk/caller.ts";
import { listEvents, type EventJson } from "../../src/desk/operations/events.ts";
import { perform } from "../../src/desk/perform.ts";
import { byPerson } from "../../src/lib/actor.ts";
import type { TestApp, TestServer } from "../support/server.ts";

export function memberOf(organisation: string): Caller {
  return {
    person: { id: "member", name: "Member", email: null },
    roles: new Map([[organisation, "viewer"]]),
    staff: null,
    fresh: true,
    writes: false,
    by: byPerson("member"),
  };
}

export async function eventsOf(
  server: TestServer,
  app: Pick<TestApp, "appId">,
  input: object = {},
): Promise<EventJson[]> {
  const { desk } = server.gatehouse;
  return (await perform(listEvents, desk, memberOf("org_1"), { app: app.appId, ...input })).items;
}

/** The newest event of the app with this refusal. It is told after the answer has left, so it may be a moment later. */
export async function seen(
  server: TestServer,
  app: TestApp,
  refusal: string | null,
  input: object = {},
): Promise<EventJson> {
  let last: EventJson[] = [];
  for (let turn = 0; turn < 200; turn++) {
    last = await eventsOf(server, app, input);
    const found = last.find((event) => event.refusal === refusal);
    if (found !== undefined) return found;
    await setImmediate();
  }
  throw new Error(`no event ${refusal}: ${JSON.stringify(last.map((event) => event.refusal))}`);
}
