/** Samples of the portal's first pages. */
import type {
  AppCard,
  AppsModel,
  CredentialsModel,
  NewAppModel,
  NewOrganisationModel,
} from "../models/portal.ts";
import { renderApps } from "../portal/apps.tsx";
import { renderCredentials } from "../portal/credentials.tsx";
import { renderLanding } from "../portal/landing.tsx";
import { renderNewApp } from "../portal/new-app.tsx";
import { renderNewOrganisation } from "../portal/new-organisation.tsx";
import { renderProblem } from "../portal/problem.tsx";
import type { Locale } from "../words/index.ts";
import { hostile, scopeWords } from "./parts.ts";
import type { Sample } from "./parts.ts";
import { client, firstRun, form, frame, organisation, place } from "./portal-parts.ts";

const cards: readonly AppCard[] = [
  {
    id: "app_1",
    name: "Parcel Pilot",
    type: "web",
    environments: [
      { environment: "test", status: "active" },
      { environment: "live", status: "active" },
    ],
    lastUsedAt: "2026-11-21T17:05:00.000Z",
    attention: [],
  },
  {
    id: "app_2",
    name: "Label printer",
    type: "machine",
    environments: [{ environment: "test", status: "active" }],
    lastUsedAt: null,
    attention: [],
  },
  {
    id: "app_3",
    name: "Old importer",
    type: "browser",
    environments: [{ environment: "test", status: "suspended" }],
    lastUsedAt: null,
    attention: [],
  },
];

function apps(what: string, change: (locale: Locale) => Partial<AppsModel>): Sample {
  return {
    name: `portal-apps/${what}`,
    render: (locale) =>
      renderApps({
        frame: frame(locale),
        organisation,
        may: { change: true, own: true },
        apps: cards,
        firstRun: null,
        done: null,
        ...change(locale),
      }),
  };
}

function newOrganisation(what: string, change: Partial<NewOrganisationModel>): Sample {
  return {
    name: `portal-organisation-new/${what}`,
    render: (locale) =>
      renderNewOrganisation({
        frame: frame(locale, { organisations: [] }),
        form: form("/portal/organisations/new"),
        name: "",
        first: true,
        ...change,
      }),
  };
}

const catalogue = ["shipments:read", "shipments:write", "addresses:read", "offline_access"];

function newApp(what: string, change: (locale: Locale) => Partial<NewAppModel>): Sample {
  return {
    name: `portal-app-new/${what}`,
    render: (locale) => {
      const said = scopeWords(locale, catalogue.length);
      return renderNewApp({
        frame: frame(locale),
        organisation,
        form: form("/portal/organisations/org_1/apps/new"),
        apis: [],
        api: "https://api.northwind.example",
        typed: { client_name: "", application_type: "web", redirect_uris: "" },
        scopes: catalogue.map((name, index) => ({
          name,
          words: said[index] ?? "",
          person: index > 1,
          chosen: index === 0,
        })),
        ...change(locale),
      });
    },
  };
}

const trial: CredentialsModel["trial"] = {
  machine: null,
  person: {
    link: `https://auth.northwind.example/oauth/authorize?response_type=code&client_id=${client("test").client_id}&redirect_uri=https%3A%2F%2Fapp.parcelpilot.example%2Foauth%2Fcallback&scope=shipments%3Aread&code_challenge_method=S256`,
    exchange: `TOKEN=$(curl -sS 'https://auth.northwind.example/oauth/token' \\\n  -d grant_type=authorization_code \\\n  -d client_id=${client("test").client_id} \\\n  -d code=CODE \\\n  | tee /dev/stderr | sed -n 's/.*"access_token":"\\([^"]*\\)".*/\\1/p')`,
  },
  call: `curl -i 'https://api.northwind.example/shipments' \\\n  -H "Authorization: Bearer $TOKEN"`,
};

