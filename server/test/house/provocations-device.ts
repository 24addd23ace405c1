/** The rows of the device grant (RFC 8628 §3.5). */
import { decide, DEVICE, newCodes, poll } from "../support/device.ts";
import type { RefusalName } from "../../src/oauth/refusals.ts";
import type { Provocation, World } from "./provoking.ts";
import type { TestApp } from "../support/server.ts";

const device = ({ server }: World): Promise<TestApp> =>
  server.addApp({ grant_types: [DEVICE], redirect_uris: [] });

/** What a device is told that asks so often, after a decision. */
const asked =
  (decision: "allow" | "deny" | null, times: number, code?: string): Provocation =>
  async (world) => {
    const app = await device(world);
    const { device_code, user_code } = await newCodes(world.server, app);
    if (decision !== null) await decide(world.server, user_code, world.server.person, decision);
    for (let time = 1; time < times; time++) await poll(world.server, app, device_code);
    return poll(world.server, app, code ?? device_code);
  };

export const deviceProvocations = {
  missing_device_code: asked(null, 1, ""),
  unknown_device_code: asked(null, 1, "x"),
  async device_code_of_another_client(world) {
    const { device_code } = await newCodes(world.server, await device(world));
    return poll(world.server, await device(world), device_code);
  },
  device_code_spent: asked("allow", 2),
  async device_code_expired(world) {
    const app = await device(world);
    const { device_code } = await newCodes(world.server, app);
    world.server.clock.advance(600_000);
    return poll(world.server, app, device_code);
  },
  device_undecided: asked(null, 1),
  device_too_fast: asked(null, 2),
  device_denied: asked("deny", 1),
} satisfies Partial<Record<RefusalName, Provocation>>;
