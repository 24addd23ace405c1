/** Samples of the playground: before a run, in the middle of both flows, with mistakes, and with nothing to run. */
import { after, nextOf } from "../../desk/playground-steps.ts";
import type { Exchange, Run, Sent } from "../../desk/playground.ts";
import type { PlaygroundModel, RunModel } from "../models/playground.ts";
import { renderConfirm } from "../portal/confirm.tsx";
import { renderPlayground } from "../portal/playground.tsx";
import { words, type Locale } from "../words/index.ts";
import { hostile, type Sample } from "./parts.ts";
import { client, form, frame, place } from "./portal-parts.ts";

const issuer = "https://auth.northwind.example";
const uri = `${issuer}/portal/playground/callback`;
const id = client("test").client_id;
const token = `eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.${"eyJzdWIiOiJ1c3JfMSJ9".repeat(12)}.c2lnbmF0dXJl`;
const api = "https://sandbox.northwind.example";
const json = "application/json; charset=utf-8";

const authorizeSent: Sent = {
  method: "GET",
  url: `${issuer}/oauth/authorize?response_type=code&client_id=${id}&redirect_uri=${encodeURIComponent(uri)}&scope=shipments%3Aread+offline_access&state=mYq3x8vT5kQ2&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256`,
  headers: [["Accept", "text/html"]],
  body: null,
};
const tokenSent = (fields: Sent["body"]): Sent => ({
  method: "POST",
  url: `${issuer}/oauth/token`,
  headers: [
    ["Content-Type", "application/x-www-form-urlencoded"],
    ["Accept", "application/json"],
  ],
  body: [...(fields ?? []), ["client_id", id], ["client_secret", "ghs_test_Zm9yIHNhbXBsZXMgb25seQ"]],
});
const codeSent = tokenSent([
  ["grant_type", "authorization_code"],
  ["code", "ghc_c2FtcGxlLWNvZGUtb25seQ"],
  ["redirect_uri", uri],
  ["code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"],
]);

const exchange = (change: Partial<Exchange>): Exchange => ({
  step: "token",
  mistake: null,
  sent: codeSent,
  answer: null,
  unanswered: null,
  diagnosis: null,
  ...change,
});
const wentOut = exchange({ step: "authorize", sent: authorizeSent });
const cameBack = exchange({
  step: "authorize",
  sent: authorizeSent,
  answer: {
    status: null,
    headers: [
      [
        "location",
        `${uri}?code=ghc_c2FtcGxlLWNvZGUtb25seQ&state=mYq3x8vT5kQ2&iss=${encodeURIComponent(issuer)}`,
      ],
    ],
    body: "",
    page: false,
  },
});
const refused = exchange({
  mistake: "no_verifier",
  sent: { ...codeSent, body: codeSent.body?.filter(([name]) => name !== "code_verifier") ?? null },
  answer: {
    status: 400,
    headers: [
      ["content-type", json],
      ["cache-control", "no-store"],
    ],
    body: '{"error":"invalid_grant","error_description":"The parameter code_verifier is missing."}',
    page: false,
  },
  diagnosis: {
    cause: "The authorization request had a code_challenge, and the exchange has no code_verifier.",
    fix: "Keep the verifier from the beginning of the sign-in, and send it with the code.",
    guide: "exchange",
  },
});
const given = exchange({
  answer: {
    status: 200,
    headers: [
      ["content-type", json],
      ["cache-control", "no-store"],
    ],
    body: JSON.stringify({
      token_type: "Bearer",
      expires_in: 3600,
      access_token: token,
      refresh_token: "ghr_c2FtcGxlLXJlZnJlc2gtdG9rZW4",
      scope: "shipments:read offline_access",
    }),
    page: false,
  },
});
const called = exchange({
  step: "call",
  sent: {
    method: "GET",
    url: `${api}/shipments`,
    headers: [
      ["Accept", "application/json"],
      ["Authorization", `Bearer ${token}`],
    ],
    body: null,
  },
  answer: {
    status: 200,
    headers: [["content-type", json]],
    body: '{"shipments":[{"id":"s1","to":"Test Street 1"}],"environment":"test"}',
    page: false,
  },
});
const ourPage = exchange({
  step: "authorize",
  mistake: "other_redirect",
  sent: { ...authorizeSent, url: authorizeSent.url.replace("callback&", "callback%2F&") },
  answer: { status: 400, headers: [["content-type", "text/html; charset=utf-8"]], body: "", page: true },
  diagnosis: {
    cause: "redirect_uri is not the registered one: one of them ends in a slash.",
    fix: "Register it exactly as you send it, or send it exactly as it is registered.",
    guide: "redirect-uris",
  },
});

