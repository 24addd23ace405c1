/** What the http room is given by the composition root. */
import type { PlaygroundPort } from "../desk/playground.ts";
import type { IdempotencyPort } from "../desk/idempotency.ts";
import type { Desk } from "../desk/ports.ts";
import type { GuideFacts, Reader } from "../guide/facts.ts";
import type { Federation } from "./account/federated.ts";
import type { AccountsPorts } from "./account/ports.ts";
import type { Budgets } from "./limits/budgets.ts";
import type { Meter } from "./management/meter.ts";
import type { Tracing } from "./telemetry/tracing.ts";
import type { Outbox } from "../mail/outbox.ts";
import type { Mail } from "../mail/ports.ts";
import type { Sealer } from "../lib/seal.ts";
import type { Ports } from "../oauth/ports.ts";
import type { ApiCall } from "../outbound/api-call.ts";
import type { CertificateReader } from "./client-certificate.ts";
import type { Recorder } from "./inspect/recorder.ts";
import type { HomeModel } from "../pages/models.ts";

export interface HttpContext {
  ports: Ports;
  accounts: AccountsPorts;
  desk: Desk;
  /** RFC 9116 — whom to tell of a hole: a mailto, tel or https address; null when nobody is named. */
  securityContact: string | null;
  /** Requests of the management API that must not be done twice. */
  idempotency: IdempotencyPort;
  /** Whether the management API is served. */
  management: boolean;
  /** Null when no mail can be sent: then no address can be proven. */
  mail: Mail | null;
  /** How many letters wait, and how many were given up within a week. */
  letters(): Promise<{ waiting: number; givenUp: number }>;
  /** The letters of `gatehouse dev`; null everywhere else. */
  outbox: Pick<Outbox, "letters"> | null;
  /** Who else may say who somebody is. */
  federation: Federation;
  /** Who may begin an account. */
  signUp: "open" | "invite_only" | "off";
  /** What the integration guide is made of, for one reader or for everybody. */
  guide(reader: Reader | null): Promise<GuideFacts>;
  /** The public keys, as RFC 7517 §5 says. */
  jwks(): Promise<object>;
  /** The keyed digest that form tokens are made of. */
  formDigest(text: string): string;
  /** Seals what is shown once, on its way through the browser. */
  once: Sealer;
  /** The company's name as the settings say it; what people read is in the branding (http/brand.ts). */
  company: string;
  /** The issuer's path, before every address of ours; empty when it has none. */
  base: string;
  /** How long after a proof of who a person is dangerous acts are allowed. Milliseconds. */
  freshMs: number;
  /** How long an authorization request waits for a person. */
  pendingMs: number;
  /** Whether our own address is https: cookies are Secure and HSTS is sent then. */
  secure: boolean;
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** The certificate that a client presented to a trusted proxy. */
  certificateOf: CertificateReader;
  /** Requests worked on at the same time, and how long one may take. */
  limits: { atOnce: number; deadlineMs: number; perAddress: number };
  budgets: Budgets;
  /** Who writes down what happened, for the members of the app's organisation. */
  recorder: Pick<Recorder, "note" | "told" | "dropped"> | null;
  /** Runs of the flow with a developer's own test app; `api` is null when no address is named at which to call the API. */
  playground: { runs: PlaygroundPort; api: { base: string; call: ApiCall } | null };
  /** Whether pages and management API are loaded before anybody is served, or when somebody first asks for them. */
  loadAtStart: boolean;
  /** Null when nobody looks at figures. */
  meter: Pick<Meter, "request" | "token" | "watch"> | null;
  /** Null when no SDK records spans. */
  tracing: Pick<Tracing, "request"> | null;
  /** What the front page shows in development; null in production. */
  dev: HomeModel["dev"];
  /** One structured line per event; values are never secrets. */
  log(level: "info" | "warn" | "error", line: Record<string, unknown>): void;
}
