/** Samples of the guide, written from the facts of a company that is not there. */
import { loadSettings } from "../../config/load.ts";
import type { Guide } from "../../guide/blocks.ts";
import { guideFacts, type GuidePorts, type Reader } from "../../guide/facts.ts";
import { guideOf } from "../../guide/guide.ts";
import type { ApiDocument, ApiRoute, Resource } from "../../oauth/resource.ts";
import { copyScript } from "../copy-script.ts";
import { renderGuide } from "../guide/guide.tsx";
import { warm } from "../guide/highlight.ts";
import { guideScript } from "../guide/script.ts";
import { guideStylesheet } from "../guide/stylesheet.ts";
import { LOCALES } from "../words/index.ts";
import { contextOf, hostile, type Sample } from "./parts.ts";

const issuer = "https://auth.northwind.example";

const api: Resource = {
  id: "api_shipping",
  identifier: "https://api.northwind.example",
  name: "Shipping",
  scopes: [
    { name: "shipments:read", words: { en: "See your shipments" }, person: false },
    { name: "shipments:write", words: { en: "Create and cancel shipments" }, person: false },
    { name: "addresses:read", words: { en: "See your address book" }, person: true },
  ],
  detailTypes: [],
  access_token_profile: null,
  introspectionSecretHash: null,
};

const route = (method: string, path: string, scope: string, summary: string): ApiRoute => ({
  method,
  path,
  scopes: [scope],
  person: scope === "addresses:read",
  public: false,
  summary,
  tags: ["Shipping"],
});

const document: ApiDocument = {
  title: "Shipping",
  version: "2026-05",
  server: api.identifier,
  routes: [
    route("GET", "/shipments", "shipments:read", "List the shipments"),
    route("POST", "/shipments", "shipments:write", "Create a shipment"),
    route("GET", "/shipments/{id}", "shipments:read", "One shipment"),
    route("GET", "/addresses", "addresses:read", "The address book"),
  ],
  versions: {
    default: "2026-05",
    list: [
      { version: "2025-11", status: "deprecated", sunsetAt: "2027-03-01" },
      { version: "2026-05", status: "stable" },
    ],
  },
};

const ports: GuidePorts = {
  issuer,
  resources: { list: () => Promise.resolve([api]), document: () => Promise.resolve(document) },
  clients: { plainServed: () => Promise.resolve(false) },
  registration: { mode: "off", scopes: "all", api: null, documents: false, anyApi: false },
  rules: {
    require_pushed_authorization_requests: false,
    pushed_request_seconds: 90,
    dpop_nonce: "off",
    acr_levels: [],
    signed_metadata: false,
    client_certificate_format: "off",
    client_certificate_verified_header: null,
    mtls_address: null,
    signing_alg: "RS256",
    rsa_bits: 2048,
  },
};

const { settings } = loadSettings({ mode: "dev", flags: { issuer, company: "Northwind" } });

async function guideFor(app: string | null): Promise<Guide> {
  const reader: Reader | null =
    app === null
      ? null
      : {
          app,
          client_id: "test_4f1d8a0c6b2e49d7a3c5e8f1b0d2946e",
          client_secret: null,
          redirect_uri: "https://app.parcelpilot.example/oauth/callback",
          scopes: ["shipments:read", "shipments:write"],
          resource: api.identifier,
        };
  const guide = guideOf(await guideFacts(settings, ports, LOCALES, reader));
  await warm(guide);
  return guide;
}

function sample(what: string, guide: Guide, apps: readonly string[]): Sample {
  return {
    name: `guide/${what}`,
    render: (locale) =>
      renderGuide({
        context: { ...contextOf(locale), stylesheet: guideStylesheet.path },
        guide,
        language: "curl",
        scripts: [copyScript.path, guideScript.path],
        homePath: "/",
        markdownPath: "/guide.md",
        apps: apps.map((name, index) => ({ name, path: `/guide?app=app_${index}`, chosen: index === 0 })),
      }),
  };
}

/** What the guide's pages load. */
export const guideAssets: readonly { path: string; body: string }[] = [guideStylesheet, guideScript];

export const guideSamples: Sample[] = [
  sample("anybody", await guideFor(null), []),
  sample("reader", await guideFor("Parcel Pilot"), ["Parcel Pilot", "Label printer"]),
  sample("hostile", await guideFor(hostile), [hostile]),
];
