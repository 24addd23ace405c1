/** Samples of the pages about an organisation and its members. */
import type { MembersModel } from "../models/portal-team.ts";
import { renderAccept } from "../portal/accept.tsx";
import { renderInvite, renderMember } from "../portal/member.tsx";
import { renderMembers } from "../portal/members.tsx";
import { renderOrganisationSettings, renderRenameOrganisation } from "../portal/organisation.tsx";
import { hostile, person } from "./parts.ts";
import type { Sample } from "./parts.ts";
import { form, frame, organisation } from "./portal-parts.ts";

const may = { change: true, own: true };

const member = (name: string, role: "owner" | "developer" | "viewer", self: boolean = false) => ({
  person: { id: `usr_${role}`, name, username: name, email: `${role}@pilot.example` },
  role,
  since: "2026-03-01T09:00:00.000Z",
  self,
});

function members(what: string, change: Partial<MembersModel>): Sample {
  return {
    name: `portal-members/${what}`,
    render: (locale) =>
      renderMembers({
        frame: frame(locale),
        organisation,
        may,
        members: [member("Ada Lovelace", "owner", true), member("Grace Hopper", "developer")],
        invitations: [
          {
            id: "inv_1",
            organisation,
            email: "katherine@pilot.example",
            role: "viewer",
            created_at: "2026-11-20T09:00:00.000Z",
            expires_at: "2026-11-27T09:00:00.000Z",
          },
        ],
        done: null,
        ...change,
      }),
  };
}

export const portalTeamSamples: Sample[] = [
  members("several", { done: "invited" }),
  members("viewer", { may: { change: false, own: false }, invitations: null }),
  members("hostile", { members: [member(hostile, "viewer")], invitations: [] }),
  {
    name: "portal-invite/normal",
    render: (locale) =>
      renderInvite({
        frame: frame(locale),
        organisation,
        may,
        form: form("/portal/organisations/org_1/members/invite"),
        typed: { email: "", role: "developer" },
      }),
  },
  {
    name: "portal-invite/problem",
    render: (locale) =>
      renderInvite({
        frame: frame(locale),
        organisation,
        may,
        form: form("/portal/organisations/org_1/members/invite", "invalid", [
          "email",
          "Give an e-mail address.",
        ]),
        typed: { email: "grace", role: "viewer" },
      }),
  },
  {
    name: "portal-member/normal",
    render: (locale) =>
      renderMember({
        frame: frame(locale),
        organisation,
        may,
        form: form("/portal/organisations/org_1/members/usr_1", "last_owner"),
        member: member("Grace Hopper", "developer"),
        role: "viewer",
      }),
  },
  {
    name: "portal-accept/normal",
    render: (locale) =>
      renderAccept({
        frame: frame(locale, { organisations: [] }),
        form: form("/portal/invitations/accept?secret=x"),
        organisation: organisation.name,
        role: "developer",
        person,
      }),
  },
  {
    name: "portal-accept/hostile",
    render: (locale) =>
      renderAccept({
        frame: frame(locale, { organisations: [] }),
        form: form("/portal/invitations/accept?secret=x"),
        organisation: hostile,
        role: "owner",
        person,
      }),
  },
  {
    name: "portal-organisation/normal",
    render: (locale) =>
      renderOrganisationSettings({ frame: frame(locale), organisation, may, done: "organisation_renamed" }),
  },
  {
    name: "portal-organisation-rename/problem",
    render: (locale) =>
      renderRenameOrganisation({
        frame: frame(locale),
        organisation: { ...organisation, verified_at: null },
        may,
        form: form("/portal/organisations/org_1/rename", "invalid", [
          "name",
          "Give a name of 1 to 80 characters.",
        ]),
        name: "",
      }),
  },
];
