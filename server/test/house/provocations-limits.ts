/** Too much of it: the requests that provoke the limits. */
import { post, type Answer } from "../support/wire.ts";
import type { World } from "./provoking.ts";

type Limit = "too_many_requests" | "too_many_from_address" | "too_many_misses";

/** What the world's server takes from one address in a minute. */
export const PER_ADDRESS = 600;

export const limits: Readonly<Record<Limit, (world: World) => Promise<Answer>>> = {
  async too_many_requests({ server }) {
    const hasty = await server.addApp({ settings: { client_requests_per_minute: 1 } });
    const fields = { grant_type: "client_credentials", ...pair(hasty) };
    await post(server, "/oauth/token", fields);
    return post(server, "/oauth/token", fields);
  },
  async too_many_from_address({ server }) {
    const ask = (): Promise<Answer> => post(server, "/oauth/token", {}, {}, { from: "127.0.0.77" });
    for (let count = 0; count < PER_ADDRESS; count++) await ask();
    return ask();
  },
  async too_many_misses({ server, app }) {
    const { throttle, clock } = server.gatehouse.ports;
    const limit = { count: 600, windowMs: 60_000 };
    for (let miss = 0; miss < 599; miss += 1)
      void (await throttle.fail(`introspect:${app.client_id}`, limit, clock.now()));
    return post(server, "/oauth/introspect", { ...pair(app), token: "unknown" });
  },
};

const pair = ({ client_id, client_secret }: World["app"]): Record<string, string> => ({
  client_id,
  client_secret,
});
