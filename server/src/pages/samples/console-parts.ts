/** What samples of the console are made of: staff at work, a request, a person, a consent, an entry of the log. */
import type { AuditEntry } from "../../desk/directory.ts";
import type { AppJson, LiveRequestJson } from "../../desk/json.ts";
import type { ConsentJson, PersonJson } from "../../desk/operations/people.ts";
import type { ConsoleModel } from "../models/console.ts";
import type { Locale } from "../words/index.ts";
import { hostile } from "./parts.ts";
import { app, client, frame, organisation } from "./portal-parts.ts";

export const around = (locale: Locale, change: Partial<ConsoleModel> = {}): ConsoleModel => ({
  frame: frame(locale, { place: "console", staff: true }),
  admin: true,
  done: null,
  ...change,
});

export const request: LiveRequestJson = {
  id: "live_1",
  app_id: "app_1",
  requested_by: "usr_1",
  requested_at: "2026-11-20T08:00:00.000Z",
  answers: { purpose: "We print labels for 40 shops in Leeds.", website: "https://parcelpilot.example" },
  decision: null,
  decided_by: null,
  decided_at: null,
  reason: null,
};

export const person: PersonJson = {
  id: "usr_1",
  username: "ada@lovelace.example",
  name: "Ada Lovelace",
  email: "ada@lovelace.example",
  locale: null,
  email_verified_at: "2026-04-12T08:00:00.000Z",
  staff: "reviewer",
  created_at: "2026-04-12T08:00:00.000Z",
  disabled_at: null,
};

export const consent: ConsentJson = {
  id: "con_1",
  subject: "usr_1",
  username: "ada@lovelace.example",
  client_id: client("live").client_id,
  client_name: "Parcel Pilot",
  environment: "live",
  scope: "shipments:read shipments:write offline_access",
  created_at: "2026-04-12T08:00:00.000Z",
  last_used_at: "2026-11-21T17:05:00.000Z",
  families: 2,
};

export const entry: AuditEntry = {
  hash: null,
  seq: 41,
  id: "aud_1",
  at: "2026-11-22T09:30:12.000Z",
  actor: { type: "person", id: "usr_1" },
  action: "app.suspended",
  target: { type: "app", id: "app_1" },
  organisation: "org_1",
  before: null,
  after: { why: "Tokens were found in a public repository." },
  request_id: "req_7",
  address: "192.0.2.7",
};

export const suspended: AppJson = app({
  suspended_at: "2026-11-21T08:00:00.000Z",
  suspended_why: "Tokens were found in a public repository.",
});

export const evil: AppJson = app({
  client_name: hostile,
  organisation: { ...organisation, name: hostile },
  suspended_at: "2026-11-21T08:00:00.000Z",
  suspended_why: hostile.slice(0, 250),
});
