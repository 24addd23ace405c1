/** OpenID Connect Core 1.0, "Basic OP" and "Form Post Basic OP": the modules of the conformance suite. */
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, test } from "vitest";
import { startServer, type AppOptions, type TestServer } from "../support/server.ts";
import { flowModules } from "./basic-flow.ts";
import { sessionModules } from "./basic-session.ts";
import { party, type Party } from "./party.ts";
import { fillIn } from "./people.ts";
import type { basic, Modules } from "./plans.ts";

const app: AppOptions = {
  token_endpoint_auth_method: "client_secret_basic",
  scopes: ["openid", "profile", "email", "address", "phone", "offline_access"],
};

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await fillIn(server);
});
afterAll(() => server.close());

describe.each(["query", "form_post"] as const)("response_mode %s", (mode) => {
  const world = async (): Promise<Party> => party(server, await server.addApp(app), { mode });
  const post = async (): Promise<Party> =>
    party(server, await server.addApp({ ...app, token_endpoint_auth_method: "client_secret_post" }), {
      mode,
      authentication: ({ client_secret }) => oauth.ClientSecretPost(client_secret),
    });
  const modules: Modules<(typeof basic)[number]> = {
    ...flowModules(world, post),
    ...sessionModules(world, world),
  };
  for (const [name, module] of Object.entries(modules)) test(name, module);
});
