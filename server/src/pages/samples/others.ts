/** Samples of the refused request, the connected apps and the home page. */
import { renderConnectedApps } from "../account/connected-apps.tsx";
import { renderLeaving } from "../account/leaving.tsx";
import { renderHome } from "../account/home.tsx";
import { renderRefused } from "../account/refused.tsx";
import type { ConnectedApp, ConnectedAppsModel, HomeModel, RefusedModel } from "../models.ts";
import type { Locale } from "../words/index.ts";
import { contextOf, hostile, hostileApp, hostilePerson, live, person, scopeWords, test } from "./parts.ts";
import type { Sample } from "./parts.ts";

function refused(kind: RefusedModel["kind"], refusal: string, sentence: string): Sample {
  return {
    name: `refused/${kind}${sentence === hostile ? "-hostile" : ""}`,
    render: (locale) =>
      renderRefused({
        context: contextOf(locale),
        refusal,
        sentence,
        kind,
        requestId: "req_7f3k2m9q4x",
        homePath: "/",
      }),
  };
}

function leaving(what: string, returnsTo: string): Sample {
  return {
    name: `leaving/${what}`,
    // Samples link to nobody else's address.
    render: (locale) => renderLeaving({ context: contextOf(locale), returnsTo, href: "/cb", fields: null }),
  };
}

const day = 86_400_000;
const connectedAt = Date.UTC(2026, 9, 4, 9, 30);

function apps(locale: Locale): ConnectedApp[] {
  return [
    {
      consentId: "con_1",
      app: live,
      scopes: scopeWords(locale, 3),
      details: [
        {
          sentence: [
            { text: "Book trips for up to ", value: false },
            { text: "500 EUR", value: true },
          ],
          rest: [{ field: "traveller", value: "A. Lovelace" }],
        },
      ],
      lasting: true,
      connectedAt,
      lastUsedAt: connectedAt + 40 * day,
      activityPath: null,
    },
    {
      consentId: "con_2",
      app: test,
      scopes: scopeWords(locale, 12),
      details: [],
      lasting: false,
      connectedAt,
      lastUsedAt: null,
      activityPath: "/apps/activity",
    },
    {
      consentId: "con_3",
      app: { ...live, name: "Карта Пути" },
      scopes: [],
      details: [],
      lasting: false,
      connectedAt,
      lastUsedAt: connectedAt,
      activityPath: null,
    },
  ];
}

function connected(what: string, change: (locale: Locale) => Partial<ConnectedAppsModel>): Sample {
  return {
    name: `connected-apps/${what}`,
    render: (locale) =>
      renderConnectedApps({
        context: contextOf(locale),
        person,
        apps: apps(locale),
        revokeAction: "/apps/disconnect",
        csrf: "csrf-sample",
        securityPath: "/security",
        signOutPath: "/signout",
        disconnected: null,
        ...change(locale),
      }),
  };
}

function home(what: string, change: Partial<HomeModel>): Sample {
  return {
    name: `home/${what}`,
    render: (locale) =>
      renderHome({
        context: contextOf(locale),
        person: null,
        signInPath: "/signin",
        signOutPath: "/signout",
        connectedAppsPath: "/apps",
        securityPath: "/security",
        metadataPath: "/.well-known/oauth-authorization-server",
        guidePath: "/guide",
        portalPath: "/portal",
        consolePath: null,
        dev: null,
        ...change,
      }),
  };
}

const hostileApps: ConnectedApp[] = [
  {
    consentId: "con_9",
    app: hostileApp,
    scopes: [hostile],
    details: [{ sentence: [{ text: hostile, value: true }], rest: [{ field: hostile, value: hostile }] }],
    lasting: true,
    connectedAt,
    lastUsedAt: null,
    activityPath: "/apps/activity",
  },
];

export const otherSamples: Sample[] = [
  refused(
    "app",
    "redirect_uri_mismatch",
    "redirect_uri is not one of the addresses registered for this client_id.",
  ),
  refused("gone", "proof_gone", "This code or link was used, has expired, or belongs to another browser."),
  refused("expired", "pending_expired", "The authorization request is older than ten minutes."),
  refused("forbidden", "csrf_mismatch", "The form carries no token of this browser session."),
  refused("not_found", "not_found", "No route has this path."),
  refused("busy", "too_many_requests", "Too many requests arrived from this network."),
  refused("server", "server_error", "An unexpected condition was met; the request id finds it in the log."),
  refused("app", hostile, hostile),
  leaving("normal", "https://app.parcelpilot.example"),
  leaving("hostile", `https://${"long-".repeat(11)}host.attacker.example`),
  connected("several", () => ({})),
  connected("none", () => ({ apps: [] })),
  connected("disconnected", (locale) => ({ apps: apps(locale).slice(0, 1), disconnected: test.name })),
  connected("hostile", () => ({ person: hostilePerson, apps: hostileApps, disconnected: hostile })),
  home("signed-out", {}),
  home("signed-in", { person, consolePath: "/console" }),
  home("hostile", { person: hostilePerson }),
  home("dev", {
    dev: {
      username: person.username,
      password: "correct horse battery",
      staff: { username: "staff", password: "battery staple" },
      apiUrl: "http://127.0.0.1:4001/shipments",
      curl: "curl -s http://127.0.0.1:4000/oauth/token \\\n  -u 'test_app_parcel_pilot:test_secret_1b2c3d4e5f6a7b8c9d0e' \\\n  -d grant_type=client_credentials",
      tryPath: "/dev/try",
    },
  }),
];
