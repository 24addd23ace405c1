/** FAPI 2.0 modules about the request: it is pushed (RFC 9126), nothing beside it counts, and PKCE (RFC 7636) is asked for. */
import { expect } from "vitest";
import { Browser } from "../support/browser.ts";
import { verifier } from "../support/flow.ts";
import {
  authorize,
  held,
  plainPush,
  push,
  pushable,
  redeem,
  send,
  visit,
  visitor,
  type FapiParty,
} from "./fapi-party.ts";
import type { FapiWorld } from "./fapi-dpop.ts";
import { answerOn, begin, errorIn, finish, fresh, request, shows, type Fields } from "./party.ts";
import type { fapi, fapiOpenId, Modules } from "./plans.ts";
import { refused, validated } from "./tokens.ts";

/** RFC 9126 §2.3: refused when it is pushed, with one of these errors. */
const pushRefused =
  (world: FapiWorld, changes: Fields, ...errors: readonly string[]) =>
  async (): Promise<void> => {
    const of = await world();
    const answer = await refused(await send(of, "/oauth/par", pushable(of, changes), plainPush));
    expect(answer.status).toBe(400);
    expect(errors).toContain(answer.error);
  };

/** The request works, and what is sent beside it through the browser changes nothing. */
const ignoredBeside =
  (world: FapiWorld, beside: Record<string, string>, changes: Fields = {}) =>
  async (): Promise<void> => {
    const of = await world();
    const got = await authorize(of, changes, plainPush, beside);
    expect(got.callback.get("state")).toBe(got.sent["state"] ?? null);
    await held(of, got, await redeem(of, got));
  };

const works = (world: FapiWorld, changes: () => Fields) => async (): Promise<void> => {
  const of = await world();
  const got = await authorize(of, changes());
  await held(of, got, await redeem(of, got));
};

const text = (length: number): string => fresh("x").repeat(length).slice(0, length);

/** RFC 6749 §4.1.2, RFC 7636 §4.6. */
const codeRefused =
  (world: FapiWorld, fields: Fields, before: (of: FapiParty) => Promise<void> = async () => undefined) =>
  async (): Promise<void> => {
    const of = await world();
    const got = await authorize(of);
    await before(of);
    const answer = await refused(await redeem(of, got, {}, fields));
    expect(answer).toEqual({ status: 400, error: "invalid_grant" });
  };

/** A `request_uri` that leads nowhere: our own page says so, or the app is told by that name. */
async function expectDead(of: FapiParty, request_uri: string): Promise<void> {
  const page = await visit(of, request_uri);
  if (page.leaves === null) expect([page.status, shows(page)]).toEqual([400, "error"]);
  else expect(answerOn(of, page).get("error")).toBe("invalid_request_uri");
}

type Pushing = Extract<
  (typeof fapi)[number],
  | `par-${"ensure-reused" | "attempt" | "authorization" | "without"}${string}`
  | `ensure-${"registered" | "redirect" | "request-object" | "response-type" | "unsigned"}${string}`
  | `plain-fapi${string}`
>;

