/** Limits of agents and the calls that are counted: the requests that provoke their refusals. */
import { Browser } from "../support/browser.ts";
import { authorizeUrl, s256 } from "../support/flow.ts";
import { basic, JSON_TYPE, post, wire, type Answer } from "../support/wire.ts";
import type { Provocation, World } from "./provoking.ts";

type OfAgents = "limit_unknown" | "budget_missing" | "budget_report_malformed";

const spend =
  (fields: Record<string, string>): Provocation =>
  ({ server }) =>
    post(server, "/oauth/budget", fields, {
      authorization: basic(server.api.client_id, server.api.client_secret),
    });

export const agentProvocations: Readonly<Record<OfAgents, Provocation>> = {
  async limit_unknown({ server }: World): Promise<Answer> {
    const redirect_uri = "https://agent.example/cb";
    const { json } = await wire(server, {
      path: "/oauth/register",
      body: JSON.stringify({ redirect_uris: [redirect_uri], token_endpoint_auth_method: "none" }),
      headers: { "content-type": JSON_TYPE },
    });
    const app = { client_id: String(json["client_id"]), redirect_uri };
    const browser = new Browser(server.origin);
    const challenge = { code_challenge: s256(), code_challenge_method: "S256", scope: null };
    const signIn = await browser.open(authorizeUrl(server, app, challenge));
    const consent = await browser.click(signIn, "submit-login", server.person);
    const page = await browser.click(consent, "allow", { limit_calls: "11" });
    return { status: page.status, headers: Object.fromEntries(page.headers), text: page.html, json: {} };
  },
  budget_missing: spend({}),
  budget_report_malformed: spend({ calls: "[{}]" }),
};
