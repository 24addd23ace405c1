/** RFC 6749 §4.1, §4.4 — one run of the playground: the flow that a developer tries with a test app of theirs, request by request. */
import type { EventJson } from "./operations/events.ts";

/** How long a run and the secret that was made for it last. Milliseconds. */
export const RUN_MS: number = 15 * 60_000;

/** What can be sent. */
export const STEPS = ["authorize", "token", "refresh", "call", "introspect", "revoke"] as const;
export type Step = (typeof STEPS)[number];

/** The classic mistakes, which can be made on purpose. */
export const MISTAKES = [
  "other_redirect",
  "unknown_scope",
  "no_challenge",
  "no_verifier",
  "wrong_secret",
  "used_code",
  "no_token",
] as const;
export type Mistake = (typeof MISTAKES)[number];

/** `code`: a person allows the app. `machine`: the app acts for itself. */
export type Flow = "code" | "machine";

type Pair = readonly [name: string, value: string];

export interface Sent {
  method: "GET" | "POST";
  url: string;
  headers: readonly Pair[];
  /** The fields of a form; null when there is no body. */
  body: readonly Pair[] | null;
}

export interface Answered {
  /** Null when the answer came by the browser. */
  status: number | null;
  /** Those that say something. */
  headers: readonly Pair[];
  /** Empty when the answer is a page for people. */
  body: string;
  page: boolean;
}

/** One request and what came of it. */
export interface Exchange {
  step: Step;
  mistake: Mistake | null;
  sent: Sent;
  /** Null while the browser is on its way, or when nobody answered. */
  answer: Answered | null;
  /** Why a request to the API was not answered: a word of the outbound room. */
  unanswered: string | null;
  diagnosis: EventJson["diagnosis"];
}

/** All that a run knows. It is stored sealed, and only for whoever began it. */
export interface Run {
  flow: Flow;
  redirect_uri: string;
  /** The one made for this run; null for an app without secrets. */
  client_secret: string | null;
  /** What the browser has to bring back. */
  state: string;
  code_verifier: string;
  code: string | null;
  usedCode: string | null;
  access_token: string | null;
  refresh_token: string | null;
  /** The oldest first. */
  exchanges: readonly Exchange[];
}

/** To whom a run belongs. `sid`: the session's, which no other browser has. */
export interface RunOwner {
  app: string;
  person: string;
  sid: string;
}

export interface StoredRun {
  id: string;
  owner: RunOwner;
  /** Counts the changes: of two who change at once one wins. */
  version: number;
  secretId: string | null;
  expiresAt: number;
  run: Run;
}

/** Times in milliseconds since the epoch. */
export interface PlaygroundPort {
  /** Stores it and ends an earlier one of the same owner. `state`: SHA-256 of the state that the browser will bring back. */
  start(run: Omit<StoredRun, "version">, state: string, now: number): Promise<void>;
  /** The one of this owner that has not ended. */
  find(owner: RunOwner, now: number): Promise<StoredRun | null>;
  /** The one that waits for this state in this session. */
  findByState(state: string, whose: Omit<RunOwner, "app">, now: number): Promise<StoredRun | null>;
  /** Nobody else may work on this version. False when somebody does, or it has ended. */
  claim(run: StoredRun, now: number): Promise<StoredRun | null>;
  /** Stores what a claimed run has become; `state` null: nothing is waited for. False when it has ended meanwhile. */
  keep(run: StoredRun, state: string | null, now: number): Promise<boolean>;
  end(id: string, now: number): Promise<void>;
}
