/** Requests for live access: who waits, and the decision. */
import { readApp } from "../../desk/operations/apps.ts";
import { decideLive, liveQueue, readLiveRequest } from "../../desk/operations/live.ts";
import { Problem } from "../../desk/problems.ts";
import { renderDecision, renderRequests } from "../../pages/console/requests.tsx";
import { ask, formPage, frameOf, page, param, send } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { consoleOf, pathsOf } from "./enter.ts";

export const showRequests: Handler = page(async (visit) => {
  const { items } = await ask(visit, liveQueue, {});
  const withApps = items.map(async (request) => ({
    request,
    app: await ask(visit, readApp, { app: request.app_id }),
  }));
  const model = { ...(await consoleOf(visit)), items: await Promise.all(withApps) };
  return send(visit, renderRequests(model));
});

/** What the page showed, as it wrote it into its form. Throws Problem `changed` for anything else. */
function seenIn(text: string | null): object {
  try {
    return JSON.parse(text ?? "") as object;
  } catch {
    throw new Problem("changed");
  }
}

export const decision: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  async read(visit) {
    const app = await ask(visit, readApp, { app: param(visit, "app") });
    const [request] = (await ask(visit, readLiveRequest, { app: app.id })).items;
    // Somebody else was quicker.
    if (request === undefined || request.decision !== null) throw new Problem("conflict");
    return { app, request };
  },
  render: async (visit, data, form, typed) =>
    renderDecision({
      ...data,
      frame: await frameOf(visit, null),
      form,
      seen: JSON.stringify(data.request.seen ?? {}),
      typed: { decision: typed?.get("decision") ?? "", reason: typed?.get("reason") ?? "" },
    }),
  async act(visit, { app }, form) {
    const chosen = form.get("decision");
    if (chosen === null)
      throw new Problem("invalid", [{ field: "decision", sentence: "Choose one of the two." }]);
    const seen = seenIn(form.get("seen"));
    await ask(visit, decideLive, { app: app.id, decision: chosen, reason: form.get("reason") ?? "", seen });
    return pathsOf(visit).app(app.id);
  },
});
