/** The members of an organisation: seen by all of them, invited, given roles and removed by its owners. */
import type { MemberJson, OrganisationJson } from "../../desk/json.ts";
import {
  invite,
  listInvitations,
  listMembers,
  removeMember as remove,
  setRole,
  withdrawInvitation,
} from "../../desk/operations/organisations.ts";
import { Problem } from "../../desk/problems.ts";
import { renderConfirm } from "../../pages/portal/confirm.tsx";
import { renderInvite, renderMember } from "../../pages/portal/member.tsx";
import { renderMembers } from "../../pages/portal/members.tsx";
import { words } from "../../pages/words/index.ts";
import type { DeskFrame, Way } from "../../pages/models/desk.ts";
import type { May } from "../../pages/models/portal.ts";
import { ask, formPage, frameOf, page, param, send, type Visit } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { mayOf } from "./facts.ts";
import { doneOf, organisationOf } from "./read.ts";

interface Place {
  frame: DeskFrame;
  organisation: OrganisationJson;
  may: May;
}

/** The organisation of the address, and what one may do there. Throws Problem `not_found`. */
export async function organisationPlace(visit: Visit): Promise<Place> {
  const organisation = await organisationOf(visit, param(visit, "organisation"));
  const { id } = organisation;
  return { frame: await frameOf(visit, id), organisation, may: mayOf(visit, id) };
}

/** The same, for its owners only. */
export async function ownPlace(visit: Visit): Promise<Place> {
  const place = await organisationPlace(visit);
  if (!place.may.own) throw new Problem("role_too_low");
  return place;
}

export const showMembers: Handler = page(async (visit) => {
  const place = await organisationPlace(visit);
  const { id } = place.organisation;
  const { items } = await ask(visit, listMembers, { organisation: id });
  const invitations = place.may.own ? (await ask(visit, listInvitations, { organisation: id })).items : null;
  const self = visit.browser.person.id;
  return send(
    visit,
    renderMembers({
      ...place,
      members: items.map(({ person, role, since }) => ({ person, role, since, self: person.id === self })),
      invitations,
      done: doneOf(visit),
    }),
  );
});

export const inviteMember: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  read: ownPlace,
  render: (_visit, place, form, typed) =>
    renderInvite({
      ...place,
      form,
      typed: { email: typed?.get("email") ?? "", role: typed?.get("role") ?? "developer" },
    }),
  async act(visit, { organisation }, form) {
    await ask(visit, invite, {
      organisation: organisation.id,
      email: form.get("email") ?? "",
      role: form.get("role") ?? "",
    });
    return `${visit.paths.members(organisation.id)}?done=invited`;
  },
});

/** The member of the address. Throws Problem `not_found`. */
async function memberOf(visit: Visit): Promise<Place & { member: MemberJson }> {
  const place = await ownPlace(visit);
  const { items } = await ask(visit, listMembers, { organisation: place.organisation.id });
  const member = items.find(({ person }) => person.id === param(visit, "person"));
  if (member === undefined) throw new Problem("not_found");
  return { ...place, member };
}

export const changeRole: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  read: memberOf,
  render: (_visit, place, form, typed) =>
    renderMember({ ...place, form, role: typed?.get("role") ?? place.member.role }),
  async act(visit, { organisation, member }, form) {
    const input = { organisation: organisation.id, person: member.person.id, role: form.get("role") ?? "" };
    await ask(visit, setRole, input);
    return `${visit.paths.members(organisation.id)}?done=role_set`;
  },
});

function backToMembers(visit: Visit, { frame, organisation }: Place): Way {
  return { href: visit.paths.members(organisation.id), label: words(frame.context.locale).team.title };
}

export const removeMember: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  read: memberOf,
  render: (visit, place, form) =>
    renderConfirm({
      frame: place.frame,
      kind: "remove_member",
      form,
      subject: place.member.person.name,
      environment: null,
      back: backToMembers(visit, place),
      typed: false,
    }),
  async act(visit, { organisation, member }) {
    await ask(visit, remove, { organisation: organisation.id, person: member.person.id });
    return member.person.id === visit.browser.person.id
      ? visit.paths.home
      : `${visit.paths.members(organisation.id)}?done=removed`;
  },
});

export const withdraw: { show: Handler; submit: Handler } = formPage({
  fresh: false,
  async read(visit) {
    const place = await ownPlace(visit);
    const { items } = await ask(visit, listInvitations, { organisation: place.organisation.id });
    const invitation = items.find(({ id }) => id === param(visit, "invitation"));
    if (invitation === undefined) throw new Problem("not_found");
    return { ...place, invitation };
  },
  render: (visit, place, form) =>
    renderConfirm({
      frame: place.frame,
      kind: "withdraw",
      form,
      subject: place.invitation.email,
      environment: null,
      back: backToMembers(visit, place),
      typed: false,
    }),
  async act(visit, { organisation, invitation }) {
    await ask(visit, withdrawInvitation, { organisation: organisation.id, invitation: invitation.id });
    return `${visit.paths.members(organisation.id)}?done=withdrawn`;
  },
});
