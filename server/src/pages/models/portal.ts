/** What the pages of the portal are told. What an app is comes as the desk answers it; facts that need words come as names. */
import type {
  AppJson,
  ClientJson,
  LiveCheckJson,
  LiveRequestJson,
  PolicyJson,
  SecretJson,
} from "../../desk/json.ts";
import type { DeskFrame, FormState, Way } from "./desk.ts";

export type Environment = "test" | "live";

/** What the reader may do with the organisation whose page it is. */
export interface May {
  /** Register and change apps. */
  change: boolean;
  /** Manage members, the organisation, and take apps out of service. */
  own: boolean;
}

/** Something about an app that somebody should look at. */
export interface Attention {
  kind:
    | "suspended"
    | "live_waiting"
    | "live_declined"
    | "live_no_secret"
    | "secret_expires"
    | "secret_unused"
    | "disabled";
  environment: Environment | null;
  /** What staff said, or the label of the secret. */
  detail: string | null;
  /** When it happens or happened; RFC 3339. */
  at: string | null;
  /** Where it can be mended, null when only others can. */
  href: string | null;
}

export interface AppCard {
  id: string;
  name: string;
  type: string;
  environments: readonly { environment: Environment; status: "active" | "disabled" | "suspended" }[];
  /** RFC 3339; null when no secret of it was used yet. */
  lastUsedAt: string | null;
  attention: readonly Attention[];
}

/** Before sign-in. */
export interface LandingModel {
  frame: DeskFrame;
  signInPath: string;
  /** Null when nobody can sign up by themselves. */
  signUpPath: string | null;
}

export interface NewOrganisationModel {
  frame: DeskFrame;
  form: FormState;
  name: string;
  /** Whether the person has none yet, so that this is the beginning. */
  first: boolean;
}

/** How far an organisation, or one app, has come on the way to its first call; times are RFC 3339, null before it happened. */
export interface FirstRun {
  organisation: { id: string; name: string };
  /** The app that has come furthest; null before there is one. */
  app: { id: string; name: string } | null;
  tokenAt: string | null;
  callAt: string | null;
  /** The page that shows it, to be looked at again. */
  here: string;
}

export interface AppsModel {
  frame: DeskFrame;
  organisation: { id: string; name: string };
  may: May;
  apps: readonly AppCard[];
  /** Null when there is nothing left of it: an app is live. */
  firstRun: FirstRun | null;
  done: string | null;
}

/** A scope that an app can be given. */
export interface ScopeChoice {
  name: string;
  /** What it allows, in the reader's language. */
  words: string;
  /** Whether it only means something with a person. */
  person: boolean;
  chosen: boolean;
}

export interface NewAppModel {
  frame: DeskFrame;
  organisation: { id: string; name: string };
  form: FormState;
  /** The APIs to choose from first; empty when one is meant. */
  apis: readonly { identifier: string; name: string; href: string }[];
  api: string;
  typed: { client_name: string; application_type: string; redirect_uris: string };
  scopes: readonly ScopeChoice[];
}

/** An app and where one is in it. */
export interface AppPlace {
  frame: DeskFrame;
  app: AppJson;
  may: May;
}

/** How to try an app at once; lines to paste into a terminal. */
export interface Trial {
  /** A token for the app itself; null where it may have none. */
  machine: string | null;
  /** The link that a person opens, and the exchange of the code that comes back; null where no person is asked. */
  person: { link: string; exchange: string } | null;
  /** A call of the API with the token; null when no route of it is known. */
  call: string | null;
}

export interface CredentialsModel extends AppPlace {
  client: ClientJson;
  labels: { client_id: string; client_secret: string };
  /** Only just after it was made. */
  client_secret: string | null;
  trial: Trial;
  /** What the app has done so far, in any environment. */
  reached: { token: boolean; call: boolean };
}

/** What an app's own traffic and setting say about it. Other rooms add kinds. */
export interface HealthNote {
  kind:
    | "s256_unseen"
    | "plain_allowed"
    | "pkce_optional"
    | "local_redirect"
    | "no_state"
    | "plain_seen"
    | "challenge_repeated"
    | "secret_in_query"
    | "secret_in_browser"
    | "redirect_unused"
    | "scope_unused";
  environment: Environment;
  /** The redirect URI or the scope that is meant. */
  detail: string | null;
}

export interface EnvironmentFacts {
  client: ClientJson;
  policy: PolicyJson;
  /** Secrets that work. */
  secrets: number;
  /** RFC 3339. */
  lastUsedAt: string | null;
}

export interface AppModel extends AppPlace {
  environments: readonly EnvironmentFacts[];
  attention: readonly Attention[];
  health: readonly HealthNote[];
  /** Null once the app is live. */
  firstRun: FirstRun | null;
  done: string | null;
}

/** A redirect URI and what there is to say about it: a kind, or what is wrong with it. */
export interface ExplainedUri {
  uri: string;
  kind: "https" | "loopback" | "localhost" | "scheme" | null;
  trouble: string | null;
}

export interface AccessModel extends AppPlace {
  client: ClientJson;
  policy: PolicyJson;
  api: string;
  uris: readonly ExplainedUri[];
  scopes: readonly ScopeChoice[];
  done: string | null;
}

export interface ChangeAccessModel extends AppPlace {
  client: ClientJson;
  form: FormState;
  redirect_uris: string;
  /** What was typed, explained line by line; empty before anything was sent. */
  uris: readonly ExplainedUri[];
  scopes: readonly ScopeChoice[];
  grants: readonly { name: string; chosen: boolean }[];
}

export interface SecretsModel extends AppPlace {
  client: ClientJson;
  secrets: readonly (SecretJson & { state: "used" | "safe" | "soon" | "ended" })[];
  done: string | null;
}

export interface NewSecretModel extends AppPlace {
  client: ClientJson;
  form: FormState;
  typed: { label: string; life: string; overlap: string };
  /** Whether there are others whose end can be decided. */
  others: boolean;
}

/** An act that takes something away, or gives it back: asked once more before it is done. */
export type ConfirmKind =
  | "end_secret"
  | "disable"
  | "enable"
  | "delete_app"
  | "remove_member"
  | "leave"
  | "withdraw"
  | "delete_test_person"
  | "revoke_program"
  | "play_code"
  | "play_machine"
  | "address_add"
  | "address_remove";

export interface ConfirmModel {
  frame: DeskFrame;
  kind: ConfirmKind;
  form: FormState;
  /** Whose label, name or address it is about. */
  subject: string;
  environment: Environment | null;
  /** The page that it came from. */
  back: Way;
  /** Whether the subject has to be typed. */
  typed: boolean;
}

export interface AppSettingsModel extends AppPlace {
  form: FormState;
  name: string;
  done: string | null;
}

export const LIVE_QUESTIONS = ["purpose", "people", "website", "contact"] as const;
export type LiveQuestion = (typeof LIVE_QUESTIONS)[number];

export interface GoLiveModel extends AppPlace {
  /** Null when nobody asks for anything. */
  form: FormState | null;
  /** Whether nobody has to decide. */
  open: boolean;
  checks: readonly LiveCheckJson[];
  /** The newest request. */
  request: LiveRequestJson | null;
  typed: Readonly<Record<LiveQuestion, string>>;
  done: string | null;
}
