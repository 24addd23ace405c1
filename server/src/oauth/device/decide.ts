/** RFC 8628 §3.3 — a person types the code, sees which app asks, and decides; only the browser that typed it may. */
import { detailsWithin, scopeWithin, type Limits } from "../agents/limits.ts";
import { permitFor } from "../agents/permit.ts";
import { secretText } from "../../lib/random.ts";
import { authenticationFor, consentFor, type SignedIn } from "../authorize/answer.ts";
import type { Resumed } from "../authorize/pending.ts";
import { plainOAuth } from "../openid/request.ts";
import type { Pending, Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { readUserCode } from "./user-code.ts";

/** RFC 8628 §5.1: codes that may be typed from one network in a minute. */
const tryLimit = { count: 11, windowMs: 60_000 };

export type Typed =
  | { outcome: "found"; pending: Pending }
  | { outcome: "unknown" }
  | { outcome: "throttled"; retryAfterSeconds: number };

/**
 * Looks for what was typed. Found, it becomes a pending request of this browser, which no other browser can decide.
 * `network` is the caller's address without what one household can vary; `lifetimeMs` how long the request waits.
 */
export async function typeUserCode(
  typed: string,
  at: { network: string; browser: string; lifetimeMs: number },
  ports: Ports,
): Promise<Typed> {
  const now = ports.clock.now();
  // Counted before it is looked up, right or wrong: guesses that are sent at once count too.
  const wait = await ports.throttle.fail(`device:${at.network}`, tryLimit, now);
  if (wait > 0) return { outcome: "throttled", retryAfterSeconds: wait };
  const code = readUserCode(typed);
  const device = code === null ? null : await ports.devices.waiting(ports.secretDigest(code), now);
  if (device === null) return { outcome: "unknown" };
  const pending: Pending = {
    id: secretText(ports.random, 16),
    client_id: device.client_id,
    redirect_uri: null,
    redirectTarget: "",
    device: device.hash,
    scope: device.scope,
    state: null,
    code_challenge: null,
    code_challenge_method: null,
    resource: device.resource,
    ui_locales: null,
    login_hint: null,
    // RFC 8628 §5.4: whoever sent the person here may hold the device, so the question is always asked.
    openid: { ...plainOAuth, prompt: ["consent"] },
    response_mode: "query",
    pushed: null,
    dpop_jkt: null,
    authorization_details: device.authorization_details,
    browser: at.browser,
    createdAt: now,
    expiresAt: Math.min(device.expiresAt, now + at.lifetimeMs),
  };
  await ports.pending.put(pending);
  return { outcome: "found", pending };
}

/** The decision, which one arrival makes. Throws `pending_gone` for whoever comes second. */
export async function decideDevice(
  resumed: Resumed,
  person: SignedIn,
  allow: boolean,
  limits: Limits | null,
  ports: Ports,
): Promise<void> {
  const { pending, client, resource } = resumed;
  const { subject, authTime } = person;
  const now = ports.clock.now();
  if (pending.device === null) throw new Refusal("pending_gone");
  const consent = consentFor(resumed, person, limits, now, ports);
  const scope = scopeWithin(limits, resumed.scope, resource);
  const authentication = authenticationFor(plainOAuth, person, ports);
  const approval = {
    subject,
    consentId: consent.id,
    authTime,
    authentication,
    scope,
    authorization_details: detailsWithin(limits, resumed.details),
    limits,
  };
  const permit = permitFor(limits, client, scope, pending.resource, now);
  const decision = allow ? { consent, approval, permit } : { deniedBy: subject };
  if ((await ports.devices.approve(pending.device, pending, now, decision, ports.via)) === "gone")
    throw new Refusal("pending_gone");
  ports.report({
    name: allow ? "device_allowed" : "device_denied",
    client_id: client.client_id,
    ...(allow ? { subject } : {}),
  });
}
