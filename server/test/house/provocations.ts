/** For every row of the refusals table the request that provokes it. A row without one does not compile. */
import type { Page } from "../support/browser.ts";
import { Browser } from "../support/browser.ts";
import { broken, failing } from "../support/broken.ts";
import { authorizeUrl, getCode, redeem, s256, verifier, walk } from "../support/flow.ts";
import { basic, FORM, post, rawBytes, wire, type Answer } from "../support/wire.ts";
import { Busy, StoreUnavailable } from "../../src/http/trouble.ts";
import { agentProvocations } from "./provocations-agents.ts";
import { detailProvocations } from "./provocations-details.ts";
import { deviceProvocations } from "./provocations-device.ts";
import { exchangeProvocations } from "./provocations-exchange.ts";
import { trustProvocations } from "./provocations-trust.ts";
import { registrationProvocations } from "./provocations-registration.ts";
import { openIdProvocations } from "./provocations-openid.ts";
import { proofProvocations } from "./provocations-proofs.ts";
import {
  authorize,
  credentials,
  machineToken,
  request,
  token,
  type Fields,
  type Provocation,
  type World,
} from "./provoking.ts";
import type { RefusalName } from "../../src/oauth/refusals.ts";
import { limits } from "./provocations-limits.ts";

/** The bytes of a body with a Content-Type, without any meaning. */
const body =
  (text: string | Uint8Array, type: string = FORM, headers: Record<string, string> = {}): Provocation =>
  ({ server }) =>
    wire(server, { body: text, headers: { "content-type": type, ...headers } });

const challenged = { code_challenge: s256(), code_challenge_method: "S256" };

/** Redeems a code that was asked for with `parameters`. */
const code =
  (parameters: Fields, fields: Fields, as: "app" | "other" = "app"): Provocation =>
  async (world) => {
    const issued = await getCode(world.server, world.app, parameters);
    return token(
      { grant_type: "authorization_code", code: issued, redirect_uri: world.app.redirect_uri, ...fields },
      {},
      as,
    )(world);
  };

const refreshed = async ({ server, app }: World): Promise<string> =>
  (await redeem(server, app, await getCode(server, app))).refresh_token ?? "";

const refreshWith = (refresh_token: string, fields: Fields = {}, as: "app" | "other" = "app"): Provocation =>
  token({ grant_type: "refresh_token", refresh_token, ...fields }, {}, as);

const pageAnswer = (page: Page): Answer => ({
  status: page.status,
  headers: Object.fromEntries(page.headers),
  text: page.html,
  json: {},
});

/** What came back over a bare socket. */
function parsed(text: string): Answer {
  const [head = "", content = ""] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
  );
  const json = JSON.parse(content) as Record<string, unknown>;
  return { status: Number(first.split(" ")[1]), headers, text: content, json };
}

const manyParameters = Array.from({ length: 65 }, (_, index) => `p${index}=1`).join("&");

export { openWorld, type World } from "./provoking.ts";

