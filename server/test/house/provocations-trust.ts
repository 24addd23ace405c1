/** The rows of the jwt-bearer grant (RFC 7523 §3.1). */
import type { RefusalName } from "../../src/oauth/refusals.ts";
import { bearer, JWT_BEARER, trustedIssuer } from "../support/trust.ts";
import type { Provocation } from "./provoking.ts";

const sent =
  (fields: Record<string, string | null>): Provocation =>
  async ({ server }) =>
    bearer(server, await server.addApp({ grant_types: [JWT_BEARER] }), "x", fields);

export const trustProvocations = {
  missing_assertion: sent({ assertion: null }),
  assertion_grant_refused: sent({}),
  async assertion_without_consent({ server }) {
    const app = await server.addApp({ grant_types: [JWT_BEARER] });
    const { assertion } = await trustedIssuer(server, [app]);
    return bearer(server, app, await assertion());
  },
} satisfies Partial<Record<RefusalName, Provocation>>;
