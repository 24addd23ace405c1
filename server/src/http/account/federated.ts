/** Sign-in by somebody else's word: the company's identity provider, or its own login page. Each answer belongs to one question in one browser. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { federatedPerson, type FederatedPolicy, type ForeignPerson } from "../../accounts/federated.ts";
import { HANDOVER_ALGORITHMS, readHandover } from "../../accounts/handover.ts";
import type { Limit, Person } from "../../accounts/ports.ts";
import { makeTicket, openTicket, useTicket, type OpenTicket } from "../../accounts/tickets.ts";
import { addressKey } from "../../lib/address.ts";
import { secretText } from "../../lib/random.ts";
import type { Jwk } from "../../oauth/proof-ports.ts";
import { Refusal } from "../../oauth/refusals.ts";
import type { FederatedWay } from "../../pages/models/account.ts";
import type { Parameters } from "../../oauth/checks/parameters.ts";
import type { Upstream, UpstreamPerson } from "../../upstream/ports.ts";
import type { HttpContext } from "../context.ts";
import { rawQuery } from "../endpoint-request.ts";
import { seeOther } from "../see-other.ts";
import type { Within } from "../route.ts";
import { viaOf } from "../via.ts";
import { browserOf, keepBrowser, type Browser } from "./browser.ts";
import { destinationKept, destinationOf, pathTo, queryOf, type Destination } from "./destination.ts";
import { readQuery } from "./form.ts";
import { requirePerson } from "./fresh.ts";
import { enter } from "./second-factor.ts";

/** Who else may say who somebody is; null where nobody may. */
export interface Federation {
  upstream: Upstream | null;
  handover: { url: string; label: string; keys: readonly Jwk[] } | null;
  policy: FederatedPolicy;
}

/** A person needs that long at most to sign in elsewhere. */
const TICKET_MS = 10 * 60_000;
/** Clocks may differ by so much, and `auth_time` is in whole seconds. */
const LEEWAY_MS = 5_000;
/** Answers from one address that were nobody's; an office shares one. */
const LIMIT: Limit = { count: 50, windowMs: 15 * 60_000 };

/** The two ways, as their addresses and tickets name them. */
type Way = "upstream" | "handover";

/** What the question was asked for. */
interface Question {
  leadsTo: string;
  /** Who has to come back, when somebody who is signed in proves once more who they are; null at a sign-in. */
  again: string | null;
  /** Whether a session over there is not enough. */
  anew: boolean;
  /** Milliseconds. */
  askedAt: number;
}

/** Who came, or why nobody did: for the log. */
type Found =
  | { person: ForeignPerson & Pick<UpstreamPerson, "amr" | "authTime"> }
  | { person: null; reason: string };

/** The buttons of the sign-in page. */
export function federatedWays(context: HttpContext, destination: Destination): readonly FederatedWay[] {
  return ways(context, new URLSearchParams(queryOf(destination)), () => true);
}

/** The buttons for a person who proves once more who they are: of those who know them. */
export async function waysOf(
  context: HttpContext,
  subject: string,
  destination: Destination,
): Promise<readonly FederatedWay[]> {
  const { upstream, handover } = context.federation;
  if (upstream === null && handover === null) return [];
  const issuers = await context.accounts.identities.issuersOf(subject);
  const query = new URLSearchParams(queryOf(destination));
  query.set("again", "1");
  const page = handover === null ? null : new URL(handover.url).origin;
  return ways(context, query, (way) =>
    issuers.some((issuer) => (way === "handover" ? issuer === page : issuer !== page)),
  );
}

function ways(
  context: HttpContext,
  search: URLSearchParams,
  offered: (way: Way) => boolean,
): readonly FederatedWay[] {
  const query = search.toString();
  return (["upstream", "handover"] as const).flatMap((way) => {
    const other = context.federation[way];
    if (other === null || !offered(way)) return [];
    const path = `${context.base}/sign-in/${way}/start${query === "" ? "" : `?${query}`}`;
    return [{ label: other.label, path }];
  });
}

