/** From test to live: the request of a developer and its state. */
import { readLiveChecks, readLiveRequest, requestLive } from "../../desk/operations/live.ts";
import { Problem } from "../../desk/problems.ts";
import type { Parameters } from "../../oauth/checks/parameters.ts";
import { hasMoreInTest } from "../../desk/live-changes.ts";
import { LIVE_QUESTIONS, type LiveQuestion } from "../../pages/models/portal.ts";
import { renderGoLive } from "../../pages/portal/go-live.tsx";
import { requireFresh } from "../account/fresh.ts";
import { ask, formPage } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { appOf, doneOf, placeOf } from "./read.ts";

export const goLive: { show: Handler; submit: Handler } = formPage({
  fresh: false,
  async read(visit) {
    const app = await appOf(visit);
    const [request = null] = (await ask(visit, readLiveRequest, { app: app.id })).items;
    const { items: checks } = await ask(visit, readLiveChecks, { app: app.id });
    return { app, request, checks };
  },
  async render(visit, { app, request, checks }, form, typed) {
    const place = await placeOf(visit, app);
    const isLive = app.clients.some(({ environment }) => environment === "live") && !hasMoreInTest(app);
    const waits = request !== null && request.decision === null;
    const asks = place.may.change && !isLive && !waits && app.suspended_at === null;
    // Whoever may ask proves who they are before they write; whoever only looks is not asked.
    const { context, browser } = visit;
    if (asks) requireFresh(context, browser, visit.request.url);
    const before = request?.decision === "declined" ? request.answers : {};
    return renderGoLive({
      ...place,
      form: asks ? form : null,
      open: context.desk.settings.app_creation === "open",
      checks,
      request,
      typed: typed === null ? answersFrom((question) => before[question]) : answersIn(typed),
      done: doneOf(visit),
    });
  },
  async act(visit, { app }, form) {
    requireFresh(visit.context, visit.browser, visit.request.url);
    const answers = answersIn(form);
    if (answers.purpose.trim() === "")
      throw new Problem("invalid", [{ field: "purpose", sentence: "Say in a sentence what your app does." }]);
    const given = Object.entries(answers).filter(([, answer]) => answer.trim() !== "");
    const now = await ask(visit, requestLive, { app: app.id, answers: Object.fromEntries(given) });
    const isLive = now.clients.some(({ environment }) => environment === "live") && !hasMoreInTest(now);
    return `${visit.paths.goLive(app.id)}?done=${isLive ? "live_ready" : "live_requested"}`;
  },
});

function answersFrom(
  of: (question: LiveQuestion) => string | null | undefined,
): Record<LiveQuestion, string> {
  return Object.fromEntries(LIVE_QUESTIONS.map((question) => [question, of(question) ?? ""])) as Record<
    LiveQuestion,
    string
  >;
}

const answersIn = (form: Parameters): Record<LiveQuestion, string> =>
  answersFrom((question) => form.get(question));
