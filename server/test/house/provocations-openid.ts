/** The rows of OpenID Connect and of bearer tokens at our own endpoints. */
import { Browser } from "../support/browser.ts";
import { authorizeUrl, walk } from "../support/flow.ts";
import type { RefusalName } from "../../src/oauth/refusals.ts";
import { authorize, machineToken, request, token, type Provocation } from "./provoking.ts";

export const openIdProvocations = {
  prompt_none_alone: authorize({ prompt: "none login" }),
  max_age_malformed: authorize({ max_age: "soon" }),
  claims_malformed: authorize({ claims: "{" }),
  hint_invalid: authorize({ id_token_hint: "x" }),
  async sign_in_needed({ server, app }) {
    const location = await walk(server, authorizeUrl(server, app, { prompt: "none" }), server.person);
    return { status: 303, headers: { location: location.href }, text: "", json: {} };
  },
  async acr_unmet({ server, app }) {
    const claims = JSON.stringify({ id_token: { acr: { essential: true, value: "urn:nobody" } } });
    const location = await walk(server, authorizeUrl(server, app, { claims }), server.person);
    return { status: 303, headers: { location: location.href }, text: "", json: {} };
  },
  async consent_needed({ server }) {
    const app = await server.addApp();
    const browser = new Browser(server.origin);
    const page = await browser.open("/sign-in");
    await browser.click(page, "submit-login", server.person);
    const location = await walk(
      server,
      authorizeUrl(server, app, { prompt: "none" }),
      server.person,
      "allow",
      browser,
    );
    return { status: 303, headers: { location: location.href }, text: "", json: {} };
  },
  bearer_missing: request({ method: "GET", path: "/oauth/userinfo" }),
  bearer_invalid: request({
    method: "GET",
    path: "/oauth/userinfo",
    headers: { authorization: "Bearer x" },
  }),
  async bearer_scope(world) {
    const { json } = await token(machineToken)(world);
    const headers = { authorization: `Bearer ${String(json["access_token"])}` };
    return request({ method: "GET", path: "/oauth/userinfo", headers })(world);
  },
  bearer_twice: request({ method: "GET", path: "/oauth/userinfo?access_token=x" }),
} satisfies Partial<Record<RefusalName, Provocation>>;