export const pushModules = (world: FapiWorld): Modules<Pushing> => ({
  "ensure-request-object-without-redirect-uri-fails": pushRefused(
    world,
    { redirect_uri: null },
    "invalid_request",
  ),
  "ensure-redirect-uri-in-authorization-request": pushRefused(
    world,
    { redirect_uri: null },
    "invalid_request",
  ),
  "ensure-registered-redirect-uri": pushRefused(
    world,
    { redirect_uri: "https://app.example/unregistered" },
    "invalid_request",
  ),
  "plain-fapi-tolerate-unregistered-redirect-uri": pushRefused(
    world,
    { redirect_uri: "https://app.example/cb/more" },
    "invalid_request",
  ),
  "ensure-response-type-code-idtoken-fails": pushRefused(
    world,
    { response_type: "code id_token" },
    "unsupported_response_type",
    "invalid_request",
  ),
  "ensure-response-type-token-fails": pushRefused(
    world,
    { response_type: "token" },
    "unsupported_response_type",
    "invalid_request",
  ),
  "ensure-unsigned-authorization-request-without-using-par-fails": async () => {
    const of = await world();
    const sent = request(of, pushable(of));
    const answer = answerOn(of, await begin(of, sent));
    expect(errorIn(of, sent, answer)).toBe("invalid_request");
  },
  "par-ensure-reused-request-uri-prior-to-auth-completion-succeeds": async () => {
    const of = await world();
    const { sent, request_uri } = await push(of);
    const first = await visit(visitor(of, new Browser(of.server.origin)), request_uri);
    expect(shows(first)).toBe("sign_in");
    validated(of, sent, await finish(of, await visit(of, request_uri)));
  },
  "par-attempt-reuse-request_uri": async () => {
    const of = await world();
    const { request_uri } = await push(of);
    await finish(of, await visit(of, request_uri));
    await expectDead(of, request_uri);
  },
  "par-attempt-to-use-expired-request_uri": async () => {
    const of = await world();
    const { request_uri } = await push(of);
    of.server.clock.advance(601_000);
    await expectDead(of, request_uri);
  },
  "par-attempt-to-use-request_uri-for-different-client": async () => {
    const [of, other] = [await world(), await world()];
    await expectDead(other, (await push(of)).request_uri);
  },
  "par-authorization-request-containing-request_uri-form-param": pushRefused(
    world,
    { request_uri: "urn:ietf:params:oauth:request_uri:random" },
    "invalid_request",
  ),
  "par-attempt-invalid-http-method": async () => {
    const of = await world();
    const response = await fetch(`${of.server.origin}/oauth/par`, {
      method: "PUT",
      body: new URLSearchParams(),
    });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  },
  "par-without-duplicate-parameters": ignoredBeside(world, {}),
});

type Challenge = Extract<(typeof fapi)[number], `${string}pkce${string}` | `${string}auth-code`>;

export const codeModules = (world: FapiWorld): Modules<Challenge> => ({
  "par-ensure-pkce-required": pushRefused(
    world,
    { code_challenge: null, code_challenge_method: null },
    "invalid_request",
  ),
  "par-plain-pkce-rejected": pushRefused(
    world,
    { code_challenge: verifier, code_challenge_method: "plain" },
    "invalid_request",
  ),
  "ensure-pkce-code-verifier-required": codeRefused(world, { code_verifier: null }),
  "incorrect-pkce-code-verifier-rejected": codeRefused(world, { code_verifier: text(43) }),
  "ensure-token-endpoint-fails-with-expired-auth-code": codeRefused(world, {}, async ({ server }) =>
    server.clock.advance(62_000),
  ),
});

type Beside = Extract<(typeof fapi)[number], `${string}state${string}`>;

export const stateModules = (world: FapiWorld): Modules<Beside> => ({
  "ensure-authorization-request-without-state-success": works(world, () => ({ state: null })),
  "ensure-authorization-request-with-long-state": works(world, () => ({ state: text(1000) })),
  "ensure-different-state-inside-and-outside-request-object": ignoredBeside(world, { state: "outside" }),
  "state-only-outside-request-object-not-used": ignoredBeside(world, { state: "outside" }, { state: null }),
});

type Nonce = Exclude<(typeof fapiOpenId)[number], `test-claims${string}`>;

export const nonceModules = (world: FapiWorld): Modules<Nonce> => ({
  "ensure-authorization-request-without-nonce-success": works(world, () => ({ nonce: null })),
  "ensure-authorization-request-with-64-char-nonce-success": works(world, () => ({ nonce: text(64) })),
  "ensure-authorization-request-with-long-nonce": works(world, () => ({ nonce: text(384) })),
  "ensure-different-nonce-inside-and-outside-request-object": ignoredBeside(world, { nonce: "outside" }),
  "ensure-other-scope-order-succeeds": works(world, () => ({ scope: "offline_access bookings:read openid" })),
});
