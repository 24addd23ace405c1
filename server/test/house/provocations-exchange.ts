/** The rows of token exchange (RFC 8693 §2.2.2). */
import { ACCESS_TOKEN, exchange, EXCHANGE, personToken } from "../support/exchange.ts";
import type { RefusalName } from "../../src/oauth/refusals.ts";
import type { Provocation } from "./provoking.ts";

const sent =
  (fields: Record<string, string | null>): Provocation =>
  async ({ server }) => {
    const app = await server.addApp({ grant_types: [EXCHANGE] });
    return exchange(server, app, "x", fields);
  };

export const exchangeProvocations = {
  missing_subject_token: sent({ subject_token_type: null }),
  token_type_unsupported: sent({ requested_token_type: "urn:ietf:params:oauth:token-type:refresh_token" }),
  subject_token_invalid: sent({}),
  actor_token_invalid: sent({ actor_token_type: ACCESS_TOKEN }),
  async exchange_not_permitted({ server }) {
    const front = await server.addApp();
    const service = await server.addApp({ grant_types: [EXCHANGE, "client_credentials"] });
    const { client_id, client_secret } = service;
    let token = await personToken(server, front, "bookings:read");
    for (let step = 0; ; step++) {
      const body = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret });
      const own = await fetch(`${server.origin}/oauth/token`, { method: "POST", body });
      const { access_token: actor_token = "" } = (await own.json()) as Record<string, string>;
      const answer = await exchange(server, service, token, { actor_token, actor_token_type: ACCESS_TOKEN });
      if (answer.status !== 200 || step > 5) return answer;
      token = String(answer.json["access_token"]);
    }
  },
} satisfies Partial<Record<RefusalName, Provocation>>;
