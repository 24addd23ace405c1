/** What happened at the endpoints, with cause and fix; how much an app is used; how far newcomers get. */
import { Type } from "typebox";
import { diagnose } from "../inspector/diagnose.ts";
import {
  KINDS,
  OUTCOMES,
  type Facts,
  type Kind,
  type Outcome,
  type StoredEvent,
} from "../inspector/event.ts";
import type { Count } from "../inspector/ports.ts";
import type { List } from "../json.ts";
import { operation, type Operation } from "../operation.ts";
import { page, pageOf, type Page } from "../page.ts";
import { listOf, stamp } from "../shapes.ts";

const Text = Type.String();
const TextOrNull = Type.Union([Text, Type.Null()]);
const EnvironmentShape = Type.Union([Type.Literal("test"), Type.Literal("live")]);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface EventJson {
  id: string;
  at: string;
  client_id: string;
  environment: "test" | "live";
  kind: Kind;
  outcome: Outcome;
  refusal: string | null;
  grant_type: string | null;
  route: string | null;
  facts: Facts;
  request_id: string | null;
  diagnosis: { cause: string; fix: string; guide: string } | null;
}

const toJson = ({ at, ...event }: StoredEvent): EventJson => ({
  ...event,
  at: stamp(at),
  diagnosis: diagnose(event),
});

export const listEvents: Operation<Page<EventJson>> = operation({
  name: "event.list",
  method: "GET",
  path: "/apps/{app}/events",
  summary:
    "What happened with an app in the last seven days, newest first: each request and decision without its secrets, and the cause and fix of each refusal.",
  target: "app",
  who: { member: "viewer" },
  fresh: false,
  input: Type.Object(
    {
      app: Text,
      environment: Type.Optional(EnvironmentShape),
      outcome: Type.Optional(Type.Union(OUTCOMES.map((outcome) => Type.Literal(outcome)))),
      kind: Type.Optional(Type.Union(KINDS.map((kind) => Type.Literal(kind)))),
      cursor: Type.Optional(Type.String({ maxLength: 500 })),
    },
    { additionalProperties: false },
  ),
  output: pageOf(
    Type.Object({
      id: Text,
      at: Text,
      client_id: Text,
      environment: EnvironmentShape,
      kind: Text,
      outcome: Text,
      refusal: TextOrNull,
      grant_type: TextOrNull,
      route: TextOrNull,
      facts: Type.Record(Text, Type.Unknown()),
      request_id: TextOrNull,
      diagnosis: Type.Union([Type.Object({ cause: Text, fix: Text, guide: Text }), Type.Null()]),
    }),
  ),
  run: (desk, _caller, { cursor, environment, outcome, kind }, { app }) =>
    page(
      desk,
      `events ${app.id} ${JSON.stringify([environment, outcome, kind])}`,
      cursor,
      (before, limit) => desk.events.list({ appId: app.id, environment, outcome, kind, before, limit }),
      toJson,
    ),
});

export interface UsageJson {
  client_id: string;
  environment: "test" | "live";
  hour: string;
  kind: Count["kind"];
  name: string;
  version: string;
  count: number;
  last_at: string;
}

export const readUsage: Operation<List<UsageJson>> = operation({
  name: "usage.read",
  method: "GET",
  path: "/apps/{app}/usage",
  summary:
    "How much an app is used, per hour: tokens by grant, refusals by name, calls by route and version.",
  target: "app",
  who: { member: "viewer" },
  fresh: false,
  input: Type.Object(
    { app: Text, days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })) },
    { additionalProperties: false },
  ),
  output: listOf(
    Type.Object({
      client_id: Text,
      environment: EnvironmentShape,
      hour: Text,
      kind: Text,
      name: Text,
      version: Text,
      count: Type.Integer(),
      last_at: Text,
    }),
  ),
  async run(desk, _caller, { days = 7 }, { app }) {
    const now = desk.clock.now();
    const rows = await desk.events.usage(app.id, now - (now % HOUR) - days * DAY);
    const environments = new Map(app.clients.map(({ client_id, environment }) => [client_id, environment]));
    return {
      items: rows.map(({ hour, lastAt, ...row }) =>
        Object.assign(row, {
          environment: environments.get(row.client_id) ?? ("test" as const),
          hour: stamp(hour),
          last_at: stamp(lastAt),
        }),
      ),
    };
  },
});

export interface VersionUseJson {
  version: string;
  app_id: string;
  client_name: string;
  organisation: string;
  environment: "test" | "live";
  calls: number;
  last_at: string;
}

export const readVersions: Operation<List<VersionUseJson>> = operation({
  name: "usage.versions",
  method: "GET",
  path: "/usage/versions",
  summary: "Which apps still call with which version of an API. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object(
    { days: Type.Optional(Type.Integer({ minimum: 1, maximum: 400 })) },
    { additionalProperties: false },
  ),
  output: listOf(
    Type.Object({
      version: Text,
      app_id: Text,
      client_name: Text,
      organisation: Text,
      environment: EnvironmentShape,
      calls: Type.Integer(),
      last_at: Text,
    }),
  ),
  async run(desk, _caller, { days = 30 }) {
    const rows = await desk.events.versions(desk.clock.now() - days * DAY);
    return { items: rows.map(({ lastAt, ...row }) => Object.assign(row, { last_at: stamp(lastAt) })) };
  },
});

export interface MilestoneJson {
  app_id: string;
  milestone: "first_token" | "first_200";
  at: string;
}

export const listMilestones: Operation<List<MilestoneJson>> = operation({
  name: "milestone.list",
  method: "GET",
  path: "/organisations/{organisation}/milestones",
  summary:
    "When each app of an organisation got its first token, and when an API first let a call of it in: first_200.",
  target: "organisation",
  who: { member: "viewer" },
  fresh: false,
  input: Type.Object({ organisation: Text }, { additionalProperties: false }),
  output: listOf(
    Type.Object({
      app_id: Text,
      milestone: Type.Union([Type.Literal("first_token"), Type.Literal("first_200")]),
      at: Text,
    }),
  ),
  async run(desk, _caller, { organisation }) {
    const reached = await desk.events.milestones(organisation);
    return {
      items: reached.map(({ appId, milestone, at }) => ({ app_id: appId, milestone, at: stamp(at) })),
    };
  },
});

export interface FunnelJson {
  step: string;
  count: number;
  /** From sign-up; null before anybody got there. */
  median_seconds: number | null;
}

export const readFunnel: Operation<List<FunnelJson>> = operation({
  name: "funnel.read",
  method: "GET",
  path: "/funnel",
  summary:
    "How many newcomers got how far, from sign-up to live, and how long it took them: first_200 is the time to the first call that an API let in. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object(
    { days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })) },
    { additionalProperties: false },
  ),
  output: listOf(
    Type.Object({
      step: Text,
      count: Type.Integer(),
      median_seconds: Type.Union([Type.Number(), Type.Null()]),
    }),
  ),
  async run(desk, _caller, { days = 90 }) {
    const steps = await desk.events.funnel(desk.clock.now() - days * DAY);
    return {
      items: steps.map(({ step, count, medianMs }) => ({
        step,
        count,
        median_seconds: medianMs === null ? null : medianMs / 1000,
      })),
    };
  },
});
