/** Samples of secrets, of the questions before an end, and of going live. */
import type { ConfirmModel, GoLiveModel, SecretsModel } from "../models/portal.ts";
import { renderConfirm } from "../portal/confirm.tsx";
import { renderGoLive } from "../portal/go-live.tsx";
import { renderNewSecret } from "../portal/new-secret.tsx";
import { renderSecrets } from "../portal/secrets.tsx";
import type { Locale } from "../words/index.ts";
import { hostile } from "./parts.ts";
import type { Sample } from "./parts.ts";
import { client, form, frame, place, secret } from "./portal-parts.ts";

function secrets(what: string, change: Partial<SecretsModel>): Sample {
  return {
    name: `portal-secrets/${what}`,
    render: (locale) =>
      renderSecrets({
        ...place(locale),
        client: client("live"),
        secrets: [
          { ...secret("production server"), state: "used" },
          { ...secret("old laptop", { last_used_at: "2026-06-01T00:00:00.000Z" }), state: "safe" },
          { ...secret("staging", { expires_at: "2026-12-01T00:00:00.000Z" }), state: "soon" },
          { ...secret("first", { expires_at: "2026-05-01T00:00:00.000Z" }), state: "ended" },
        ],
        done: null,
        ...change,
      }),
  };
}

function confirm(kind: ConfirmModel["kind"], change: Partial<ConfirmModel> = {}): Sample {
  return {
    name: `portal-confirm/${kind}${change.subject === hostile ? "-hostile" : ""}`,
    render: (locale) =>
      renderConfirm({
        frame: frame(locale),
        kind,
        form: form("/portal/confirm"),
        subject: "Parcel Pilot",
        environment: null,
        back: { href: "/portal", label: "Parcel Pilot" },
        typed: false,
        ...change,
      }),
  };
}

const request = {
  id: "live_1",
  app_id: "app_1",
  requested_by: "usr_1",
  requested_at: "2026-11-20T10:00:00.000Z",
  answers: { purpose: "Prints labels for parcels.", people: "Warehouses, about 400." },
  decision: null,
  decided_by: null,
  decided_at: null,
  reason: null,
};

const typed = { purpose: "", people: "", website: "", contact: "" };

function goLive(what: string, change: (locale: Locale) => Partial<GoLiveModel>): Sample {
  return {
    name: `portal-go-live/${what}`,
    render: (locale) =>
      renderGoLive({
        ...place(locale, { clients: [client("test")] }),
        form: form("/portal/apps/app_1/go-live"),
        open: false,
        checks: [
          { check: "token", met: true },
          { check: "pkce", met: true },
          { check: "redirects", met: false },
          { check: "name", met: true },
          { check: "scopes", met: true },
        ],
        request: null,
        typed,
        done: null,
        ...change(locale),
      }),
  };
}

export const portalSecretSamples: Sample[] = [
  secrets("several", { done: "secret_ended" }),
  secrets("none", { secrets: [] }),
  secrets("hostile", { secrets: [{ ...secret(hostile), state: "used" }] }),
  {
    name: "portal-secret-new/normal",
    render: (locale) =>
      renderNewSecret({
        ...place(locale),
        client: client("live"),
        form: form("/portal/apps/app_1/live/secrets/new"),
        typed: { label: "", life: "never", overlap: "keep" },
        others: true,
      }),
  },
  {
    name: "portal-secret-new/problem",
    render: (locale) =>
      renderNewSecret({
        ...place(locale),
        client: client("test"),
        form: form("/portal/apps/app_1/test/secrets/new", "invalid", [
          "label",
          "Give a name of 1 to 80 characters.",
        ]),
        typed: { label: "", life: "d90", overlap: "d1" },
        others: false,
      }),
  },
  confirm("end_secret", { subject: "old laptop", environment: "live" }),
  confirm("end_secret", { subject: hostile, environment: "live" }),
  confirm("disable", { environment: "test" }),
  confirm("enable", { environment: "live" }),
  confirm("delete_app", {
    typed: true,
    form: form("/portal/confirm", "invalid", ["typed", "Type the name."]),
  }),
  confirm("remove_member", { subject: "Grace Hopper" }),
  confirm("leave", { form: form("/portal/confirm", "last_owner") }),
  confirm("withdraw", { subject: "grace@example.com" }),
  goLive("normal", () => ({})),
  goLive("problem", () => ({
    form: form("/portal/apps/app_1/go-live", "invalid", ["purpose", "Say what the app does."]),
  })),
  goLive("waiting", () => ({ form: null, request, done: "live_requested" })),
  goLive("declined-hostile", () => ({
    request: {
      ...request,
      decision: "declined",
      reason: hostile.slice(0, 250),
      answers: { purpose: hostile.slice(0, 250) },
    },
  })),
  goLive("granted", (locale) => ({ ...place(locale), form: null, open: true })),
];