/** What the log calls the failure that led here: a name as requests have, and nothing that could be read as a sentence. */
export function referenceOf(query: Parameters): string | null {
  const reference = query.get("reference");
  return reference !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(reference)
    ? reference
    : null;
}

export async function askUpstream(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  within: Within,
): Promise<FastifyReply> {
  const { upstream } = context.federation;
  if (upstream === null) throw new Refusal("not_found");
  const { ports } = context;
  const proofs = { nonce: secretText(ports.random), verifier: secretText(ports.random) };
  const { ticket, data } = await within(() => begin(context, request, reply, "upstream", proofs));
  try {
    return seeOther(reply, await upstream.ask({ state: ticket, ...proofs, anew: data.anew }));
  } catch (error) {
    context.log("error", { event: "upstream_unreachable", reason: String(error), request_id: request.id });
    return leadBack(context, request, reply, data);
  }
}

export async function takeUpstream(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  within: Within,
): Promise<FastifyReply> {
  const { upstream } = context.federation;
  if (upstream === null) throw new Refusal("not_found");
  const { browser, ticket, state } = await within(() => question(context, request));
  const { nonce, verifier, ...data } = ticket.data as unknown as Question & {
    nonce: string;
    verifier: string;
  };
  const found = await upstream.answer(rawQuery(request), { state, nonce, verifier, anew: data.anew });
  return within(() => arrive(context, request, reply, browser, data, found, "upstream"));
}

/** The question of ours that an answer of the provider names; used up, whatever comes of it. */
async function question(
  context: HttpContext,
  request: FastifyRequest,
): Promise<{ browser: Browser; ticket: OpenTicket; state: string }> {
  const browser = await browserOf(context, request);
  const state = readQuery(request).get("state");
  const ticket = openTicket("upstream", browser.hash, state, context.accounts);
  if (ticket === null || state === null) throw new Refusal("proof_gone");
  await proveCalm(context, request);
  if (!(await useTicket("upstream", ticket, context.accounts))) throw new Refusal("proof_gone");
  return { browser, ticket, state };
}

/** The login page is told a nonce, where to send the browser with its statement, and whether a session of its own is enough. */
export async function askHandover(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { handover } = context.federation;
  if (handover === null) throw new Refusal("not_found");
  const { ticket, data } = await begin(context, request, reply, "handover", {});
  const query = new URLSearchParams({
    nonce: ticket,
    return_to: `${context.ports.issuer}/sign-in/handover`,
    ...(data.anew ? { prompt: "login" } : {}),
  });
  return seeOther(reply, `${handover.url}?${query.toString()}`);
}

export async function takeHandover(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { handover } = context.federation;
  if (handover === null) throw new Refusal("not_found");
  const { accounts, ports } = context;
  const browser = await browserOf(context, request);
  const token = readQuery(request).get("token") ?? "";
  const nonce = ports.jose.read(token)?.claims["nonce"];
  const ticket = openTicket("handover", browser.hash, typeof nonce === "string" ? nonce : null, accounts);
  if (ticket === null) throw new Refusal("proof_gone");
  await proveCalm(context, request);
  const data = ticket.data as unknown as Question;
  const verified = await ports.jose.verify(token, handover.keys, HANDOVER_ALGORITHMS);
  const now = accounts.clock.now();
  const expected = { iss: new URL(handover.url).origin, aud: ports.issuer, nonce: String(nonce), now };
  const said = verified === null ? null : readHandover(verified.claims, expected);
  if (said === null) {
    const reason = verified === null ? "bad_signature" : "bad_claims";
    return arrive(context, request, reply, browser, data, { person: null, reason }, "handover");
  }
  const first = await accounts.once.claim("handover", said.jti, said.expiresAt, now);
  if (first !== "first" || !(await useTicket("handover", ticket, accounts))) throw new Refusal("proof_gone");
  return arrive(context, request, reply, browser, data, { person: said }, "handover");
}

