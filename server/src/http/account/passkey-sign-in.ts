/** WebAuthn Level 3 §7.2 — signing in, and proving once more who one is, with a key of the device. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { authenticationOptions, passkeysPossible, signInByPasskey } from "../../accounts/passkeys.ts";
import type { Limit } from "../../accounts/ports.ts";
import { addressKey } from "../../lib/address.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { passkeyScript } from "../../pages/passkey-script.ts";
import type { PasskeyQuestion } from "../../pages/models/account.ts";
import type { HttpContext } from "../context.ts";
import { proveSameSite } from "../csrf.ts";
import { seeOther } from "../see-other.ts";
import { browserOf, type Browser } from "./browser.ts";
import { arriveAs, destinationOf, pathTo, queryOf } from "./destination.ts";
import { readFormBody } from "./form.ts";
import { requirePerson } from "./fresh.ts";

/** Answers that proved nothing, of one address: nobody guesses a signature, but each costs the work of looking at one. */
const LIMIT: Limit = { count: 50, windowMs: 15 * 60_000 };

/** What the page asks the device; null where keys cannot be used. */
export async function passkeyQuestion(
  context: HttpContext,
  browser: Browser,
  path: string,
): Promise<PasskeyQuestion | null> {
  const party = { issuer: context.ports.issuer, company: context.company };
  if (!passkeysPossible(party)) return null;
  const options = await authenticationOptions(browser.hash, party, context.accounts);
  const script = context.base + passkeyScript.path;
  return { action: context.base + path, create: false, options, script };
}

/** `at` is the page that asked, and whose form token comes with the answer. */
export function submitPasskey(at: "sign-in" | "re-authenticate") {
  return async (
    context: HttpContext,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const form = readFormBody(request);
    const browser = await browserOf(context, request);
    const destination = await destinationOf(context, browser, form);
    proveSameSite(context, request, browser.hash, at, form.get("csrf"));
    if (at === "re-authenticate") requirePerson(context, browser, pathTo(context, destination));
    const party = { issuer: context.ports.issuer, company: context.company };
    const { throttle, clock } = context.accounts;
    const address = `passkey address ${addressKey(request.ip)}`;
    const wait = await throttle.wait(address, LIMIT, clock.now());
    if (wait > 0) throw new Refusal("too_many_from_address", wait);
    const credential = form.get("credential") ?? "";
    const signedIn = await signInByPasskey(credential, browser.hash, party, context.accounts);
    // To prove again who one is, only one's own key will do.
    const other = at === "re-authenticate" && signedIn?.person.id !== browser.person?.id;
    if (signedIn === null || other) {
      await throttle.fail(address, LIMIT, clock.now());
      const query = new URLSearchParams(queryOf(destination));
      query.set("passkey", "failed");
      return seeOther(reply, `${context.base}/${at}?${query.toString()}`);
    }
    return arriveAs(context, request, reply, browser, signedIn, destination);
  };
}
