/** How far newcomers have come: their apps, and what each of them has done so far. */
import type { AppJson } from "../../desk/json.ts";
import { listMilestones, type MilestoneJson } from "../../desk/operations/events.ts";
import type { FirstRun } from "../../pages/models/portal.ts";
import { ask, type Visit } from "../desk/visit.ts";

/** When the apps of an organisation got how far. */
export async function milestonesOf(visit: Visit, organisation: string): Promise<readonly MilestoneJson[]> {
  return (await ask(visit, listMilestones, { organisation })).items;
}

/** When an app first got so far; null before that. */
export function reachedAt(
  milestones: readonly MilestoneJson[],
  app: string,
  milestone: MilestoneJson["milestone"],
): string | null {
  return milestones.find((one) => one.app_id === app && one.milestone === milestone)?.at ?? null;
}

/** The way of the app that has come furthest; null once one of them is live, for then the beginning is over. */
export function firstRunOf(
  visit: Visit,
  organisation: { id: string; name: string },
  apps: readonly AppJson[],
  milestones: readonly MilestoneJson[],
): FirstRun | null {
  if (apps.some(({ clients }) => clients.some(({ environment }) => environment === "live"))) return null;
  const ways = apps.map((app) => ({
    app: { id: app.id, name: app.client_name },
    tokenAt: reachedAt(milestones, app.id, "first_token"),
    callAt: reachedAt(milestones, app.id, "first_200"),
  }));
  const furthest =
    ways.find(({ callAt }) => callAt !== null) ?? ways.find(({ tokenAt }) => tokenAt !== null) ?? ways[0];
  return {
    organisation: { id: organisation.id, name: organisation.name },
    here: visit.path,
    ...(furthest ?? { app: null, tokenAt: null, callAt: null }),
  };
}
