/** Samples of the page where a device's code is typed, and of what follows. */
import { renderDevice, renderDeviceDone } from "../account/device.tsx";
import type { DeviceModel } from "../models.ts";
import { contextOf, hostile, type Sample } from "./parts.ts";

function device(what: string, change: Partial<DeviceModel>): Sample {
  return {
    name: `device/${what}`,
    render: (locale) =>
      renderDevice({
        context: contextOf(locale),
        action: "/device",
        csrf: "csrf-sample",
        typed: "",
        problem: null,
        retryAfterSeconds: null,
        ...change,
      }),
  };
}

function done(what: string, allowed: boolean): Sample {
  return {
    name: `device-done/${what}`,
    render: (locale) => renderDeviceDone({ context: contextOf(locale), allowed }),
  };
}

export const deviceSamples: Sample[] = [
  device("empty", {}),
  device("offered", { typed: "WDJB-MJHT" }),
  device("missing", { problem: "missing" }),
  device("unknown", { typed: "WDJB-MJHX", problem: "unknown" }),
  device("throttled", { typed: "WDJB-MJHT", problem: "throttled", retryAfterSeconds: 40 }),
  device("hostile", { typed: hostile, problem: "unknown" }),
  done("allowed", true),
  done("denied", false),
];
