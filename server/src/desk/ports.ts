/** What the desk needs from the world. Times in milliseconds since the epoch; every change takes who makes it. */
import type { ThrottlePort } from "../accounts/ports.ts";
import type { Settings } from "../config/settings.ts";
import type { By } from "../lib/actor.ts";
import type { Clock } from "../lib/clock.ts";
import type { Random } from "../lib/random.ts";
import type { Answer } from "../oauth/authorize/answer.ts";
import type { HeadlessRequest } from "../oauth/authorize/headless.ts";
import type { Ports } from "../oauth/ports.ts";
import type { ApiDocument, Resource } from "../oauth/resource.ts";
import type { BrandingPort } from "./branding/ports.ts";
import type { Role } from "./caller.ts";
import type { EventsPort } from "./inspector/ports.ts";
import type { DirectoryPort, KeysDesk } from "./directory.ts";
import type { NewClient, Registry } from "./registry.ts";
import type { TestPeoplePort } from "./test-people.ts";

export interface Organisation {
  id: string;
  name: string;
  verifiedAt: number | null;
}

export interface Member {
  person: { id: string; name: string; username: string; email: string | null };
  role: Role;
  since: number;
}

export interface Invitation {
  id: string;
  organisation: Organisation;
  email: string;
  role: Role;
  createdAt: number;
  expiresAt: number;
}

/** A wish to use an app with real data. */
export interface LiveRequest {
  id: string;
  appId: string;
  /** A person's id. */
  requestedBy: string;
  requestedAt: number;
  /** What the developer says about the app, by the key of the question. */
  answers: Readonly<Record<string, string>>;
  decision: "approved" | "declined" | null;
  decidedBy: string | null;
  decidedAt: number | null;
  /** What staff tell the developer. */
  reason: string | null;
}

export interface OrganisationsPort {
  find(id: string): Promise<Organisation | null>;
  /** The organisation and its first owner, in one transaction. False when that person owns `most` already. */
  found(organisation: { id: string; name: string }, owner: string, by: By, most?: number): Promise<boolean>;
  rename(id: string, name: string, by: By): Promise<boolean>;
  /** Whose member a person is. */
  ofPerson(person: string): Promise<readonly (Organisation & { role: Role })[]>;
  members(organisation: string): Promise<readonly Member[]>;
  /** `last_owner` when nobody else could act for the organisation afterwards; null role removes. */
  setRole(
    organisation: string,
    person: string,
    role: Role | null,
    by: By,
  ): Promise<"set" | "missing" | "last_owner">;
  /** Replaces an earlier invitation of the same address. `hash`: SHA-256 of what the link carries. False when `most` others wait. */
  invite(
    invitation: Omit<Invitation, "organisation"> & { organisation: string; hash: string },
    by: By,
    most?: number,
  ): Promise<boolean>;
  invitations(organisation: string, now: number): Promise<readonly Invitation[]>;
  findInvitation(hash: string, now: number): Promise<Invitation | null>;
  /** Once: false when it was accepted, taken back or ended before. A member keeps the higher role. */
  accept(hash: string, person: string, now: number, by: By): Promise<boolean>;
  withdraw(organisation: string, invitation: string, by: By): Promise<boolean>;
}

export interface LiveRequestsPort {
  /** False when the app has one that waits, or is live and does not ask again. */
  ask(
    request: Pick<LiveRequest, "id" | "appId" | "requestedBy" | "requestedAt" | "answers"> & {
      /** Whether the app is live already, and asks for what test has and live has not. */
      again: boolean;
    },
    by: By,
  ): Promise<boolean>;
  /** The newest of an app. */
  newest(appId: string): Promise<LiveRequest | null>;
  waiting(): Promise<readonly LiveRequest[]>;
  /** Once: false when somebody decided before, or the app is no longer what `name` and `client` say. Whoever approves gives the live client, which is stored with the decision; an app that is live takes its terms. */
  decide(
    id: string,
    decision: Pick<LiveRequest, "reason"> & {
      decidedBy: string;
      decidedAt: number;
      client: NewClient | null;
      /** The app's name as it was read with `client`. */
      name: string;
    },
    by: By,
  ): Promise<boolean>;
}

/** Which of the settings the desk looks at. */
export type DeskSettings = Pick<
  Settings,
  "app_creation" | "live_changes" | "management_api" | "company" | "client_id_label" | "client_secret_label"
>;

export interface Desk {
  clock: Clock;
  random: Random;
  throttle: ThrottlePort;
  /** Keyed digest, under which secrets are stored. */
  secretDigest(text: string): string;
  /** The registry, in the name of whoever asks. */
  registry(by: By): Registry;
  organisations: OrganisationsPort;
  liveRequests: LiveRequestsPort;
  branding: BrandingPort;
  directory: DirectoryPort;
  testPeople: TestPeoplePort;
  /** What the authorization endpoint answers a test client for a simulated person. Throws Refusal. */
  headless(request: HeadlessRequest): Promise<Answer>;
  keys: KeysDesk;
  /** What happened, and how much of it. */
  events: EventsPort;
  /** The APIs. */
  resources(): Promise<readonly Resource[]>;
  /** Our own for management, which is not among them; null where it never was on. */
  managementResource(): Promise<Resource | null>;
  /** What the OpenAPI document of an API says, by the API's id. */
  apiDocument(id: string): Promise<ApiDocument | null>;
  /** Clients as the protocol sees them, with their policy settled; and what their metadata is checked against. */
  protocol: Pick<Ports, "clients" | "rules" | "outbound" | "throttle" | "clock" | "report">;
  settings: DeskSettings;
  /** Every setting, with its value and where it comes from; no secret is in it. */
  explain(): readonly { key: string; value: string; origin: string; doc: string }[];
  /** Sends the link of an invitation; a mail that cannot be sent now is tried again, and never fails the act. */
  sendInvitation(invitation: Invitation, secret: string, from: string | null): Promise<void>;
}