const begun: Run = {
  flow: "code",
  redirect_uri: uri,
  client_secret: "ghs_test_Zm9yIHNhbXBsZXMgb25seQ",
  state: "mYq3x8vT5kQ2",
  code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
  code: null,
  usedCode: null,
  access_token: null,
  refresh_token: null,
  exchanges: [],
};

function runOf(run: Run, preview: Sent | null, change: Partial<RunModel> = {}): RunModel {
  return {
    flow: run.flow,
    secondsLeft: 720,
    exchanges: run.exchanges,
    next: nextOf(run, client("test"), change.routes?.length !== 0),
    preview,
    routes: ["/shipments", "/labels"],
    curl: null,
    ...change,
  };
}

function sample(what: string, change: Partial<PlaygroundModel>): Sample {
  return {
    name: `portal-playground/${what}`,
    render: (locale) =>
      renderPlayground({
        ...place(locale),
        obstacle: null,
        flows: [
          { flow: "code", href: "/portal/apps/app_1/playground/start?flow=code" },
          { flow: "machine", href: "/portal/apps/app_1/playground/start?flow=machine" },
        ],
        address: { uri, registered: true, href: "/portal/apps/app_1/playground/address?to=remove" },
        form: form("/portal/apps/app_1/playground"),
        run: null,
        done: null,
        ...change,
      }),
  };
}

const asked = (
  what: string,
  kind: "play_code" | "address_add" | "address_remove",
  subject: string,
): Sample => ({
  name: `portal-playground/${what}`,
  render: (locale: Locale) =>
    renderConfirm({
      frame: frame(locale),
      kind,
      form: form("/portal/apps/app_1/playground/start"),
      subject,
      environment: "test",
      back: { href: "/portal/apps/app_1/playground", label: words(locale).playground.title },
      typed: false,
    }),
});

const withToken = after(
  { ...begun, code: "ghc_c2FtcGxlLWNvZGUtb25seQ", exchanges: [cameBack, refused] },
  given,
);

export const portalPlaygroundSamples: Sample[] = [
  sample("begin", {}),
  sample("begin-unregistered", {
    address: { uri, registered: false, href: "/portal/apps/app_1/playground/address?to=add" },
  }),
  sample("role", { obstacle: "role", flows: [], address: null }),
  sample("first-request", { run: runOf(begun, authorizeSent) }),
  sample("under-way", { run: runOf({ ...begun, exchanges: [ourPage, wentOut] }, authorizeSent) }),
  sample("mistake", {
    run: runOf({ ...begun, code: "ghc_c2FtcGxlLWNvZGUtb25seQ", exchanges: [cameBack, refused] }, codeSent),
  }),
  sample("token", { run: runOf(withToken, called.sent) }),
  sample("called", { run: runOf(after(withToken, called), null) }),
  sample("our-page", { run: runOf({ ...begun, exchanges: [ourPage] }, authorizeSent) }),
  sample("no-api", {
    run: runOf(withToken, null, {
      routes: [],
      curl: `curl -i '${api}/shipments' \\\n  -H 'Authorization: Bearer ${token}'`,
    }),
  }),
  sample("conflict", {
    form: form("/portal/apps/app_1/playground", "conflict"),
    run: runOf(withToken, called.sent, { secondsLeft: 12 }),
  }),
  sample("foreign-text", {
    run: runOf(
      after(withToken, {
        ...called,
        answer: {
          status: 200,
          headers: [["content-type", json]],
          body: JSON.stringify({ [hostile]: hostile }),
          page: false,
        },
      }),
      null,
    ),
  }),
  asked("start", "play_code", "Parcel Pilot"),
  asked("address-add", "address_add", uri),
  asked("address-remove", "address_remove", uri),
];
