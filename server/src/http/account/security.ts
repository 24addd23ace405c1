/** ASVS 7.5.2, UI-19 — the page of an account's protection: its password, its sessions, and the way to the rest. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { passkeysPossible, registrationOptions } from "../../accounts/passkeys.ts";
import { setNewPassword } from "../../accounts/people.ts";
import { asksForCode } from "../../accounts/second-factor.ts";
import { signIn } from "../../accounts/sign-in.ts";
import { byPerson } from "../../lib/actor.ts";
import { renderSecurity } from "../../pages/account/security.tsx";
import type { PasskeyQuestion, SecurityModel } from "../../pages/models/account.ts";
import { passkeyScript } from "../../pages/passkey-script.ts";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { seeOther } from "../see-other.ts";
import { companyOf, pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { viaOf } from "../via.ts";
import { browserOf } from "./browser.ts";
import { setPagePolicy } from "./destination.ts";
import { readFormBody, readQuery } from "./form.ts";
import { requirePerson, type SignedInBrowser } from "./fresh.ts";
import { tellOfChange } from "./tell.ts";
import type { Parameters } from "../../oauth/checks/parameters.ts";

/** Of every form of the page. */
export const purpose = "security";

/** The page's address. */
export function securityPath(context: HttpContext, query: string = ""): string {
  return `${context.base}/account/security${query}`;
}

/** A form of the page, from the person that it belongs to. Throws ProveFirst and `cross_site`. */
export async function readSecurityForm(
  context: HttpContext,
  request: FastifyRequest,
): Promise<{ browser: SignedInBrowser; form: Parameters }> {
  const form = readFormBody(request);
  const browser = await browserOf(context, request);
  requirePerson(context, browser, securityPath(context));
  proveSameSite(context, request, browser.hash, purpose, form.get("csrf"));
  return { browser, form };
}

export async function showSecurity(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const browser = await browserOf(context, request);
  requirePerson(context, browser, securityPath(context));
  const saved = readQuery(request).get("saved") !== null;
  return page(context, request, reply, browser, { saved });
}

export async function changePassword(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { browser, form } = await readSecurityForm(context, request);
  const { person, session } = browser;
  const current = form.get("password") ?? "";
  const wanted = form.get("new_password") ?? "";
  if (current === "" || wanted === "") {
    void reply.code(400);
    const password = {
      current: current === "" ? "missing" : null,
      weak: wanted === "" ? "missing" : null,
    } as const;
    return page(context, request, reply, browser, { password });
  }
  const attempt = { username: person.username, password: current, address: request.ip };
  const result = await signIn(attempt, context.accounts);
  if (result.outcome === "throttled") {
    const { retryAfterSeconds } = result;
    void reply.code(429).header("retry-after", String(retryAfterSeconds));
    const password = { current: "throttled", weak: null } as const;
    return page(context, request, reply, browser, { password, retryAfterSeconds });
  }
  if (result.outcome === "refused") {
    void reply.code(401);
    return page(context, request, reply, browser, { password: { current: "credentials", weak: null } });
  }
  const by = byPerson(person.id, viaOf(request));
  const own = { verified: result.person.passwordHash, keep: session.hash };
  const fault = await setNewPassword(person, wanted, own, by, context.accounts);
  if (fault !== null) {
    const outdated = fault === "outdated";
    void reply.code(outdated ? 401 : 400);
    const password = outdated
      ? ({ current: "credentials", weak: null } as const)
      : { current: null, weak: fault };
    return page(context, request, reply, browser, { password });
  }
  await tellOfChange(context, request, person.email, "password");
  return seeOther(reply, securityPath(context, "?saved=1"));
}

export async function endSession(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { browser, form } = await readSecurityForm(context, request);
  const { id } = browser.person;
  // The subject is part of the statement: somebody else's session is simply not there.
  await context.accounts.sessions.endNamed(id, form.get("session") ?? "", byPerson(id, viaOf(request)));
  return seeOther(reply, securityPath(context, "?saved=1"));
}

export async function endOtherSessions(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { browser } = await readSecurityForm(context, request);
  const { id } = browser.person;
  await context.accounts.sessions.endOthers(id, browser.session.hash, byPerson(id, viaOf(request)));
  return seeOther(reply, securityPath(context, "?saved=1"));
}

async function page(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: SignedInBrowser,
  state: Partial<Pick<SecurityModel, "saved" | "password" | "retryAfterSeconds">>,
): Promise<FastifyReply> {
  const { accounts, base } = context;
  const { person, session } = browser;
  const sessions = await accounts.sessions.list(person.id, accounts.clock.now());
  const passkeys = await accounts.passkeys.list(person.id);
  const twoStep = await asksForCode(person.id, accounts);
  const addPasskey = await newPasskey(context, browser, companyOf(context, request));
  setPagePolicy(reply, { waiting: null, next: null }, addPasskey === null ? "none" : "own");
  return sendPage(
    reply,
    renderSecurity({
      context: pageContext(context, request, null),
      csrf: formToken(context, browser.hash, purpose),
      base: `${base}/account`,
      person: { name: person.name, username: person.username },
      email: person.email,
      newEmailPath: context.mail === null ? null : `${base}/account/email`,
      saved: false,
      sessions: sessions.map(({ hash, sid, device, address, lastSeenAt }) => ({
        sid,
        device,
        address,
        lastSeenAt,
        here: hash === session.hash,
      })),
      recoveryLeft: twoStep ? await accounts.secondFactors.recoveryLeft(person.id) : null,
      passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({ id, name, createdAt, lastUsedAt })),
      addPasskey,
      password: { current: null, weak: null },
      passwordEnds: accounts.passwordEnds,
      retryAfterSeconds: null,
      connectedAppsPath: `${base}/connected-apps`,
      signOutPath: `${base}/sign-out`,
      ...state,
    }),
  );
}

async function newPasskey(
  context: HttpContext,
  browser: SignedInBrowser,
  company: string,
): Promise<PasskeyQuestion | null> {
  const party = { issuer: context.ports.issuer, company };
  if (!passkeysPossible(party)) return null;
  const options = await registrationOptions(browser.person, browser.hash, party, context.accounts);
  if (options === null) return null;
  const script = context.base + passkeyScript.path;
  return { action: `${context.base}/account/passkeys/add`, create: true, options, script };
}
