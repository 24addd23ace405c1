/** From test to live: a developer asks, staff decide, and the app has a client of its own for real data. */
import { Type } from "typebox";
import { newClientId } from "../../oauth/clients/register.ts";
import { uuid7 } from "../../lib/random.ts";
import { termsTroubles } from "../apps.ts";
import type { AppJson, List, LiveCheckJson, LiveRequestJson } from "../json.ts";
import { LIVE_CHECKS, liveChecks } from "../live-checks.ts";
import { newTerms } from "../live-changes.ts";
import { operation, type Operation } from "../operation.ts";
import type { Desk } from "../ports.ts";
import { Problem } from "../problems.ts";
import type { AppView, NewClient } from "../registry.ts";
import { proveSeen, seenNow } from "../reviewed.ts";
import { AppShape, LiveRequestShape, SeenShape, appJson, listOf, liveRequestJson } from "../shapes.ts";
import { apiOf } from "./apps.ts";

export const requestLive: Operation<AppJson> = operation({
  name: "app.request_live",
  method: "POST",
  path: "/apps/{app}/live",
  summary:
    "Asks for live credentials, or, for a live app, for what it has in test only. Where registration is open they are there at once; else staff decide.",
  target: "app",
  who: { member: "developer" },
  fresh: true,
  input: Type.Object(
    {
      app: Type.String(),
      answers: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 2000 }))),
    },
    { additionalProperties: false },
  ),
  output: AppShape,
  async run(desk, caller, { answers = {} }, { app }) {
    if (app.suspendedAt !== null) throw new Problem("suspended");
    const live = app.clients.find(({ environment }) => environment === "live");
    const test = app.clients.find(({ environment }) => environment === "test");
    // A live app asks again for what it has in test only.
    if (live !== undefined && (test === undefined || newTerms(live, test).length === 0))
      throw new Problem("conflict");
    // Made now, so that nobody waits for a decision about what could not go live anyway.
    const client = await liveClient(desk, app);
    if (desk.settings.app_creation === "open") {
      // There it is changed at once.
      if (live !== undefined) throw new Problem("conflict");
      const registry = desk.registry(caller.by);
      // Somebody else was quicker, or deleted the app.
      if (!(await registry.addClient(app.id, client))) throw new Problem("conflict");
      return appJson((await registry.findApp(app.id)) ?? app);
    }
    const request = {
      id: `live_${uuid7(desk.clock, desk.random)}`,
      appId: app.id,
      requestedBy: caller.person?.id ?? caller.by.actor.id,
      requestedAt: desk.clock.now(),
      answers,
      again: live !== undefined,
    };
    if (!(await desk.liveRequests.ask(request, caller.by))) throw new Problem("conflict");
    return appJson(app);
  },
});

export const readLiveRequest: Operation<List<LiveRequestJson>> = operation({
  name: "app.live_request",
  method: "GET",
  path: "/apps/{app}/live",
  summary: "The newest wish of an app to go live, and what became of it.",
  target: "app",
  who: { member: "viewer" },
  fresh: false,
  input: Type.Object({ app: Type.String() }, { additionalProperties: false }),
  output: listOf(LiveRequestShape),
  async run(desk, _caller, _input, { app }) {
    const newest = await desk.liveRequests.newest(app.id);
    if (newest === null) return { items: [] };
    return { items: [{ ...liveRequestJson(newest), seen: seenNow(appJson(app), newest.id) }] };
  },
});

export const readLiveChecks: Operation<List<LiveCheckJson>> = operation({
  name: "app.live_checks",
  method: "GET",
  path: "/apps/{app}/live/checks",
  summary: "What a reviewer will look at, read from what is there.",
  target: "app",
  who: { member: "viewer" },
  fresh: false,
  input: Type.Object({ app: Type.String() }, { additionalProperties: false }),
  output: listOf(
    Type.Object({
      check: Type.Union(LIVE_CHECKS.map((check) => Type.Literal(check))),
      met: Type.Boolean(),
    }),
  ),
  async run(desk, _caller, _input, { app }) {
    const test = app.clients.find(({ environment }) => environment === "test");
    const client = test === undefined ? null : await desk.protocol.clients.find(test.client_id);
    return { items: client === null ? [] : liveChecks(app, client) };
  },
});

export const liveQueue: Operation<List<LiveRequestJson>> = operation({
  name: "live_request.list",
  method: "GET",
  path: "/live-requests",
  summary: "Wishes to go live that wait for a decision, oldest first. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object({}, { additionalProperties: false }),
  output: listOf(LiveRequestShape),
  run: async (desk) => ({ items: (await desk.liveRequests.waiting()).map(liveRequestJson) }),
});

export const decideLive: Operation<AppJson> = operation({
  name: "app.decide_live",
  method: "POST",
  path: "/apps/{app}/live/decision",
  summary: "Approves or declines the wish of an app to go live. For staff.",
  target: "app",
  who: { staff: "reviewer" },
  fresh: true,
  input: Type.Object(
    {
      app: Type.String(),
      decision: Type.Union([Type.Literal("approved"), Type.Literal("declined")]),
      reason: Type.Optional(Type.String({ maxLength: 2000 })),
      /** What was decided about; without it the app is taken as it is now. */
      seen: Type.Optional(SeenShape),
    },
    { additionalProperties: false },
  ),
  output: AppShape,
  async run(desk, caller, { decision, reason = "", seen }, { app }) {
    if (decision === "declined" && reason.trim() === "")
      throw new Problem("invalid", [{ field: "reason", sentence: "Say what the developer should change." }]);
    const request = await desk.liveRequests.newest(app.id);
    if (request === null || request.decision !== null) throw new Problem("conflict");
    if (seen !== undefined) proveSeen(seen, seenNow(appJson(app), request.id));
    const client = decision === "approved" ? await liveClient(desk, app) : null;
    const decided = await desk.liveRequests.decide(
      request.id,
      {
        client,
        name: app.name,
        reason: reason.trim() === "" ? null : reason.trim(),
        decidedBy: caller.person?.id ?? caller.by.actor.id,
        decidedAt: desk.clock.now(),
      },
      caller.by,
    );
    if (!decided) throw new Problem("conflict");
    return appJson((await desk.registry(caller.by).findApp(app.id)) ?? app);
  },
});

/** The live client as the test client is now, without a secret: its developer makes one, and nobody else ever sees it. */
async function liveClient(desk: Desk, app: AppView): Promise<NewClient> {
  const test = app.clients.find(({ environment }) => environment === "test");
  if (test === undefined) throw new Problem("conflict");
  const api = await apiOf(desk, test.resource);
  const troubles = termsTroubles(app, test, api);
  if (troubles.length > 0) throw new Problem("invalid", troubles);
  return {
    client_id: newClientId("live", desk),
    environment: "live",
    resource: test.resource,
    token_endpoint_auth_method: test.token_endpoint_auth_method,
    grant_types: test.grant_types,
    redirect_uris: test.redirect_uris,
    scopes: test.scopes,
    settings: test.settings,
    metadata: test.metadata,
    apiVersion: test.apiVersion,
    preset: test.preset,
  };
}
