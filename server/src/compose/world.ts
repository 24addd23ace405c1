/** What the composition is given from outside, and what it gives back. */
import type { FastifyInstance } from "fastify";
import type { Loaded } from "../config/load.ts";
import type { Settings } from "../config/settings.ts";
import type { Desk } from "../desk/ports.ts";
import type { AccountsPorts } from "../http/account/ports.ts";
import type { HttpContext } from "../http/context.ts";
import type { Recorder } from "../http/inspect/recorder.ts";
import type { Meter } from "../http/management/meter.ts";
import type { KeyRing, KeyTimes } from "../keys/ring.ts";
import type { By } from "../lib/actor.ts";
import type { Clock } from "../lib/clock.ts";
import type { Random } from "../lib/random.ts";
import type { Outbox } from "../mail/outbox.ts";
import type { Mail } from "../mail/ports.ts";
import type { Extensions } from "../oauth/extensions.ts";
import type { Ports } from "../oauth/ports.ts";
import type { Store } from "../store/store.ts";

export interface Gatehouse {
  settings: Settings;
  store: Store;
  ring: KeyRing;
  ports: Ports;
  accounts: AccountsPorts;
  desk: Desk;
  /** Null when no mail can be sent. */
  mail: Mail | null;
  /** What tells the extension `audited` of entries that were sealed since the call before; it does nothing without one. */
  follow(): Promise<() => Promise<void>>;
  recorder: Recorder;
  /** Builds the HTTP server, which is loaded for this; it does not listen yet. */
  app(dev: HttpContext["dev"]): Promise<FastifyInstance>;
  close(): Promise<void>;
}

export interface World {
  /** What a company's own program adds (docs/extending.md). */
  extensions?: Extensions;
  /** When it is not given, the machine's on SQLite, the database's on PostgreSQL: one for all nodes (decision 12). */
  clock?: Clock;
  random?: Random;
  log?: HttpContext["log"];
  /** How outsiders' documents are fetched; over the network when it is not given. */
  outbound?: Ports["outbound"];
  /** Who is told figures; nobody when it is not given. */
  meter?: Meter;
  /** Where letters go instead of to the mail server of the settings. */
  mail?: Mail;
  /** The same, kept to be read at /dev/mail. */
  outbox?: Outbox;
  /** How long keys are published before and after they sign; for tests, which cannot wait for ten minutes. */
  keyTimes?: KeyTimes;
  /** Where each setting comes from, for whoever looks at them. */
  origin?: Loaded["origin"];
  /** Who works with it, for the audit log; Gatehouse itself when it is not given. */
  by?: By;
}
