/** What the requests that provoke refusals are made of: a server with apps of every kind, and short ways to ask it. */
import { behindProxy } from "../support/certificates.ts";
import { PER_ADDRESS } from "./provocations-limits.ts";
import { authorizeUrl } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post, wire, type Answer, type Wire } from "../support/wire.ts";

export interface World {
  server: TestServer;
  /** Confidential, every grant, PKCE optional; gets a refresh token always. */
  app: TestApp;
  other: TestApp;
  public: TestApp;
  /** client_credentials only, GET allowed. */
  machine: TestApp;
  /** S256 only, and no request without scope. */
  strict: TestApp;
  lines(): readonly Record<string, unknown>[];
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const server = await startServer({
    settings: {
      address_requests_per_minute: PER_ADDRESS,
      registration: "open",
      client_id_metadata_documents: "on",
      ...behindProxy,
    },
  });
  const app = await server.addApp({ settings: { refresh_token: "always" } });
  const other = await server.addApp({ redirect_uris: ["https://app.example/cb", "https://app.example/2"] });
  const open = await server.addApp({
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
  });
  const machine = await server.addApp({
    grant_types: ["client_credentials"],
    settings: { token_endpoint_get: "basic_only" },
  });
  const strict = await server.addApp({ settings: { pkce: "s256_required", scope_when_absent: "refuse" } });
  return {
    server,
    app,
    other,
    public: open,
    machine,
    strict,
    lines: () => server.lines,
    close: () => server.close(),
  };
}

export type Provocation = (world: World) => Promise<Answer>;
export type Fields = Record<string, string | null>;

export const credentials = (app: TestApp): Fields => ({
  client_id: app.client_id,
  client_secret: app.client_secret || null,
});

/** A token request of the app, with `fields` on top. */
export const token =
  (
    fields: Fields,
    headers: Record<string, string> = {},
    as: "app" | "other" | "public" | "machine" = "app",
  ): Provocation =>
  (world) =>
    post(world.server, "/oauth/token", { ...credentials(world[as]), ...fields }, headers);

export const machineToken = { grant_type: "client_credentials" };

export const request =
  (options: Wire): Provocation =>
  ({ server }) =>
    wire(server, options);

/** An authorization request with these parameters, as the browser's first arrival. */
export const authorize =
  (parameters: Fields, as: "app" | "other" | "public" | "machine" | "strict" = "app"): Provocation =>
  (world) => {
    const url = new URL(authorizeUrl(world.server, world[as], parameters));
    return wire(world.server, { method: "GET", path: url.pathname + url.search });
  };