async function begin(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  purpose: Way,
  proofs: Readonly<Record<string, string>>,
): Promise<{ ticket: string; data: Question }> {
  await proveCalm(context, request);
  const browser = await browserOf(context, request);
  const query = readQuery(request);
  const destination = await destinationOf(context, browser, query);
  const repeats = query.get("again") !== null;
  if (repeats) requirePerson(context, browser, pathTo(context, destination));
  keepBrowser(context, reply, browser);
  const data: Question = {
    leadsTo: queryOf(destination),
    again: repeats ? (browser.person?.id ?? null) : null,
    anew: repeats || asksForProof(destination),
    askedAt: context.ports.clock.now(),
  };
  const ticket = makeTicket(purpose, browser.hash, { ...data, ...proofs }, TICKET_MS, context.accounts);
  return { ticket, data };
}

/** Core §3.1.2.1: whether the app that waits wants more than that somebody signed in at some time. */
function asksForProof({ waiting }: Destination): boolean {
  if (waiting === null) return false;
  const { prompt, max_age, acr } = waiting.pending.openid;
  const age = max_age ?? waiting.client.metadata.default_max_age ?? null;
  return prompt.includes("login") || prompt.includes("select_account") || age !== null || acr !== null;
}

async function arrive(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: Browser,
  data: Question,
  found: Found,
  way: Way,
): Promise<FastifyReply> {
  const failed = async (reason: string): Promise<FastifyReply> => {
    context.log("warn", { event: "federated_failed", way, reason, request_id: request.id });
    await context.accounts.throttle.fail(addressOf(request), LIMIT, context.ports.clock.now());
    return leadBack(context, request, reply, data);
  };
  if (found.person === null) return failed(found.reason);
  const { amr, authTime } = found.person;
  const anew = authTime !== null && authTime >= data.askedAt - LEEWAY_MS;
  if (data.anew && !anew) return failed(authTime === null ? "no_auth_time" : "not_proven_anew");
  const person = await personOf(context, request, browser, data, found.person);
  if (person === null) return failed(data.again === null ? "no_account" : "another_person");
  const destination = await destinationKept(context, browser, data.leadsTo);
  const signedIn = { person, amr, ...(anew ? {} : { authTime: provenBefore(context, authTime) }) };
  return enter(context, request, reply, browser, signedIn, destination);
}

/** Whose account it is. Who proves once more who they are can be nobody else, and gets no account by it. */
async function personOf(
  context: HttpContext,
  request: FastifyRequest,
  browser: Browser,
  { again }: Question,
  foreign: ForeignPerson,
): Promise<Person | null> {
  const { accounts, federation } = context;
  if (again === null) return federatedPerson(foreign, federation.policy, viaOf(request), accounts);
  const known = await accounts.identities.find(foreign.issuer, foreign.sub);
  return known === again && browser.person?.id === again ? browser.person : null;
}

/** A session over there was enough to sign in. When its person proved it is told by them, or it is too long ago for dangerous acts. */
function provenBefore({ ports, freshMs }: HttpContext, told: number | null): number {
  return told ?? ports.clock.now() - freshMs;
}

/** The reason is the log's: to the browser every failure is one, with the name under which the log has it. */
function leadBack(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { leadsTo, again }: Question,
): FastifyReply {
  const query = new URLSearchParams(leadsTo);
  query.set("federated", "failed");
  query.set("reference", request.id);
  return seeOther(
    reply,
    `${context.base}/${again === null ? "sign-in" : "re-authenticate"}?${query.toString()}`,
  );
}

const addressOf = (request: FastifyRequest): string => `federated address ${addressKey(request.ip)}`;

/** Answers make the provider work, and could be made up by the thousand. Throws `too_many_from_address`. */
async function proveCalm({ accounts, ports }: HttpContext, request: FastifyRequest): Promise<void> {
  const wait = await accounts.throttle.wait(addressOf(request), LIMIT, ports.clock.now());
  if (wait > 0) throw new Refusal("too_many_from_address", wait);
}
