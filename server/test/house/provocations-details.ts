/** The rows of rich authorization requests (RFC 9396). */
import { asText, declareTypes, detailed, trip } from "../support/details.ts";
import { authorizeUrl, getCode, redeem } from "../support/flow.ts";
import { wire, post } from "../support/wire.ts";
import type { RefusalName } from "../../src/oauth/refusals.ts";
import { authorize, credentials, type Provocation } from "./provoking.ts";

const refused: Provocation = async ({ server, app }) => {
  const url = new URL(authorizeUrl(server, app, { authorization_details: asText({ type: "nothing" }) }));
  return wire(server, { method: "GET", path: url.pathname + url.search });
};

export const detailProvocations = {
  extension_failed: ({ server, app }) => {
    const broken = { ...server.gatehouse.ports.extensions };
    const failing = {
      claims: () => {
        throw new Error("boom");
      },
    };
    Object.assign(server.gatehouse.ports.extensions, failing);
    return post(server, "/oauth/token", { ...credentials(app), grant_type: "client_credentials" }).finally(
      () => {
        delete server.gatehouse.ports.extensions.claims;
        Object.assign(server.gatehouse.ports.extensions, broken);
      },
    );
  },
  details_malformed: authorize({ authorization_details: "{}" }),
  details_refused: refused,
  async details_wider({ server }) {
    await declareTypes(server);
    const app = await server.addApp({ settings: { refresh_token: "always" }, metadata: detailed });
    const code = await getCode(server, app, { authorization_details: asText(trip) });
    const { refresh_token = "" } = await redeem(server, app, code);
    const authorization_details = asText({ ...trip, actions: ["book", "cancel"] });
    const fields = { grant_type: "refresh_token", refresh_token, authorization_details };
    return post(server, "/oauth/token", { ...credentials(app), ...fields });
  },
} satisfies Partial<Record<RefusalName, Provocation>>;
