/** Samples of the consent page. */
import { renderConsent } from "../account/consent.tsx";
import type { AppView, ConsentModel, ConsentScope } from "../models.ts";
import type { Locale } from "../words/index.ts";
import { contextOf, hostile, hostileApp, hostilePerson, live, person, scopeWords, test } from "./parts.ts";
import type { Sample } from "./parts.ts";

function scopes(locale: Locale, count: number, isNew: (index: number) => boolean): ConsentScope[] {
  return scopeWords(locale, count).map((sentence, index) => ({
    name: `scope:${index}`,
    words: sentence,
    isNew: isNew(index),
  }));
}

function consent(what: string, change: (locale: Locale) => Partial<ConsentModel>): Sample {
  return {
    name: `consent/${what}`,
    render: (locale) =>
      renderConsent({
        context: contextOf(locale),
        action: "/consent",
        csrf: "csrf-sample",
        pending: "pending-sample",
        app: live,
        returnsTo: "https://app.parcelpilot.example",
        person,
        api: "Northwind Shipping API",
        scopes: scopes(locale, 3, () => true),
        details: [],
        additions: [],
        boxMissing: false,
        lasting: false,
        accessMinutes: 60,
        offer: null,
        switchAccountAction: "/switch",
        ...change(locale),
      }),
  };
}

const open = { time: "", readOnly: "", calls: "" };
/** Nobody here registered it. */
const agent: AppView = { ...live, name: "Editor", organisation: "editor.example", verified: false };

export const consentSamples: Sample[] = [
  consent("normal", () => ({})),
  consent("lasting", (locale) => ({ lasting: true, scopes: scopes(locale, 2, () => true) })),
  consent("test-app", () => ({
    app: test,
    lasting: true,
    accessMinutes: 15,
    returnsTo: "http://127.0.0.1:51004",
  })),
  consent("something-new", (locale) => ({
    lasting: true,
    scopes: scopes(locale, 3, (index) => index === 1),
  })),
  consent("fifteen-scopes", (locale) => ({ scopes: scopes(locale, 15, () => true) })),
  consent("device", () => ({ returnsTo: null })),
  consent("no-scopes", () => ({ scopes: [] })),
  consent("details", () => ({
    scopes: [],
    details: [
      {
        sentence: [
          { text: "Book trips for up to ", value: false },
          { text: "500", value: true },
          { text: " ", value: false },
          { text: "EUR", value: true },
        ],
        rest: [{ field: "traveller", value: "A. Lovelace" }],
      },
    ],
  })),
  consent("additions", () => ({
    additions: [
      { id: "terms", text: "I have read the terms of Northwind.", required: true },
      { id: "note", text: "Calls to this API are recorded.", required: false },
    ],
    boxMissing: true,
  })),
  consent("agent", (locale) => ({
    app: agent,
    lasting: true,
    scopes: scopes(locale, 3, () => true).map((scope, at) => Object.assign(scope, { reads: at < 2 })),
    offer: {
      times: [3600, 86_400, 604_800],
      readOnly: true,
      calls: [10, 100, 1000],
      replaces: true,
      chosen: { ...open, calls: "10" },
    },
  })),
  consent("agent-brief", () => ({
    app: agent,
    offer: { times: [], readOnly: false, calls: [], replaces: false, chosen: open },
  })),
  consent("hostile", () => ({
    app: hostileApp,
    person: hostilePerson,
    api: hostile,
    lasting: true,
    offer: { times: [3600], readOnly: true, calls: [10], replaces: true, chosen: open },
    scopes: [{ name: hostile, words: hostile, isNew: true }],
    additions: [{ id: "x", text: hostile, required: true }],
    details: [
      {
        sentence: [
          { text: "Pay ", value: false },
          { text: hostile, value: true },
        ],
        rest: [{ field: hostile, value: hostile }],
      },
    ],
    returnsTo: `https://${"long-".repeat(11)}host.${"sub-".repeat(14)}domain.attacker.example`,
  })),
];
