/** One app: its overview, its name, its service, its end. */
import { deleteApp, renameApp } from "../../desk/operations/apps.ts";
import { disableClient, enableClient } from "../../desk/operations/clients.ts";
import { listEvents } from "../../desk/operations/events.ts";
import { readLiveRequest } from "../../desk/operations/live.ts";
import { readPolicy } from "../../desk/operations/policy.ts";
import { Problem } from "../../desk/problems.ts";
import { renderAppSettings } from "../../pages/portal/app-settings.tsx";
import { renderApp } from "../../pages/portal/app.tsx";
import { renderConfirm } from "../../pages/portal/confirm.tsx";
import { words } from "../../pages/words/index.ts";
import { ask, formPage, frameOf, page, send } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { aliveSecrets, attentionOf, lastUsed } from "./facts.ts";
import { firstRunOf, milestonesOf } from "./first-run.ts";
import { healthOf } from "./health.ts";
import { seenHealth } from "./seen-health.ts";
import { appOf, clientOf, doneOf, placeOf } from "./read.ts";

export const showApp: Handler = page(async (visit) => {
  const app = await appOf(visit);
  const now = visit.context.ports.clock.now();
  const [live = null] = (await ask(visit, readLiveRequest, { app: app.id })).items;
  const environments = await Promise.all(
    app.clients.map(async (client) => ({
      client,
      policy: await ask(visit, readPolicy, { client_id: client.client_id }),
      secrets: aliveSecrets(client, now).length,
      lastUsedAt: lastUsed({ clients: [client] }),
    })),
  );
  return send(
    visit,
    renderApp({
      ...(await placeOf(visit, app)),
      environments,
      attention: attentionOf(app, live, now, visit.paths),
      health: [
        ...environments.flatMap(({ client, policy }) => healthOf(client, policy, app.application_type)),
        ...seenHealth(app.clients, (await ask(visit, listEvents, { app: app.id })).items),
      ],
      firstRun: firstRunOf(visit, app.organisation, [app], await milestonesOf(visit, app.organisation.id)),
      done: doneOf(visit),
    }),
  );
});

export const appSettings: { show: Handler; submit: Handler } = formPage({
  fresh: false,
  read: appOf,
  render: async (visit, app, form, typed) =>
    renderAppSettings({
      ...(await placeOf(visit, app)),
      form,
      name: typed === null ? app.client_name : (typed.get("client_name") ?? ""),
      done: doneOf(visit),
    }),
  async act(visit, app, form) {
    await ask(visit, renameApp, { app: app.id, client_name: form.get("client_name") ?? "" });
    return `${visit.paths.appSettings(app.id)}?done=app_renamed`;
  },
});

/** Takes one environment out of service, or puts it back. */
export const service: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  async read(visit) {
    const { app, client } = await clientOf(visit);
    const place = await placeOf(visit, app);
    if (!place.may.own) throw new Problem("role_too_low");
    return { app, client, place };
  },
  render: (visit, { app, client, place }, form) =>
    renderConfirm({
      frame: place.frame,
      kind: client.status === "active" ? "disable" : "enable",
      form,
      subject: app.client_name,
      environment: client.environment,
      back: {
        href: visit.paths.appSettings(app.id),
        label: words(place.frame.context.locale).appSettings.title,
      },
      typed: false,
    }),
  async act(visit, { app, client }) {
    const { client_id, status } = client;
    if (status === "active") await ask(visit, disableClient, { client_id });
    else await ask(visit, enableClient, { client_id });
    return `${visit.paths.appSettings(app.id)}?done=${status === "active" ? "disabled" : "enabled"}`;
  },
});

/** Deletes the app, when its name is typed. */
export const removeApp: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  async read(visit) {
    const app = await appOf(visit);
    const place = await placeOf(visit, app);
    if (!place.may.own) throw new Problem("role_too_low");
    return { app, place };
  },
  render: async (visit, { app }, form) =>
    renderConfirm({
      frame: await frameOf(visit, app.organisation.id),
      kind: "delete_app",
      form,
      subject: app.client_name,
      environment: null,
      back: { href: visit.paths.appSettings(app.id), label: app.client_name },
      typed: true,
    }),
  async act(visit, { app }, form) {
    if ((form.get("typed") ?? "").trim() !== app.client_name)
      throw new Problem("invalid", [
        { field: "typed", sentence: "This is not the name of the app. Type it exactly as it stands above." },
      ]);
    await ask(visit, deleteApp, { app: app.id });
    return `${visit.paths.organisation(app.organisation.id)}?done=app_deleted`;
  },
});
