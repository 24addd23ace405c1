/** What Gatehouse is told, however it is started: production settings, without a limit that one client would meet. */
import { hkdfSync } from "node:crypto";
import { issuer } from "./terms.mjs";

/** Names as in docs/configuration.md. `database`: `file:PATH` or `postgres://…`. */
export const settingsFor = (database) => ({
  issuer,
  secret: Buffer.from(hkdfSync("sha256", "bench", "", "master", 48)).toString("base64url"),
  database,
  code_seconds: 600,
  refresh_token: "always",
  // One client from one address is all the load there is; both are counted as in production.
  client_requests_per_minute: 100_000_000,
  address_requests_per_minute: 100_000_000,
});

/** The same as variables of the environment, which the command line reads. */
export const environmentFor = (settings) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`GATEHOUSE_${name.toUpperCase()}`, String(value)]),
  );
