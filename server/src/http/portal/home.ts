/** The way into the portal: the door, the first organisation, and the apps of one. */
import { listApps } from "../../desk/operations/apps.ts";
import { readLiveRequest } from "../../desk/operations/live.ts";
import { listTestPrograms } from "../../desk/operations/test-programs.ts";
import { foundOrganisation, myOrganisations } from "../../desk/operations/organisations.ts";
import { renderApps } from "../../pages/portal/apps.tsx";
import { renderLanding } from "../../pages/portal/landing.tsx";
import { renderNewOrganisation } from "../../pages/portal/new-organisation.tsx";
import { browserOf } from "../account/browser.ts";
import { mayBegin } from "../account/email-proofs.ts";
import { anonymousFrame, ask, formPage, frameOf, page, param, send } from "../desk/visit.ts";
import { seeOther } from "../see-other.ts";
import type { Handler } from "../route.ts";
import { attentionOf, cardOf, mayOf } from "./facts.ts";
import { firstRunOf, milestonesOf } from "./first-run.ts";
import { doneOf, organisationOf } from "./read.ts";

/** The door for whoever is not signed in; for everybody else, what they came for. */
export const portalHome: Handler = async (context, request, reply) => {
  const browser = await browserOf(context, request);
  if (browser.person !== null) return enter(context, request, reply);
  const next = new URLSearchParams({ next: `${context.base}/portal` });
  return send(
    { reply },
    renderLanding({
      frame: anonymousFrame(context, request),
      signInPath: `${context.base}/sign-in?${next.toString()}`,
      signUpPath: mayBegin(context) ? `${context.base}/sign-up?${next.toString()}` : null,
    }),
  );
};

const enter = page(async (visit) => {
  const { items } = await ask(visit, myOrganisations, {});
  const [first] = items;
  const { reply, paths } = visit;
  return seeOther(reply, first === undefined ? paths.newOrganisation : paths.organisation(first.id));
});

export const newOrganisation: { show: Handler; submit: Handler } = formPage({
  fresh: false,
  read: async (visit) => (await ask(visit, myOrganisations, {})).items,
  render: async (visit, mine, form, typed) =>
    renderNewOrganisation({
      frame: await frameOf(visit, null),
      form,
      name: typed?.get("name") ?? "",
      first: mine.length === 0,
    }),
  async act(visit, _mine, form) {
    const made = await ask(visit, foundOrganisation, { name: form.get("name") ?? "" });
    return `${visit.paths.organisation(made.id)}?done=organisation_added`;
  },
});

export const showApps: Handler = page(async (visit) => {
  const id = param(visit, "organisation");
  const programs = new Set(
    (await ask(visit, listTestPrograms, { organisation: id })).items.map((one) => one.id),
  );
  // Those have a page of their own.
  const items = (await ask(visit, listApps, { organisation: id })).items.filter(
    (app) => !programs.has(app.id),
  );
  const now = visit.context.ports.clock.now();
  const cards = items.map(async (app) => {
    const [live = null] = (await ask(visit, readLiveRequest, { app: app.id })).items;
    return cardOf(app, attentionOf(app, live, now, visit.paths));
  });
  const organisation = await organisationOf(visit, id);
  return send(
    visit,
    renderApps({
      frame: await frameOf(visit, id),
      organisation,
      firstRun: firstRunOf(visit, organisation, items, await milestonesOf(visit, id)),
      may: mayOf(visit, id),
      apps: await Promise.all(cards),
      done: doneOf(visit),
    }),
  );
});
