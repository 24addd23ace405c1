/** What staff do about a person: find them, disable them, see and end what they allowed. */
import { Type } from "typebox";
import type { ConsentView, PersonView } from "../directory.ts";
import { operation, type Operation } from "../operation.ts";
import { page, pageOf, type Page } from "../page.ts";
import { Problem } from "../problems.ts";
import { stamp, stampOrNull } from "../shapes.ts";

const Text = Type.String();
const TextOrNull = Type.Union([Text, Type.Null()]);
const Search = {
  search: Type.Optional(Type.String({ maxLength: 200, description: "Part of a name, or a whole id." })),
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
};

export interface PersonJson {
  id: string;
  username: string;
  name: string;
  locale: string | null;
  email: string | null;
  email_verified_at: string | null;
  staff: string | null;
  created_at: string;
  disabled_at: string | null;
}

const PersonShape = Type.Object({
  id: Text,
  username: Text,
  name: Text,
  locale: TextOrNull,
  email: TextOrNull,
  email_verified_at: TextOrNull,
  staff: TextOrNull,
  created_at: Text,
  disabled_at: TextOrNull,
});

const personJson = ({ emailVerifiedAt, createdAt, disabledAt, ...same }: PersonView): PersonJson => ({
  ...same,
  email_verified_at: stampOrNull(emailVerifiedAt),
  created_at: stamp(createdAt),
  disabled_at: stampOrNull(disabledAt),
});

export const searchPeople: Operation<Page<PersonJson>> = operation({
  name: "person.search",
  method: "GET",
  path: "/people",
  summary: "All people, newest first. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object(Search, { additionalProperties: false }),
  output: pageOf(PersonShape),
  run: (desk, _caller, { search = "", cursor }) =>
    page(
      desk,
      `people ${search}`,
      cursor,
      (after, limit) => desk.directory.people({ text: search.trim(), after, limit }),
      personJson,
    ),
});

export const readPerson: Operation<PersonJson> = operation({
  name: "person.read",
  method: "GET",
  path: "/people/{person}",
  summary: "One person. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object({ person: Text }, { additionalProperties: false }),
  output: PersonShape,
  async run(desk, _caller, { person }) {
    const found = await desk.directory.person(person);
    if (found === null) throw new Problem("not_found");
    return personJson(found);
  },
});

export const disablePerson: Operation<{ set: boolean }> = operation({
  name: "person.disable",
  method: "PUT",
  path: "/people/{person}/disabled",
  summary:
    "Ends all that a person holds and lets them sign in no more, or lets them sign in again. For admins.",
  target: "none",
  who: { staff: "admin" },
  fresh: true,
  input: Type.Object({ person: Text, disabled: Type.Boolean() }, { additionalProperties: false }),
  output: Type.Object({ set: Type.Boolean() }),
  async run(desk, caller, { person, disabled }) {
    // Whoever locks themselves out cannot undo it.
    if (caller.person?.id === person) throw new Problem("conflict");
    if (!(await desk.directory.setDisabled(person, disabled, caller.by))) throw new Problem("not_found");
    return { set: true };
  },
});

export const endSessions: Operation<{ ended: number }> = operation({
  name: "person.end_sessions",
  method: "DELETE",
  path: "/people/{person}/sessions",
  summary: "Signs a person out everywhere; apps keep what they were allowed. For admins.",
  target: "none",
  who: { staff: "admin" },
  fresh: true,
  input: Type.Object({ person: Text }, { additionalProperties: false }),
  output: Type.Object({ ended: Type.Integer() }),
  async run(desk, caller, { person }) {
    if ((await desk.directory.person(person)) === null) throw new Problem("not_found");
    return { ended: await desk.directory.endSessions(person, caller.by) };
  },
});

export interface ConsentJson {
  id: string;
  subject: string;
  username: string;
  client_id: string;
  client_name: string;
  environment: string;
  scope: string;
  created_at: string;
  last_used_at: string | null;
  families: number;
}

const ConsentShape = Type.Object({
  id: Text,
  subject: Text,
  username: Text,
  client_id: Text,
  client_name: Text,
  environment: Text,
  scope: Text,
  created_at: Text,
  last_used_at: TextOrNull,
  families: Type.Integer(),
});

const consentJson = ({ scope, createdAt, lastUsedAt, ...same }: ConsentView): ConsentJson => ({
  ...same,
  scope: scope.join(" "),
  created_at: stamp(createdAt),
  last_used_at: stampOrNull(lastUsedAt),
});

export const listConsents: Operation<{ items: ConsentJson[] }> = operation({
  name: "consent.list",
  method: "GET",
  path: "/consents",
  summary: "What one person allowed, or what one client was allowed: the newest 500. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object(
    { person: Type.Optional(Text), client_id: Type.Optional(Text) },
    { additionalProperties: false },
  ),
  output: Type.Object({ items: Type.Array(ConsentShape) }),
  async run(desk, _caller, { person, client_id }) {
    if ((person === undefined) === (client_id === undefined))
      throw new Problem("invalid", [{ field: "person", sentence: "Give either a person or a client_id." }]);
    const of = person === undefined ? { client_id: client_id ?? "" } : { subject: person };
    return { items: (await desk.directory.consents(of, 500)).map(consentJson) };
  },
});

export const revokeConsent: Operation<{ revoked: boolean }> = operation({
  name: "consent.revoke",
  method: "DELETE",
  path: "/consents/{consent}",
  summary: "Ends a consent and every token that came of it. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: true,
  input: Type.Object({ consent: Text }, { additionalProperties: false }),
  output: Type.Object({ revoked: Type.Boolean() }),
  async run(desk, caller, { consent }) {
    if (!(await desk.directory.withdrawConsent(consent, caller.by))) throw new Problem("not_found");
    return { revoked: true };
  },
});
