/** What samples of the portal are made of: a frame, an organisation, an app in test and live. */
import type { AppJson, ClientJson, SecretJson } from "../../desk/json.ts";
import { copyScript } from "../copy-script.ts";
import type { DeskFrame, FormState } from "../models/desk.ts";
import type { AppPlace, FirstRun } from "../models/portal.ts";
import { deskStylesheet } from "../stylesheet.ts";
import type { Locale } from "../words/index.ts";
import { contextOf, person } from "./parts.ts";

export const organisation = {
  id: "org_1",
  name: "Pilot Logistics Ltd",
  verified_at: "2026-03-01T09:00:00.000Z",
};

export function frame(locale: Locale, change: Partial<DeskFrame> = {}): DeskFrame {
  return {
    context: contextOf(locale),
    place: "portal",
    base: "",
    stylesheet: deskStylesheet.path,
    script: copyScript.path,
    person,
    staff: false,
    organisations: [
      { id: organisation.id, name: organisation.name, current: true },
      { id: "org_2", name: "Brightbooks GmbH", current: false },
    ],
    guidePath: "/guide",
    ...change,
  };
}

/** Nothing sent yet, or what was wrong with it: field and sentence. */
export function form(action: string, problem: string | null = null, ...wrong: [string, string][]): FormState {
  const fields = wrong.map(([field, sentence]) => ({ field, sentence }));
  return { action, csrf: "csrf-sample", problem: problem === null ? null : { problem, fields } };
}

export function secret(label: string, change: Partial<SecretJson> = {}): SecretJson {
  return {
    id: `sec_${label.length}`,
    label,
    last4: "9f3c",
    created_at: "2026-04-12T08:00:00.000Z",
    last_used_at: "2026-11-21T17:05:00.000Z",
    expires_at: null,
    ...change,
  };
}

export function client(environment: "test" | "live", change: Partial<ClientJson> = {}): ClientJson {
  return {
    client_id: `${environment}_4f1d8a0c6b2e49d7a3c5e8f1b0d2946e`,
    environment,
    status: "active",
    token_endpoint_auth_method: "client_secret_post",
    grant_types: ["authorization_code", "refresh_token"],
    redirect_uris:
      environment === "test"
        ? ["https://app.parcelpilot.example/oauth/callback", "http://127.0.0.1/callback"]
        : ["https://app.parcelpilot.example/oauth/callback"],
    scope: "shipments:read shipments:write offline_access",
    resource: "https://api.northwind.example",
    metadata: {},
    settings: {},
    preset: null,
    api_version: null,
    created_at: "2026-04-12T08:00:00.000Z",
    disabled_at: null,
    secrets: [secret("production server")],
    ...change,
  };
}

export function app(change: Partial<AppJson> = {}): AppJson {
  return {
    id: "app_1",
    client_name: "Parcel Pilot",
    application_type: "web",
    organisation,
    created_at: "2026-04-12T08:00:00.000Z",
    suspended_at: null,
    suspended_why: null,
    clients: [client("test"), client("live")],
    ...change,
  };
}

export function place(locale: Locale, change: Partial<AppJson> = {}): AppPlace {
  return { frame: frame(locale), app: app(change), may: { change: true, own: true } };
}

/** On the way: an app, and a token if nothing else is said. */
export function firstRun(change: Partial<FirstRun> = {}): FirstRun {
  return {
    organisation,
    app: { id: "app_1", name: "Parcel Pilot" },
    tokenAt: "2026-11-21T17:05:00.000Z",
    callAt: null,
    here: "/portal/organisations/org_1",
    ...change,
  };
}