export const provocations: Readonly<Record<RefusalName, Provocation>> = {
  method_not_allowed: request({ method: "GET", path: "/oauth/token" }),
  wrong_method: request({ method: "POST", path: "/.well-known/jwks.json" }),
  unsupported_media_type: body("a=b", "text/plain"),
  body_too_large: body("a=".padEnd(65 * 1024, "x")),
  request_too_large: body(manyParameters),
  async body_too_slow({ server }) {
    const { server: listening } = server.fastify;
    return broken(listening, "requestTimeout", 50, () =>
      broken(listening, "headersTimeout", 50, async () =>
        parsed(
          await rawBytes(server, "POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\ngrant"),
        ),
      ),
    );
  },
  content_encoding: body("a=b", FORM, { "content-encoding": "gzip" }),
  malformed_form: body("grant_type=%zz"),
  malformed_json: body("{", "application/json"),
  json_not_flat: body('{"grant_type":1}', "application/json"),
  duplicate_parameter: body("grant_type=a&grant_type=a"),
  malformed_query: request({ method: "GET", path: "/oauth/authorize?state=%zz" }),
  secret_in_query: request({ path: "/oauth/token?client_secret=x", headers: { "content-type": FORM } }),

  missing_client: body("grant_type=client_credentials"),
  unknown_client: token({ client_secret: "wrong", ...machineToken }),
  malformed_basic: request({ headers: { authorization: "Basic !", "content-type": FORM } }),
  authorization_scheme: request({ headers: { authorization: "Bearer x", "content-type": FORM } }),
  two_authentications: token(machineToken, { authorization: basic("a", "b") }),
  two_clients: token({ ...machineToken, client_secret: null }, { authorization: basic("a", "b") }),
  secret_in_browser: token(machineToken, { origin: "https://app.example" }),
  async too_many_failures({ server, app }) {
    const wrong = { ...credentials(app), client_secret: "wrong", ...machineToken };
    for (let count = 0; count < 9; count++)
      await post(server, "/oauth/token", wrong, {}, { from: "127.0.0.9" });
    return post(server, "/oauth/token", wrong, {}, { from: "127.0.0.9" });
  },

  missing_grant_type: token({}),
  unsupported_grant_type: token({ grant_type: "password" }),
  grant_not_allowed: token({ grant_type: "refresh_token" }, {}, "machine"),
  public_client_credentials: token(machineToken, {}, "public"),
  get_not_for_grant: ({ server, machine }) =>
    wire(server, {
      method: "GET",
      path: "/oauth/token?grant_type=refresh_token",
      headers: { authorization: basic(machine.client_id, machine.client_secret) },
    }),

  missing_code: token({ grant_type: "authorization_code" }),
  unknown_code: token({ grant_type: "authorization_code", code: "x" }),
  code_of_another_client: code({}, {}, "other"),
  async code_expired(world) {
    const issued = await getCode(world.server, world.app);
    world.server.clock.advance(60_000);
    const { redirect_uri } = world.app;
    return token({ grant_type: "authorization_code", code: issued, redirect_uri })(world);
  },
  async code_already_spent(world) {
    const issued = await getCode(world.server, world.app);
    await redeem(world.server, world.app, issued);
    const { redirect_uri } = world.app;
    return token({ grant_type: "authorization_code", code: issued, redirect_uri })(world);
  },
  async code_burned(world) {
    const issued = await getCode(world.server, world.app, challenged);
    const { redirect_uri } = world.app;
    const wrong = {
      grant_type: "authorization_code",
      code: issued,
      redirect_uri,
      code_verifier: "w".repeat(43),
    };
    for (let miss = 0; miss < 4; miss++) await token(wrong)(world);
    return token(wrong)(world);
  },
  redirect_uri_differs: code({}, { redirect_uri: "https://app.example/other" }),
  async grant_withdrawn(world) {
    const person = await world.server.addPerson("grace");
    const issued = await getCode(world.server, world.app, {}, person);
    const { refresh_token = "" } = await redeem(world.server, world.app, issued);
    const { registry } = world.server.gatehouse.store;
    const { client_id, identifier } = world.server.api;
    await registry.moveResource(client_id, `${identifier}/moved`);
    try {
      return await refreshWith(refresh_token)(world);
    } finally {
      await registry.moveResource(client_id, identifier);
    }
  },

  challenge_missing: authorize({}, "public"),
  challenge_method_unknown: authorize({ code_challenge: s256(), code_challenge_method: "S512" }),
  challenge_method_alone: authorize({ code_challenge_method: "S256" }),
  plain_not_allowed: authorize({ code_challenge: s256() }, "strict"),
  challenge_malformed: authorize({ code_challenge: "short", code_challenge_method: "S256" }),
  challenge_base64: authorize({ code_challenge: `${s256()}=`, code_challenge_method: "S256" }),
  verifier_missing: code(challenged, {}),
  verifier_unexpected: code({}, { code_verifier: verifier }),
  verifier_malformed: code(challenged, { code_verifier: "short" }),
  verifier_wrong: code(challenged, { code_verifier: "w".repeat(43) }),

  missing_refresh_token: token({ grant_type: "refresh_token" }),
  unknown_refresh_token: refreshWith("x"),
  refresh_of_another_client: async (world) => refreshWith(await refreshed(world), {}, "other")(world),
  async refresh_reused(world) {
    const first = await refreshed(world);
    const second = (await refreshWith(first)(world)).json["refresh_token"];
    await refreshWith(String(second))(world);
    return refreshWith(first)(world);
  },

  scope_malformed: token({ ...machineToken, scope: 'a"b' }),
  scope_unknown: token({ ...machineToken, scope: "unknown" }),
  scope_missing: authorize({ scope: null, ...challenged }, "strict"),
  scope_wider: async (world) =>
    refreshWith(await refreshed(world), { scope: "bookings:read bookings:create" })(world),
  resource_unknown: token({ ...machineToken, resource: "https://elsewhere.example" }),

  authorize_client_missing: authorize({ client_id: null }),
  authorize_client_unknown: authorize({ client_id: "nobody" }),
  authorize_duplicate_target: request({ method: "GET", path: "/oauth/authorize?client_id=a&client_id=a" }),
  redirect_uri_missing: authorize({ redirect_uri: null }, "other"),
  redirect_uri_unregistered: authorize({ redirect_uri: "https://evil.example/cb" }),
  response_type_missing: authorize({ response_type: null }),
  response_type_unsupported: authorize({ response_type: "token" }),
  response_mode_unsupported: authorize({ response_mode: "fragment" }),
  code_grant_not_allowed: authorize({}, "machine"),
  state_too_long: authorize({ state: "s".repeat(2049) }),
  request_unsupported: authorize({ request: "x" }),
  request_uri_unsupported: authorize({ request_uri: "x" }),
  ...openIdProvocations,
  ...agentProvocations,
  ...detailProvocations,
  ...trustProvocations,
  ...deviceProvocations,
  ...exchangeProvocations,
  ...registrationProvocations,
  ...proofProvocations,
  async person_denied({ server }) {
    const app = await server.addApp();
    const location = await walk(server, authorizeUrl(server, app), server.person, "deny");
    return { status: 303, headers: { location: location.href }, text: "", json: {} };
  },

  proof_gone: request({ method: "GET", path: "/reset/finish?proof=x" }),
  pending_gone: request({ method: "GET", path: "/consent?pending=x" }),
  cross_site: request({ path: "/sign-in", body: "username=a", headers: { "content-type": FORM } }),

  missing_token: ({ server, app }) => post(server, "/oauth/revoke", credentials(app)),
  ...limits,

  store_unavailable: (world) =>
    broken(world.server.gatehouse.ports.clients, "find", failing(new StoreUnavailable("locked")), () =>
      token(machineToken)(world),
    ),
  async overloaded({ server }) {
    const browser = new Browser(server.origin);
    const page = await browser.open("/sign-in");
    server.gatehouse.accounts.passwords = {
      hash: failing(new Busy("full")),
      verify: failing(new Busy("full")),
    };
    try {
      return pageAnswer(await browser.click(page, "submit-login", { username: "ada", password: "x" }));
    } finally {
      delete server.gatehouse.accounts.passwords;
    }
  },
  status_query_invalid: request({ method: "GET", path: "/oauth/status/changes?wait=soon" }),
  not_found: request({ method: "GET", path: "/nowhere" }),
  bad_http: request({ method: "GET", path: "/%zz" }),
  internal: (world) =>
    broken(world.server.gatehouse.ports.clients, "find", failing(new Error("boom")), () =>
      token(machineToken)(world),
    ),
};
