/** RFC 8628 §3.3 — the page where a person types the code of a device; sign-in and consent follow as for any app. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { typeUserCode } from "../../oauth/device/decide.ts";
import { renderDevice, renderDeviceDone } from "../../pages/account/device.tsx";
import type { DeviceModel } from "../../pages/models.ts";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { addressKey } from "../../lib/address.ts";
import { seeOther } from "../see-other.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { browserOf, keepBrowser, type Browser } from "./browser.ts";
import { readFormBody, readQuery } from "./form.ts";

const purpose = "device";

/** RFC 8628 §3.3.1: a code in the address is only offered; the person compares it and sends it. */
export async function showDevice(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const typed = readQuery(request).get("user_code") ?? "";
  const browser = await browserOf(context, request);
  keepBrowser(context, reply, browser);
  return page(context, request, reply, browser, { typed });
}

export async function submitDevice(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const browser = await browserOf(context, request);
  proveSameSite(context, request, browser.hash, purpose, form.get("csrf"));
  const typed = form.get("user_code");
  if (typed === null) {
    void reply.code(400);
    return page(context, request, reply, browser, { problem: "missing" });
  }
  const at = { network: addressKey(request.ip), browser: browser.hash, lifetimeMs: context.pendingMs };
  const found = await typeUserCode(typed, at, context.ports);
  switch (found.outcome) {
    case "found":
      return seeOther(reply, `${context.base}/consent?pending=${found.pending.id}`);
    case "unknown":
      void reply.code(400);
      return page(context, request, reply, browser, { typed, problem: "unknown" });
    case "throttled": {
      const { retryAfterSeconds } = found;
      void reply.code(429).header("retry-after", String(retryAfterSeconds));
      return page(context, request, reply, browser, { typed, problem: "throttled", retryAfterSeconds });
    }
  }
}

export function deviceAllowed(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  return sendPage(reply, renderDeviceDone({ context: pageContext(context, request, null), allowed: true }));
}

export function deviceDenied(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  return sendPage(reply, renderDeviceDone({ context: pageContext(context, request, null), allowed: false }));
}

function page(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: Browser,
  state: Partial<Pick<DeviceModel, "typed" | "problem" | "retryAfterSeconds">>,
): FastifyReply {
  return sendPage(
    reply,
    renderDevice({
      context: pageContext(context, request, null),
      action: `${context.base}/device`,
      csrf: formToken(context, browser.hash, purpose),
      typed: "",
      problem: null,
      retryAfterSeconds: null,
      ...state,
    }),
  );
}
