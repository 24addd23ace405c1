/** Which browser this is, and who is signed in in it. Before sign-in a browser is only its cookie: nothing is stored. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { deviceLabel } from "../../accounts/device.ts";
import type { Person, Session } from "../../accounts/ports.ts";
import { endSession, findSession, renewSession } from "../../accounts/sessions.ts";
import { sha256 } from "../../lib/hash.ts";
import { secretText } from "../../lib/random.ts";
import type { HttpContext } from "../context.ts";
import { clearCookie, readCookie, writeCookie } from "../cookies.ts";

export interface Browser {
  /** The cookie's value: 256 random bits. */
  value: string;
  /** Its digest: what pending requests and forms are bound to. */
  hash: string;
  /** Whether the browser still has to be told its cookie. */
  isNew: boolean;
  session: Session | null;
  person: Person | null;
}

/** Reads the cookie; a browser without one gets a new value, which `keepBrowser` sends. */
export async function browserOf(context: HttpContext, request: FastifyRequest): Promise<Browser> {
  const { accounts, ports } = context;
  const sent = readCookie(request.headers.cookie, context.secure);
  if (sent === null) return anonymous(secretText(ports.random, 32), true);
  const session = await findSession(sent, accounts);
  const person = session?.subject == null ? null : await accounts.people.find(session.subject);
  // A session of somebody who was disabled is nobody's.
  if (session === null || person === null || person.disabledAt !== null) return anonymous(sent, false);
  return { value: sent, hash: sha256(sent), isNew: false, session, person };
}

function anonymous(value: string, isNew: boolean): Browser {
  return { value, hash: sha256(value), isNew, session: null, person: null };
}

/** Gives a new browser its cookie. */
export function keepBrowser(context: HttpContext, reply: FastifyReply, browser: Browser): void {
  if (browser.isNew) void reply.header("set-cookie", writeCookie(browser.value, context.secure));
}

/** Who proved who they are, how (RFC 8176), and when: just now where nothing is said (milliseconds). */
export interface SignedInNow {
  person: Person;
  amr: readonly string[];
  authTime?: number;
  /** The PHC string that the password was right for, where one was asked: it must be the person's when the session begins. */
  passwordHash?: string;
}

/** UI-03: a new id for the browser at every proof of who its person is; the old one is dead. Null when the password was changed meanwhile. */
export async function renewBrowser(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: Browser,
  signedIn: SignedInNow,
): Promise<{ hash: string } | null> {
  const proof = {
    subject: signedIn.person.id,
    amr: signedIn.amr,
    ...(signedIn.authTime === undefined ? {} : { authTime: signedIn.authTime }),
    ...(signedIn.passwordHash === undefined ? {} : { passwordHash: signedIn.passwordHash }),
    device: deviceLabel(request.headers["user-agent"]),
    address: request.ip,
  };
  const from = { cookie: browser.value, session: browser.session };
  const renewed = await renewSession(from, proof, context.accounts);
  if (renewed === null) return null;
  const { cookie, session } = renewed;
  void reply.header("set-cookie", writeCookie(cookie, context.secure));
  return session;
}

/** Ends the session, and gives the browser a new id of nobody, to which what waits can be bound. */
export async function resetBrowser(
  context: HttpContext,
  reply: FastifyReply,
  browser: Browser,
): Promise<{ hash: string }> {
  await endSession(browser.value, context.accounts);
  const next = anonymous(secretText(context.ports.random, 32), true);
  keepBrowser(context, reply, next);
  return next;
}

/** Ends the session and takes the cookie back. */
export async function forgetBrowser(
  context: HttpContext,
  reply: FastifyReply,
  browser: Browser,
): Promise<void> {
  await endSession(browser.value, context.accounts);
  void reply.header("set-cookie", clearCookie(context.secure));
}
