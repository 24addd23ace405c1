/** The organisation itself: its name, the way out of it, and the way in by invitation (PO-09). */
import {
  acceptInvitation,
  previewInvitation,
  removeMember,
  renameOrganisation,
} from "../../desk/operations/organisations.ts";
import { renderAccept } from "../../pages/portal/accept.tsx";
import { renderConfirm } from "../../pages/portal/confirm.tsx";
import { renderOrganisationSettings, renderRenameOrganisation } from "../../pages/portal/organisation.tsx";
import { words } from "../../pages/words/index.ts";
import { readQuery } from "../account/form.ts";
import { ask, formPage, frameOf, page, send, type Visit } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { doneOf } from "./read.ts";
import { organisationPlace, ownPlace } from "./team.ts";

export const organisationSettings: Handler = page(async (visit) =>
  send(visit, renderOrganisationSettings({ ...(await organisationPlace(visit)), done: doneOf(visit) })),
);

export const rename: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  read: ownPlace,
  render: (_visit, place, form, typed) =>
    renderRenameOrganisation({
      ...place,
      form,
      name: typed === null ? place.organisation.name : (typed.get("name") ?? ""),
    }),
  async act(visit, { organisation }, form) {
    const { id } = organisation;
    await ask(visit, renameOrganisation, { organisation: id, name: form.get("name") ?? "" });
    return `${visit.paths.organisationSettings(id)}?done=organisation_renamed`;
  },
});

export const leave: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  read: organisationPlace,
  render: (visit, { frame, organisation }, form) =>
    renderConfirm({
      frame,
      kind: "leave",
      form,
      subject: organisation.name,
      environment: null,
      back: {
        href: visit.paths.organisationSettings(organisation.id),
        label: words(frame.context.locale).organisation.title,
      },
      typed: false,
    }),
  async act(visit, { organisation }) {
    await ask(visit, removeMember, { organisation: organisation.id, person: visit.browser.person.id });
    return visit.paths.home;
  },
});

/** The link of a letter leads here; nothing is joined before the button is pressed. */
export const accept: { show: Handler; submit: Handler } = formPage({
  fresh: false,
  read: (visit) => ask(visit, previewInvitation, { secret: secretOf(visit) }),
  async render(visit, { organisation, role }, form) {
    const { name, username } = visit.browser.person;
    const frame = await frameOf(visit, null);
    return renderAccept({ frame, form, organisation: organisation.name, role, person: { name, username } });
  },
  async act(visit) {
    const { id } = await ask(visit, acceptInvitation, { secret: secretOf(visit) });
    return `${visit.paths.organisation(id)}?done=joined`;
  },
});

const secretOf = (visit: Visit): string => readQuery(visit.request).get("secret") ?? "";
