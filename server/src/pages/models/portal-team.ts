/** What the pages about an organisation and its members are told. */
import type { InvitationJson, MemberJson, OrganisationJson } from "../../desk/json.ts";
import type { Person } from "../parts/person.tsx";
import type { DeskFrame, FormState } from "./desk.ts";
import type { May } from "./portal.ts";

interface OrganisationPlace {
  frame: DeskFrame;
  organisation: OrganisationJson;
  may: May;
}

export interface MembersModel extends OrganisationPlace {
  members: readonly (MemberJson & { self: boolean })[];
  /** Null for whoever may not see them. */
  invitations: readonly InvitationJson[] | null;
  done: string | null;
}

export interface InviteModel extends OrganisationPlace {
  form: FormState;
  typed: { email: string; role: string };
}

export interface MemberModel extends OrganisationPlace {
  form: FormState;
  member: MemberJson;
  /** The one that is chosen. */
  role: string;
}

export interface AcceptModel {
  frame: DeskFrame;
  form: FormState;
  organisation: string;
  role: "viewer" | "developer" | "owner";
  person: Person;
}

export interface OrganisationSettingsModel extends OrganisationPlace {
  done: string | null;
}

export interface RenameOrganisationModel extends OrganisationPlace {
  form: FormState;
  name: string;
}