function credentials(what: string, change: (locale: Locale) => Partial<CredentialsModel>): Sample {
  return {
    name: `portal-credentials/${what}`,
    render: (locale) =>
      renderCredentials({
        ...place(locale, { clients: [client("test")] }),
        client: client("test"),
        labels: { client_id: "Client ID", client_secret: "Client secret" },
        client_secret: null,
        trial,
        reached: { token: false, call: false },
        ...change(locale),
      }),
  };
}

const machine = { grant_types: ["client_credentials"], redirect_uris: [] };

export const portalStartSamples: Sample[] = [
  {
    name: "portal-landing/sign-up",
    render: (locale) =>
      renderLanding({
        frame: frame(locale, { person: null, organisations: [] }),
        signInPath: "/sign-in",
        signUpPath: "/sign-up",
      }),
  },
  {
    name: "portal-landing/sign-in-only",
    render: (locale) =>
      renderLanding({
        frame: frame(locale, { person: null, organisations: [], guidePath: null }),
        signInPath: "/sign-in",
        signUpPath: null,
      }),
  },
  {
    name: "portal-problem/role",
    render: (locale) => renderProblem({ frame: frame(locale), problem: "role_too_low", backPath: "/portal" }),
  },
  newOrganisation("first", {}),
  newOrganisation("problem", {
    first: false,
    form: form("/portal/organisations/new", "invalid", ["name", "Give a name of 1 to 80 characters."]),
  }),
  newOrganisation("closed", { name: "Pilot", form: form("/portal/organisations/new", "closed") }),
  apps("several", () => ({ done: "organisation_renamed" })),
  apps("none", () => ({
    apps: [],
    firstRun: firstRun({ app: null, tokenAt: null }),
    done: "organisation_added",
  })),
  apps("viewer", () => ({ apps: [], may: { change: false, own: false } })),
  apps("first", () => ({ apps: cards.slice(1, 2), firstRun: firstRun({ tokenAt: null }) })),
  apps("hostile", (locale) => ({
    frame: frame(locale, { organisations: [{ id: "org_1", name: hostile, current: true }] }),
    organisation: { id: "org_1", name: hostile },
    apps: [{ ...cards[0], name: hostile } as AppCard],
  })),
  newApp("normal", () => ({})),
  newApp("problem", () => ({
    typed: {
      client_name: "",
      application_type: "native",
      redirect_uris: "http://app.example/cb\ncom.example:/cb",
    },
    form: form(
      "/portal/organisations/org_1/apps/new",
      "invalid",
      ["client_name", "Give the app a name of 1 to 80 characters."],
      ["redirect_uris", "Use https. Plain http is only possible for 127.0.0.1, [::1] and localhost."],
    ),
  })),
  newApp("which-api", () => ({
    apis: [
      { identifier: "https://api.northwind.example", name: "Shipping", href: "/portal?api=1" },
      { identifier: "https://tracking.northwind.example", name: "Tracking", href: "/portal?api=2" },
    ],
  })),
  credentials("just-made", (locale) => ({
    ...place(locale, { clients: [client("test")] }),
    client_secret: "ghs_test_Vw3k0xq9Jm2cR8tZs5nLyB7uHd4aGfEi1oPKXQ6vNTA",
  })),
  credentials("machine-live", (locale) => {
    const live = client("live", machine);
    return {
      ...place(locale, { application_type: "machine", clients: [client("test", machine), live] }),
      client: live,
      reached: { token: true, call: false },
      trial: {
        machine:
          'TOKEN=$(curl -sS \'https://auth.northwind.example/oauth/token\' \\\n  -d grant_type=client_credentials \\\n  -d client_secret=CLIENT_SECRET \\\n  | tee /dev/stderr | sed -n \'s/.*"access_token":"\\([^"]*\\)".*/\\1/p\')',
        person: null,
        call: null,
      },
    };
  }),
  credentials("public", () => ({
    client: client("test", { token_endpoint_auth_method: "none", secrets: [] }),
  })),
];
