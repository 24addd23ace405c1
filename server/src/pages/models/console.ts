/** What the pages of the console are told. Things come as the desk answers them. */
import type { AuditEntry } from "../../desk/directory.ts";
import type { ApiJson, AppJson, LiveRequestJson, MemberJson, OrganisationJson } from "../../desk/json.ts";
import type { TokenCount } from "../../desk/directory.ts";
import type { BrandingJson } from "../../desk/operations/branding.ts";
import type { VersionUseJson } from "../../desk/operations/events.ts";
import type { KeyJson } from "../../desk/operations/keys.ts";
import type { ConsentJson, PersonJson } from "../../desk/operations/people.ts";
import type { ScopeJson } from "../../desk/operations/scopes.ts";
import type { SettingJson } from "../../desk/operations/settings.ts";
import type { OrganisationRow } from "../../desk/operations/staff.ts";
import type { DeskFrame, FormState, Way } from "./desk.ts";

/** What every page of the console is told. */
export interface ConsoleModel {
  frame: DeskFrame;
  /** Whether the reader may do what only admins may. */
  admin: boolean;
  /** The act that was just done, as it came with the address. */
  done: string | null;
}

/** A long list: what was searched for, and where the next page is. */
export interface ListModel<T> extends ConsoleModel {
  search: string;
  items: readonly T[];
  nextPath: string | null;
}

export interface RequestsModel extends ConsoleModel {
  items: readonly { request: LiveRequestJson; app: AppJson }[];
}

export interface AppsListModel extends ListModel<AppJson> {
  state: "any" | "live" | "suspended";
}

export type OrganisationsModel = ListModel<OrganisationRow>;
export type PeopleModel = ListModel<PersonJson>;

export interface ConsoleAppModel extends ConsoleModel {
  app: AppJson;
  /** The wish to go live that waits; null when none does. */
  request: LiveRequestJson | null;
}

export interface DecisionModel {
  frame: DeskFrame;
  form: FormState;
  app: AppJson;
  request: LiveRequestJson;
  /** What this page shows, to be sent back with the decision. */
  seen: string;
  typed: { decision: string; reason: string };
}

export interface OrganisationModel extends ConsoleModel {
  organisation: OrganisationJson;
  members: readonly MemberJson[];
  apps: readonly AppJson[];
}

export interface PersonModel extends ConsoleModel {
  person: PersonJson;
  /** Whether it is the reader. */
  self: boolean;
  consents: readonly ConsentJson[];
}

export interface ConsentsModel extends ConsoleModel {
  app: AppJson;
  client_id: string;
  consents: readonly ConsentJson[];
}

export interface ApisModel extends ConsoleModel {
  apis: readonly ApiJson[];
}

export interface ScopeModel extends ConsoleModel {
  scope: ScopeJson;
}

export interface ScopeFormModel {
  frame: DeskFrame;
  form: FormState;
  api: { id: string; name: string };
  /** Null for a new one. */
  name: string | null;
  typed: { scope: string; words: Readonly<Record<string, string>>; person: boolean; access: string };
}

export interface NewApiModel {
  frame: DeskFrame;
  form: FormState;
  typed: { identifier: string; name: string };
}

export interface VersionsModel extends ConsoleModel {
  apis: readonly ApiJson[];
  uses: readonly VersionUseJson[];
}

export interface TokensModel extends ConsoleModel {
  of: "client" | "person";
  items: readonly TokenCount[];
}

export interface KeysModel extends ConsoleModel {
  keys: readonly KeyJson[];
}

export interface SettingsModel extends ConsoleModel {
  settings: readonly SettingJson[];
}

export interface AuditModel extends ConsoleModel {
  filter: { since: string; action: string; actor: string; target: string };
  items: readonly AuditEntry[];
  nextPath: string | null;
  /** The same entries as files. */
  csvPath: string;
  jsonPath: string;
}

export interface BrandingModel extends ConsoleModel {
  branding: BrandingJson;
}

export interface BrandingFormModel {
  frame: DeskFrame;
  form: FormState;
  /** What is being changed: the looks now, or those of a preview. */
  branding: BrandingJson;
  typed: { name: string; accent: string; accent_dark: string; remove_logo: boolean };
}

/** Nothing is changed yet; the frame already wears the new looks. */
export interface BrandingPreviewModel {
  frame: DeskFrame;
  form: FormState;
  branding: BrandingJson;
  /** Back to the form, with what was chosen. */
  changePath: string;
}

export type ActName =
  | "suspend"
  | "resume"
  | "verify"
  | "unverify"
  | "rename"
  | "disable"
  | "enable"
  | "end_sessions"
  | "revoke_consent"
  | "rotate_keys"
  | "revoke_key"
  | "remove_api"
  | "remove_scope"
  | "end_tokens";

/** One dangerous act, told and confirmed on a page of its own. */
export interface ActModel {
  frame: DeskFrame;
  form: FormState;
  act: ActName;
  /** Whom or what it is about; null when the act says it. */
  subject: string | null;
  /** The way here, and back. */
  crumbs: readonly Way[];
  /** What has to be written for it. */
  field: { name: "reason" | "name"; value: string } | null;
}
