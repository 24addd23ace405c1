/** The pages of the playground: the run with its next step, what is made before it begins, and the address that browsers come back to. */
import { addSecret, changeClient } from "../../../desk/operations/clients.ts";
import { flowsOf } from "../../../desk/playground-steps.ts";
import { RUN_MS, type Flow, type Run } from "../../../desk/playground.ts";
import { Problem } from "../../../desk/problems.ts";
import { sha256 } from "../../../lib/hash.ts";
import { uuid7 } from "../../../lib/random.ts";
import type { RunModel } from "../../../pages/models/playground.ts";
import { renderConfirm } from "../../../pages/portal/confirm.tsx";
import { renderPlayground } from "../../../pages/portal/playground.tsx";
import { words } from "../../../pages/words/index.ts";
import { readQuery } from "../../account/form.ts";
import { ask, formPage, type Visit } from "../../desk/visit.ts";
import type { Handler } from "../../route.ts";
import { doneOf } from "../read.ts";
import { callOf } from "../trial.ts";
import { callbackOf, endRun, ownerOf, playgroundOf, type Playground } from "./place.ts";
import { callable, newRound, nextIn, previewOf, takeStep, type Running } from "./step.ts";

/** The word by which the list of secrets names what was made here. */
const LABEL = "Playground";

export const playground: { show: Handler; submit: Handler } = formPage({
  fresh: false,
  read: playgroundOf,
  render(visit, here, form) {
    const { app, client, place, stored } = here;
    const flows = client === null || here.obstacle !== null ? [] : flowsOf(client);
    const uri = callbackOf(visit);
    const registered = isRegistered(visit, here);
    return renderPlayground({
      ...place,
      obstacle: here.obstacle,
      flows: flows.map((flow) => ({ flow, href: `${visit.paths.startPlayground(app.id)}?flow=${flow}` })),
      address: flows.includes("code")
        ? {
            uri,
            registered,
            href: `${visit.paths.playgroundAddress(app.id)}?to=${registered ? "remove" : "add"}`,
          }
        : null,
      form,
      run: stored === null || client === null ? null : runModel(visit, { ...here, client, stored }),
      done: doneOf(visit),
    });
  },
  async act(visit, here, form) {
    const { app, client, stored } = here;
    if (here.obstacle === "role") throw new Problem("role_too_low");
    // It ended while the page was open: the page says so by what it offers.
    if (stored === null || client === null) return visit.paths.playground(app.id);
    if (form.get("do") !== "end") return takeStep(visit, { ...here, client, stored }, form);
    await endRun(visit, stored);
    return `${visit.paths.playground(app.id)}?done=run_ended`;
  },
});

function runModel(visit: Visit, running: Running): RunModel {
  const { stored, client, api } = running;
  const { run, expiresAt } = stored;
  const next = nextIn(visit, running);
  const routes = callable(visit.context, api);
  const line = callOf(api ?? undefined, client.scope.split(" "), run.flow === "machine");
  return {
    flow: run.flow,
    secondsLeft: (expiresAt - visit.context.ports.clock.now()) / 1000,
    exchanges: run.exchanges,
    next,
    preview: previewOf(visit, running, next.main),
    routes,
    curl:
      routes.length > 0 || run.access_token === null || line === null
        ? null
        : line.replace("TOKEN", run.access_token),
  };
}

function isRegistered(visit: Visit, { client }: Playground): boolean {
  return client?.redirect_uris.includes(callbackOf(visit)) === true;
}

export const startRun: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  async read(visit) {
    const here = await playgroundOf(visit);
    const flow = (readQuery(visit.request).get("flow") ?? "") as Flow;
    const { client } = here;
    if (here.obstacle === "role") throw new Problem("role_too_low");
    if (client === null || here.obstacle !== null || !flowsOf(client).includes(flow))
      throw new Problem("not_found");
    return { ...here, client, flow };
  },
  render: (visit, { place, app, flow }, form) =>
    renderConfirm({
      frame: place.frame,
      kind: flow === "code" ? "play_code" : "play_machine",
      form,
      subject: app.client_name,
      environment: "test",
      back: backTo(visit, app.id, place.frame.context.locale),
      typed: false,
    }),
  async act(visit, here) {
    const { app, client, flow, stored } = here;
    const { context } = visit;
    const { clock, random } = context.ports;
    const owner = ownerOf(visit, app.id);
    if (owner === null || (flow === "code" && !isRegistered(visit, here))) throw new Problem("conflict");
    if (stored !== null) await endRun(visit, stored);
    const made =
      client.token_endpoint_auth_method === "none" ? null : await newSecret(visit, client.client_id);
    const run: Run = {
      flow,
      redirect_uri: callbackOf(visit),
      client_secret: made?.client_secret ?? null,
      ...newRound(random),
      exchanges: [],
    };
    const now = clock.now();
    const id = uuid7(clock, random);
    const stands = { id, owner, secretId: made?.id ?? null, expiresAt: now + RUN_MS, run };
    await context.playground.runs.start(stands, sha256(run.state), now);
    return visit.paths.playground(app.id);
  },
});

const newSecret = (visit: Visit, client_id: string) =>
  ask(visit, addSecret, { client_id, label: LABEL, expires_in: RUN_MS / 1000 });

const backTo = (visit: Visit, app: string, locale: Parameters<typeof words>[0]) => ({
  href: visit.paths.playground(app),
  label: words(locale).playground.title,
});

/** Registers the way back, seen and removed like every other redirect URI. */
export const address: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  async read(visit) {
    const here = await playgroundOf(visit);
    const { client } = here;
    if (here.obstacle === "role") throw new Problem("role_too_low");
    if (client === null || here.obstacle !== null || !flowsOf(client).includes("code"))
      throw new Problem("not_found");
    return { ...here, client, remove: readQuery(visit.request).get("to") === "remove" };
  },
  render: (visit, here, form) =>
    renderConfirm({
      frame: here.place.frame,
      kind: here.remove ? "address_remove" : "address_add",
      form,
      subject: callbackOf(visit),
      environment: "test",
      back: backTo(visit, here.app.id, here.place.frame.context.locale),
      typed: false,
    }),
  async act(visit, here) {
    const uri = callbackOf(visit);
    const { client, remove } = here;
    const others = client.redirect_uris.filter((one) => one !== uri);
    // Sent twice, it is done once.
    if (isRegistered(visit, here) === remove)
      await ask(visit, changeClient, {
        client_id: client.client_id,
        redirect_uris: remove ? others : [...others, uri],
      });
    return `${visit.paths.playground(here.app.id)}?done=access_changed`;
  },
});
