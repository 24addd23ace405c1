/** Sign-in by somebody else's word: the company's identity provider, or its own login page. Each answer belongs to one question in one browser. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { federatedPerson, type FederatedPolicy, type ForeignPerson } from "../../accounts/federated.ts";
import { HANDOVER_ALGORITHMS, readHandover } from "../../accounts/handover.ts";
import { makeTicket, openTicket, useTicket, type TicketFor } from "../../accounts/tickets.ts";
import { secretText } from "../../lib/random.ts";
import type { Jwk } from "../../oauth/proof-ports.ts";
import { Refusal } from "../../oauth/refusals.ts";
import type { FederatedWay } from "../../pages/models/account.ts";
import type { Upstream } from "../../upstream/ports.ts";
import type { HttpContext } from "../context.ts";
import { rawQuery } from "../endpoint-request.ts";
import { seeOther } from "../oauth/authorize.ts";
import { viaOf } from "../via.ts";
import { browserOf, keepBrowser, type Browser } from "./browser.ts";
import { destinationKept, destinationOf, queryOf, type Destination } from "./destination.ts";
import { readQuery } from "./form.ts";
import { enter } from "./second-factor.ts";

/** Who else may say who somebody is; null where nobody may. */
export interface Federation {
  upstream: Upstream | null;
  handover: { url: string; label: string; keys: readonly Jwk[] } | null;
  policy: FederatedPolicy;
}

/** A person needs that long at most to sign in elsewhere. */
const TICKET_MS = 10 * 60_000;

/** The buttons of the sign-in page. */
export function federatedWays(context: HttpContext, destination: Destination): readonly FederatedWay[] {
  const { upstream, handover } = context.federation;
  const query = queryOf(destination);
  const way = (label: string, path: string): FederatedWay => ({
    label,
    path: `${context.base}${path}${query === "" ? "" : `?${query}`}`,
  });
  return [
    ...(upstream === null ? [] : [way(upstream.label, "/sign-in/upstream/start")]),
    ...(handover === null ? [] : [way(handover.label, "/sign-in/handover/start")]),
  ];
}

export async function askUpstream(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { upstream } = context.federation;
  if (upstream === null) throw new Refusal("not_found");
  const { ports } = context;
  const proofs = { nonce: secretText(ports.random), verifier: secretText(ports.random) };
  const { ticket, leadsTo } = await begin(context, request, reply, "upstream", proofs);
  try {
    return seeOther(reply, await upstream.ask({ state: ticket, ...proofs }));
  } catch (error) {
    context.log("error", { event: "upstream_unreachable", reason: String(error) });
    return failed(context, reply, leadsTo);
  }
}

export async function takeUpstream(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { upstream } = context.federation;
  if (upstream === null) throw new Refusal("not_found");
  const browser = await browserOf(context, request);
  const state = readQuery(request).get("state");
  const ticket = openTicket("upstream", browser.hash, state, context.accounts);
  if (ticket === null || state === null) throw new Refusal("proof_gone");
  const { nonce, verifier } = ticket.data as { nonce: string; verifier: string };
  // Used up first: whatever comes of it, the same answer is not looked at twice.
  if (!(await useTicket("upstream", ticket, context.accounts))) throw new Refusal("proof_gone");
  const found = await upstream.answer(rawQuery(request), { state, nonce, verifier });
  return arrive(context, request, reply, browser, ticket.data["leadsTo"], found);
}

/** The login page is told a nonce, and where to send the browser with its statement. */
export async function askHandover(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { handover } = context.federation;
  if (handover === null) throw new Refusal("not_found");
  const { ticket } = await begin(context, request, reply, "handover", {});
  const query = new URLSearchParams({
    nonce: ticket,
    return_to: `${context.ports.issuer}/sign-in/handover`,
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
  const verified = await ports.jose.verify(token, handover.keys, HANDOVER_ALGORITHMS);
  const now = accounts.clock.now();
  const expected = { iss: new URL(handover.url).origin, aud: ports.issuer, nonce: String(nonce), now };
  const said = verified === null ? null : readHandover(verified.claims, expected);
  if (said === null) return arrive(context, request, reply, browser, ticket.data["leadsTo"], null);
  const first = await accounts.once.claim("handover", said.jti, said.expiresAt, now);
  if (first !== "first" || !(await useTicket("handover", ticket, accounts))) throw new Refusal("proof_gone");
  return arrive(context, request, reply, browser, ticket.data["leadsTo"], said);
}

async function begin(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  purpose: TicketFor,
  data: Readonly<Record<string, unknown>>,
): Promise<{ ticket: string; leadsTo: string }> {
  const browser = await browserOf(context, request);
  const leadsTo = queryOf(await destinationOf(context, browser, readQuery(request)));
  keepBrowser(context, reply, browser);
  const ticket = makeTicket(purpose, browser.hash, { ...data, leadsTo }, TICKET_MS, context.accounts);
  return { ticket, leadsTo };
}

async function arrive(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: Browser,
  leadsTo: unknown,
  found: (ForeignPerson & { amr: readonly string[] }) | null,
): Promise<FastifyReply> {
  const query = typeof leadsTo === "string" ? leadsTo : "";
  const { policy } = context.federation;
  const person =
    found === null ? null : await federatedPerson(found, policy, viaOf(request), context.accounts);
  if (found === null || person === null) return failed(context, reply, query);
  const destination = await destinationKept(context, browser, query);
  return enter(context, request, reply, browser, { person, amr: found.amr }, destination);
}

/** The reason is the log's: to the browser every failure is one. */
function failed(context: HttpContext, reply: FastifyReply, leadsTo: string): FastifyReply {
  const query = new URLSearchParams(leadsTo);
  query.set("federated", "failed");
  return seeOther(reply, `${context.base}/sign-in?${query.toString()}`);
}
