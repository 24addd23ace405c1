/** What each page is told: plain data, in the order a person reads it. No page asks for more. */
import type { FederatedWay, PasskeyQuestion } from "./models/account.ts";
import type { LimitOffer } from "./models/agents.ts";
import type { Locale } from "./words/locale.ts";

/** What every page knows. */
export interface PageContext {
  locale: Locale;
  /** The company whose API this is, as people know it. */
  company: string;
  /** Path of the stylesheet (content-hashed, cacheable for ever). */
  stylesheet: string;
  /** Path of the company's colours, to be laid over it; null for Gatehouse's own. */
  colours: string | null;
  /** The company's logo; null where it has none. Pixels. */
  logo: { path: string; width: number; height: number } | null;
}

/** An app as a person may see it: every field is somebody else's text, and never trusted. */
export interface AppView {
  name: string;
  organisation: string;
  /** True when the company's staff checked who the organisation is. */
  verified: boolean;
  environment: "live" | "test";
  /** https addresses that the app registered for people to read. */
  policyUri?: string;
  termsUri?: string;
}

export interface SignInModel {
  context: PageContext;
  /** Where the form is posted: a path of ours. */
  action: string;
  csrf: string;
  /** The pending authorization request, null when somebody signs in for its own sake. */
  pending: string | null;
  /** The path of ours that it leads to, null for the usual one. */
  next: string | null;
  /** The app that waits for this sign-in. */
  app: AppView | null;
  /** What was typed before, or login_hint. */
  username: string;
  /** Unknown user, wrong password and locked account all say `credentials`. */
  problem: "credentials" | "throttled" | "missing" | "passkey" | "federated" | null;
  /** What the log calls a failure elsewhere; null when there was none. */
  reference: string | null;
  retryAfterSeconds: number | null;
  /** Null where no passkey can be used. */
  passkey: PasskeyQuestion | null;
  /** Other ways to say who one is. */
  federated: readonly FederatedWay[];
  /** Where a new account begins, and where a password is forgotten; null where that is not possible. */
  signUpPath: string | null;
  resetPath: string | null;
  /** True right after a password was set anew. */
  justReset: boolean;
}

export interface ConsentScope {
  name: string;
  /** What it allows, in the reader's language. */
  words: string;
  /** True when this person has not allowed it to this app before. */
  isNew: boolean;
  /** True when it changes nothing, and somebody may want to know. */
  reads?: boolean;
}

/** A permission with values (RFC 9396): the API's sentence with the app's values in it, and what it leaves out. */
export interface ConsentDetail {
  sentence: readonly { text: string; value: boolean }[];
  rest: readonly { field: string; value: string }[];
}

/** A line that the company's own program adds; with a box when it must be agreed to. */
export interface ConsentAdditionView {
  id: string;
  text: string;
  required: boolean;
}

export interface ConsentModel {
  context: PageContext;
  action: string;
  csrf: string;
  pending: string;
  app: AppView;
  /** Scheme and host that the browser goes back to, e.g. `https://app.example`; null when a device waits elsewhere. */
  returnsTo: string | null;
  person: { name: string; username: string };
  api: string;
  scopes: ConsentScope[];
  details: readonly ConsentDetail[];
  additions: readonly ConsentAdditionView[];
  /** Whether "allow" was sent with a box left empty. */
  boxMissing: boolean;
  /** True when the app keeps access while the person is away (offline_access). */
  lasting: boolean;
  /** Minutes that one access token lasts. */
  accessMinutes: number;
  /** What may be limited; null for an app that somebody here registered. */
  offer: LimitOffer | null;
  /** POST target of "use another account". */
  switchAccountAction: string;
}

/** A request that is refused on our own page, never at the app's address. */
export interface RefusedModel {
  context: PageContext;
  /** The refusal's name in docs/refusals.md. */
  refusal: string;
  /** The sentence for the developer, in English, from the refusals table. */
  sentence: string;
  /** What kind of trouble, for the person: the app's fault, something that ran out, not allowed, not found, ours. */
  kind: "app" | "expired" | "gone" | "forbidden" | "not_found" | "busy" | "server";
  /** Null on a page that is the same for all. */
  requestId: string | null;
  /** The front door. Nobody who was on the way to an app is led there. */
  homePath: string;
}

/** RFC 8628 §3.3: where the code of a device is typed. */
export interface DeviceModel {
  context: PageContext;
  action: string;
  csrf: string;
  /** What was typed before, or came with the address. */
  typed: string;
  /** A code that was never there, has ended, or was decided already says `unknown`. */
  problem: "missing" | "unknown" | "throttled" | null;
  retryAfterSeconds: number | null;
}

/** After the decision: the device goes on by itself. */
export interface DeviceDoneModel {
  context: PageContext;
  allowed: boolean;
}

/** The answer to an app as a form (OAuth 2.0 Form Post Response Mode). */
export interface FormPostModel {
  context: PageContext;
  /** The app's registered redirect URI. */
  action: string;
  fields: readonly (readonly [string, string])[];
  /** Path of the script that sends the form. */
  script: string;
}

/** Before a browser leaves for an app that anybody can have made, and no other page said where it goes. */
export interface LeavingModel {
  context: PageContext;
  /** Scheme and host that the browser goes to. */
  returnsTo: string;
  /** The whole address. */
  href: string;
  /** What is posted there; null when everything is in the address. */
  fields: readonly (readonly [string, string])[] | null;
}

export interface ConfirmSignOutModel {
  context: PageContext;
  action: string;
  csrf: string;
  person: { name: string; username: string };
  /** Where "stay signed in" goes; without it there is no such link. */
  staySignedInPath?: string;
}

export interface SignedOutModel {
  context: PageContext;
  signInPath: string;
}

export interface ConnectedApp {
  consentId: string;
  app: AppView;
  scopes: string[];
  details: readonly ConsentDetail[];
  lasting: boolean;
  /** Milliseconds since the epoch. */
  connectedAt: number;
  lastUsedAt: number | null;
  /** Where its activity is told; null when nothing is counted. */
  activityPath: string | null;
}

export interface ConnectedAppsModel {
  context: PageContext;
  person: { name: string; username: string };
  apps: ConnectedApp[];
  revokeAction: string;
  csrf: string;
  securityPath: string;
  signOutPath: string;
  /** The app that was just disconnected. */
  disconnected: string | null;
}

/** The front door: what this host is, for a person and for a developer. */
export interface HomeModel {
  context: PageContext;
  person: { name: string; username: string } | null;
  signInPath: string;
  signOutPath: string;
  connectedAppsPath: string;
  securityPath: string;
  metadataPath: string;
  guidePath: string;
  portalPath: string;
  /** Null for whoever is no staff. */
  consolePath: string | null;
  /** Shown in dev only: what was seeded, to try it at once. */
  dev: {
    username: string;
    password: string;
    staff: { username: string; password: string };
    apiUrl: string;
    curl: string;
    tryPath: string | null;
  } | null;
}
