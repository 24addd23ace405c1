/** Organisations: founded by whoever signs up, with members who have roles and invitations that work once (PO-09). */
import { Type } from "typebox";
import { canonicalEmail } from "../../accounts/email.ts";
import { sha256 } from "../../lib/hash.ts";
import { secretText, uuid7 } from "../../lib/random.ts";
import { ROLES, type Caller, type Role } from "../caller.ts";
import type { InvitationJson, List, MemberJson, OrganisationJson } from "../json.ts";
import { boundLetters } from "../letters.ts";
import { operation, type Operation } from "../operation.ts";
import type { Desk, Invitation } from "../ports.ts";
import { Problem } from "../problems.ts";
import {
  InvitationShape,
  MemberShape,
  OrganisationShape,
  RoleShape,
  invitationJson,
  listOf,
  memberJson,
  organisationJson,
} from "../shapes.ts";
import { readName } from "./apps.ts";

/** How long an invitation waits. Milliseconds. */
const INVITATION_MS = 7 * 24 * 3600 * 1000;
/** Organisations that one person may found. */
const MOST_FOUNDED = 10;
const MOST_INVITATIONS = 100;

const RoleInput = Type.Union(ROLES.map((role) => Type.Literal(role)));

export const myOrganisations: Operation<List<OrganisationJson & { role: Role }>> = operation({
  name: "organisation.mine",
  method: "GET",
  path: "/organisations",
  summary: "The organisations that you are a member of, and your role in each.",
  target: "none",
  who: "signed_in",
  fresh: false,
  input: Type.Object({}, { additionalProperties: false }),
  output: listOf(Type.Intersect([OrganisationShape, Type.Object({ role: RoleShape })])),
  async run(desk, caller) {
    if (caller.person === null) {
      const found = await Promise.all(
        [...caller.roles].map(async ([id, role]) => ({ one: await desk.organisations.find(id), role })),
      );
      return {
        items: found.flatMap(({ one, role }) => (one === null ? [] : [{ ...organisationJson(one), role }])),
      };
    }
    const mine = await desk.organisations.ofPerson(caller.person.id);
    return { items: mine.map(({ role, ...one }) => Object.assign(organisationJson(one), { role })) };
  },
});

export const foundOrganisation: Operation<OrganisationJson> = operation({
  name: "organisation.found",
  method: "POST",
  path: "/organisations",
  summary: "Registers an organisation, whose owner you are.",
  target: "none",
  who: "signed_in",
  fresh: false,
  input: Type.Object({ name: Type.String({ maxLength: 400 }) }, { additionalProperties: false }),
  output: OrganisationShape,
  async run(desk, caller, input) {
    if (caller.person === null) throw new Problem("conflict");
    if (desk.settings.app_creation === "invite_only" && caller.staff === null) throw new Problem("closed");
    const made = {
      id: `org_${uuid7(desk.clock, desk.random)}`,
      name: readName(input.name, "name"),
      verifiedAt: null,
    };
    if (!(await desk.organisations.found(made, caller.person.id, caller.by, MOST_FOUNDED)))
      throw new Problem("too_many");
    return organisationJson(made);
  },
});

export const readOrganisation: Operation<OrganisationJson> = operation({
  name: "organisation.read",
  method: "GET",
  path: "/organisations/{organisation}",
  summary: "One organisation.",
  target: "organisation",
  who: { member: "viewer" },
  fresh: false,
  input: Type.Object({ organisation: Type.String() }, { additionalProperties: false }),
  output: OrganisationShape,
  run: (_desk, _caller, _input, { organisation }) => Promise.resolve(organisationJson(organisation)),
});

export const renameOrganisation: Operation<OrganisationJson> = operation({
  name: "organisation.rename",
  method: "PATCH",
  path: "/organisations/{organisation}",
  summary: "Gives an organisation another name. A verified one has to be verified anew.",
  target: "organisation",
  who: { member: "owner" },
  fresh: true,
  input: Type.Object(
    { organisation: Type.String(), name: Type.String({ maxLength: 400 }) },
    { additionalProperties: false },
  ),
  output: OrganisationShape,
  async run(desk, caller, input, { organisation }) {
    await desk.organisations.rename(organisation.id, readName(input.name, "name"), caller.by);
    return organisationJson((await desk.organisations.find(organisation.id)) ?? organisation);
  },
});

export const listMembers: Operation<List<MemberJson>> = operation({
  name: "member.list",
  method: "GET",
  path: "/organisations/{organisation}/members",
  summary: "The members of an organisation.",
  target: "organisation",
  who: { member: "viewer" },
  fresh: false,
  input: Type.Object({ organisation: Type.String() }, { additionalProperties: false }),
  output: listOf(MemberShape),
  async run(desk, _caller, { organisation }) {
    return { items: (await desk.organisations.members(organisation)).map(memberJson) };
  },
});

export const setRole: Operation<{ set: boolean }> = operation({
  name: "member.set_role",
  method: "PUT",
  path: "/organisations/{organisation}/members/{person}",
  summary:
    "Gives a member another role. Ownership is handed over so: make somebody an owner, then step back.",
  target: "organisation",
  who: { member: "owner" },
  fresh: true,
  input: Type.Object(
    { organisation: Type.String(), person: Type.String(), role: RoleInput },
    { additionalProperties: false },
  ),
  output: Type.Object({ set: Type.Boolean() }),
  async run(desk, caller, { organisation, person, role }) {
    return { set: done(await desk.organisations.setRole(organisation, person, role, caller.by)) };
  },
});

