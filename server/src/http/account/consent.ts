/** RFC 6749 §4.1.1 — the consent page: GET shows it (or leads on), POST carries the decision. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { uuid7 } from "../../lib/random.ts";
import { offerFor, readLimits, reads, type Chosen, type Limits } from "../../oauth/agents/limits.ts";
import { allow, deny, refuse, type SignedIn } from "../../oauth/authorize/answer.ts";
import { returns, type Resumed } from "../../oauth/authorize/pending.ts";
import type { Parameters } from "../../oauth/checks/parameters.ts";
import { originOf } from "../../oauth/checks/redirect-uri.ts";
import { inWords } from "../../oauth/details/words.ts";
import { decideDevice } from "../../oauth/device/decide.ts";
import { consentAdditions, type ConsentAddition } from "../../oauth/extensions.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { identityScopes } from "../../oauth/openid/scopes.ts";
import { OFFLINE_ACCESS } from "../../oauth/words.ts";
import type { ConsentModel } from "../../pages/models.ts";
import { renderConsent } from "../../pages/account/consent.tsx";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { announceAnswer, sendAnswer } from "../oauth/answer.ts";
import { seeOther } from "../see-other.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { portsFor } from "../via.ts";
import { readFormBody, readQuery } from "./form.ts";
import { appView, arrive, pagePolicy, signedInIn, type Arrival } from "./interaction.ts";

export async function showConsent(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const arrival = await arrive(context, request, readQuery(request).get("pending"));
  const { next, resumed } = arrival;
  switch (next.step) {
    case "sign_in":
      return seeOther(reply, `${context.base}/sign-in?pending=${resumed.pending.id}`);
    case "answer":
      // A device is always asked about, whatever was allowed before (RFC 8628 §5.4).
      if (!returns(resumed)) throw new Refusal("pending_gone");
      request.answered = { client_id: resumed.client.client_id, refusal: null };
      return sendAnswer(
        context,
        request,
        reply,
        await allow(resumed, signedIn(arrival), null, portsFor(context, request)),
      );
    case "refuse":
      if (!returns(resumed)) throw new Refusal("pending_gone");
      request.answered = { client_id: resumed.client.client_id, refusal: next.refusal };
      return announceAnswer(
        context,
        request,
        reply,
        await refuse(resumed, next.refusal, context.ports),
        resumed.client,
      );
    case "consent":
      void reply.header("content-security-policy", pagePolicy(resumed));
      return sendPage(
        reply,
        renderConsent(model(context, request, arrival, await additionsFor(context, arrival))),
      );
  }
}

export async function decideConsent(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const arrival = await arrive(context, request, form.get("pending"));
  const { resumed, browser, next } = arrival;
  proveSameSite(context, request, browser.hash, purpose(resumed.pending.id), form.get("csrf"));
  if (next.step === "sign_in")
    return seeOther(reply, `${context.base}/sign-in?pending=${resumed.pending.id}`);
  const decision = form.get("decision");
  // Anything but a clear yes is a no, and only a clear no or yes ends the request.
  if (decision !== "allow" && decision !== "deny") throw new Refusal("cross_site");
  // What can only be refused is not allowed by a form of before (an essential acr that nobody meets).
  if (next.step === "refuse" && returns(resumed))
    return sendAnswer(context, request, reply, await refuse(resumed, next.refusal, context.ports));
  const additions = await additionsFor(context, arrival);
  const unticked = additions.some(({ id, required }) => required && form.get(`agree-${id}`) !== "yes");
  if (decision === "allow" && unticked) {
    void reply.code(400).header("content-security-policy", pagePolicy(resumed));
    return sendPage(reply, renderConsent(model(context, request, arrival, additions, form)));
  }
  const limits = decision === "allow" ? limitsOf(context, form, resumed) : null;
  if (!returns(resumed)) {
    await decideDevice(resumed, signedIn(arrival), decision === "allow", limits, portsFor(context, request));
    return seeOther(reply, `${context.base}/device/${decision === "allow" ? "allowed" : "denied"}`);
  }
  const answer =
    decision === "allow"
      ? await allow(resumed, signedIn(arrival), limits, portsFor(context, request))
      : await deny(resumed, context.ports);
  const { client_id } = resumed.client;
  request.answered = { client_id, refusal: decision === "allow" ? null : "person_denied" };
  return sendAnswer(context, request, reply, answer);
}

/** The form token is for one request: the consent of one tab cannot be sent for another. */
export function purpose(pendingId: string): string {
  return `consent:${pendingId}`;
}

function signedIn({ browser }: Arrival): SignedIn {
  const person = signedInIn(browser);
  if (person === null) throw new Refusal("pending_gone");
  return person;
}

function additionsFor(context: HttpContext, arrival: Arrival): Promise<readonly ConsentAddition[]> {
  const { client, scope } = arrival.resumed;
  return consentAdditions({ client, scope, subject: signedIn(arrival).subject }, context.ports);
}

/** Nothing that is chosen is lost when the page is shown again. */
function chosenIn(form: Parameters | null): Chosen {
  return {
    time: form?.get("limit_time") ?? "",
    readOnly: form?.get("limit_read_only") ?? "",
    calls: form?.get("limit_calls") ?? "",
  };
}

/** What the person limited; null for an app that somebody here registered. */
function limitsOf(context: HttpContext, form: Parameters, resumed: Resumed): Limits | null {
  const { client, resource, scope } = resumed;
  const offer = offerFor(client, resource, scope);
  if (offer === null) return null;
  const { clock, random } = context.ports;
  return readLimits(chosenIn(form), offer, clock.now(), uuid7(clock, random));
}

function model(
  context: HttpContext,
  request: FastifyRequest,
  arrival: Arrival,
  additions: readonly ConsentAddition[],
  /** What was sent without a box that must be ticked. */
  unticked: Parameters | null = null,
): ConsentModel {
  const { resumed, browser, next } = arrival;
  const { client, resource, pending, scope } = resumed;
  const page = pageContext(context, request, pending.ui_locales);
  const offer = offerFor(client, resource, scope);
  const missing = next.step === "consent" ? next.missing : [];
  return {
    context: page,
    action: `${context.base}/consent`,
    csrf: formToken(context, browser.hash, purpose(pending.id)),
    pending: pending.id,
    app: appView(resumed),
    returnsTo: returns(resumed) ? originOf(resumed.target) : null,
    person: { name: browser.person?.name ?? "", username: browser.person?.username ?? "" },
    api: resource.name,
    scopes: [...identityScopes, ...resource.scopes]
      .filter((row) => scope.includes(row.name))
      .map((row) => ({
        name: row.name,
        words: row.words[page.locale] ?? row.words["en"] ?? row.name,
        isNew: arrival.consent !== null && missing.includes(row.name),
        reads: offer?.readOnly === true && reads(row.name, resource),
      })),
    details: resumed.details.map((detail) => inWords(detail, resource, page.locale)),
    additions: additions.map(({ id, words, required }) => ({
      id,
      required,
      text: words[page.locale] ?? words["en"] ?? "",
    })),
    boxMissing: unticked !== null,
    lasting: client.policy.refresh_token === "always" || scope.includes(OFFLINE_ACCESS),
    offer:
      offer === null ? null : { ...offer, replaces: arrival.consent !== null, chosen: chosenIn(unticked) },
    accessMinutes: Math.ceil(client.policy.access_token_seconds / 60),
    switchAccountAction: `${context.base}/switch-account`,
  };
}