export const removeMember: Operation<{ removed: boolean }> = operation({
  name: "member.remove",
  method: "DELETE",
  path: "/organisations/{organisation}/members/{person}",
  summary: "Ends a membership. Everybody may leave; an owner may remove others.",
  target: "organisation",
  who: { member: "viewer" },
  fresh: true,
  input: Type.Object({ organisation: Type.String(), person: Type.String() }, { additionalProperties: false }),
  output: Type.Object({ removed: Type.Boolean() }),
  async run(desk, caller, { organisation, person }) {
    const self = caller.person?.id === person;
    if (!self && caller.roles.get(organisation) !== "owner" && caller.staff !== "admin")
      throw new Problem("role_too_low");
    return { removed: done(await desk.organisations.setRole(organisation, person, null, caller.by)) };
  },
});

export const listInvitations: Operation<List<InvitationJson>> = operation({
  name: "invitation.list",
  method: "GET",
  path: "/organisations/{organisation}/invitations",
  summary: "Invitations that wait.",
  target: "organisation",
  who: { member: "owner" },
  fresh: false,
  input: Type.Object({ organisation: Type.String() }, { additionalProperties: false }),
  output: listOf(InvitationShape),
  async run(desk, _caller, { organisation }) {
    const all = await desk.organisations.invitations(organisation, desk.clock.now());
    return { items: all.map(invitationJson) };
  },
});

export const invite: Operation<InvitationJson> = operation({
  name: "invitation.send",
  method: "POST",
  path: "/organisations/{organisation}/invitations",
  summary: "Invites somebody by e-mail. The link works once, for a week, and for this address only.",
  target: "organisation",
  who: { member: "owner" },
  fresh: true,
  input: Type.Object(
    {
      organisation: Type.String(),
      email: Type.String({ maxLength: 400 }),
      role: RoleInput,
    },
    { additionalProperties: false },
  ),
  output: InvitationShape,
  async run(desk, caller, { email, role }, { organisation }) {
    const address = canonicalEmail(email);
    if (address === null)
      throw new Problem("invalid", [{ field: "email", sentence: "Give an e-mail address." }]);
    const now = desk.clock.now();
    await boundLetters(desk, caller, address);
    const secret = secretText(desk.random, 32);
    const made = {
      id: `inv_${uuid7(desk.clock, desk.random)}`,
      email: address,
      role,
      createdAt: now,
      expiresAt: now + INVITATION_MS,
    };
    const waiting = { ...made, organisation: organisation.id, hash: sha256(secret) };
    if (!(await desk.organisations.invite(waiting, caller.by, MOST_INVITATIONS)))
      throw new Problem("too_many");
    await desk.sendInvitation({ ...made, organisation }, secret, caller.person?.name ?? null);
    return invitationJson({ ...made, organisation });
  },
});

export const withdrawInvitation: Operation<{ withdrawn: boolean }> = operation({
  name: "invitation.withdraw",
  method: "DELETE",
  path: "/organisations/{organisation}/invitations/{invitation}",
  summary: "Takes an invitation back.",
  target: "organisation",
  who: { member: "owner" },
  fresh: false,
  input: Type.Object(
    { organisation: Type.String(), invitation: Type.String() },
    { additionalProperties: false },
  ),
  output: Type.Object({ withdrawn: Type.Boolean() }),
  async run(desk, caller, { organisation, invitation }) {
    return { withdrawn: await desk.organisations.withdraw(organisation, invitation, caller.by) };
  },
});

export const previewInvitation: Operation<InvitationJson> = operation({
  name: "invitation.preview",
  method: "POST",
  path: "/invitations/preview",
  summary: "What an invitation leads to, before it is accepted; told to the person whom it was sent to only.",
  target: "none",
  who: "signed_in",
  fresh: false,
  input: Type.Object({ secret: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
  output: InvitationShape,
  run: async (desk, caller, { secret }) => invitationJson(await myInvitation(desk, caller, sha256(secret))),
});

export const acceptInvitation: Operation<OrganisationJson> = operation({
  name: "invitation.accept",
  method: "POST",
  path: "/invitations",
  summary:
    "Accepts an invitation with the secret of its link, as the person whose verified address it was sent to.",
  target: "none",
  who: "signed_in",
  fresh: false,
  input: Type.Object({ secret: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
  output: OrganisationShape,
  async run(desk, caller, { secret }) {
    const now = desk.clock.now();
    const hash = sha256(secret);
    const found = await myInvitation(desk, caller, hash);
    if (!(await desk.organisations.accept(hash, found.person, now, caller.by)))
      throw new Problem("invitation_gone");
    return organisationJson(found.organisation);
  },
});

/** One that waits, with whom it is for. Throws Problem. */
async function myInvitation(
  desk: Desk,
  { person }: Caller,
  hash: string,
): Promise<Invitation & { person: string }> {
  const found = await desk.organisations.findInvitation(hash, desk.clock.now());
  if (found === null) throw new Problem("invitation_gone");
  if (person === null || person.email !== found.email) throw new Problem("invitation_other");
  return { ...found, person: person.id };
}

function done(outcome: "set" | "missing" | "last_owner"): boolean {
  if (outcome === "last_owner") throw new Problem("last_owner");
  if (outcome === "missing") throw new Problem("not_found");
  return true;
}
