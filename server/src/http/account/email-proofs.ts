/** PO-09, UI-24 — proving an e-mail address, for a new account or a new password: asked for, sent, and given back. */
import type { FastifyReply, FastifyRequest } from "fastify";
import {
  beginProof,
  mayAsk,
  PROOF_MS,
  proveByCode,
  proveByLink,
  type BegunProof,
} from "../../accounts/email-proof.ts";
import { canonicalEmail } from "../../accounts/email.ts";
import type { Person, ProofPurpose } from "../../accounts/ports.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { renderCodeStep, renderEmailStep, renderLinkStep } from "../../pages/account/proof-steps.tsx";
import { writeLetter, type LetterModel } from "../../pages/letters/letter.tsx";
import type { CodeStepModel, EmailStepModel, ProofFor } from "../../pages/models/account.ts";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { seeOther } from "../see-other.ts";
import { ownPath } from "../own-path.ts";
import { headOf, pageContext } from "../page-context.ts";
import type { Handler } from "../route.ts";
import { sendPage } from "../speak.ts";
import { browserOf, keepBrowser, type Browser } from "./browser.ts";
import { destinationOf, queryOf, type Destination } from "./destination.ts";
import { readFormBody, readQuery } from "./form.ts";

/** Whether anybody may begin an account. */
export function mayBegin(context: HttpContext): boolean {
  return context.signUp === "open" && context.mail !== null;
}

/** What each of the two is called in addresses, and which proofs it takes from a link. */
const KINDS = {
  sign_up: { path: "/sign-up", byLink: ["sign_up", "invitation"] },
  reset: { path: "/reset", byLink: ["reset"] },
} as const satisfies Record<ProofFor, { path: string; byLink: readonly ProofPurpose[] }>;

interface Steps {
  ask: Handler;
  begin: Handler;
  askCode: Handler;
  takeCode: Handler;
  followLink: Handler;
  takeLink: Handler;
}

/** The steps up to the proof; afterwards `path/finish` has it. */
export function proofSteps(purpose: ProofFor): Steps {
  const { path, byLink } = KINDS[purpose];
  const here = (context: HttpContext, step: string = ""): string => `${context.base}${path}${step}`;
  const tokenFor = (step: string): string => `${purpose} ${step}`;

  /** Nothing is here when it is not offered. An invitation is followed wherever accounts can be begun at all. */
  const offered = (context: HttpContext, byInvitation: boolean): void => {
    const open = purpose === "reset" ? context.mail !== null : mayBegin(context);
    if (!open && !(byInvitation && purpose === "sign_up" && context.signUp === "invite_only"))
      throw new Refusal("not_found");
  };

  const emailPage = (
    context: HttpContext,
    request: FastifyRequest,
    reply: FastifyReply,
    browser: Browser,
    destination: Destination,
    state: Partial<Pick<EmailStepModel, "email" | "problem" | "retryAfterSeconds">>,
  ): FastifyReply => {
    const query = queryOf(destination);
    return sendPage(
      reply,
      renderEmailStep({
        context: pageContext(context, request, destination.waiting?.pending.ui_locales ?? null),
        purpose,
        action: here(context),
        csrf: formToken(context, browser.hash, tokenFor("email")),
        pending: destination.waiting?.pending.id ?? null,
        next: destination.next,
        email: "",
        problem: null,
        retryAfterSeconds: null,
        signInPath: `${context.base}/sign-in${query === "" ? "" : `?${query}`}`,
        ...state,
      }),
    );
  };

  const codePage = async (
    context: HttpContext,
    request: FastifyRequest,
    reply: FastifyReply,
    browser: Browser,
    id: string | null,
    problem: CodeStepModel["problem"],
  ): Promise<FastifyReply> => {
    const { accounts } = context;
    const proof = id === null ? null : await accounts.emailProofs.find(id, accounts.clock.now());
    if (proof === null || proof.purpose !== purpose || proof.browser !== browser.hash)
      throw new Refusal("proof_gone");
    if (proof.provenAt !== null) return seeOther(reply, here(context, `/finish?proof=${proof.id}`));
    return sendPage(
      reply,
      renderCodeStep({
        context: pageContext(context, request, null),
        purpose,
        action: here(context, "/code"),
        csrf: formToken(context, browser.hash, tokenFor(`code ${proof.id}`)),
        proof: proof.id,
        email: proof.email,
        problem,
        againPath: `${here(context)}${proof.leadsTo === null ? "" : `?${proof.leadsTo}`}`,
        devMailPath: context.outbox === null ? null : `${context.base}/dev/mail`,
      }),
    );
  };

  return {
    async ask(context, request, reply) {
      offered(context, false);
      const browser = await browserOf(context, request);
      const destination = await destinationOf(context, browser, readQuery(request));
      keepBrowser(context, reply, browser);
      return emailPage(context, request, reply, browser, destination, {});
    },

    async begin(context, request, reply) {
      offered(context, false);
      const form = readFormBody(request);
      const browser = await browserOf(context, request);
      const destination = await destinationOf(context, browser, form);
      proveSameSite(context, request, browser.hash, tokenFor("email"), form.get("csrf"));
      const typed = form.get("email") ?? "";
      const email = canonicalEmail(typed);
      if (email === null) {
        void reply.code(400);
        return emailPage(context, request, reply, browser, destination, { email: typed, problem: "missing" });
      }
      const { accounts } = context;
      const wait = await mayAsk(email, request.ip, accounts);
      if (wait > 0) {
        void reply.code(429).header("retry-after", String(wait));
        const problem = { problem: "throttled", retryAfterSeconds: wait } as const;
        return emailPage(context, request, reply, browser, destination, { email: typed, ...problem });
      }
      // Whether there is such a person changes the letter and nothing else: neither the answer nor the work (UI-13).
      const person = await accounts.people.findBySignInName(email);
      const leadsTo = queryOf(destination) || null;
      const begun = await beginProof({ purpose, email, browser: browser.hash, leadsTo }, accounts);
      const locale = pageContext(context, request, null).locale;
      const model = letterFor(context, begun, person);
      const letter = writeLetter({ ...model, locale, ...headOf(context, request) });
      await context.mail?.send({ to: email, ...letter }, PROOF_MS);
      return seeOther(reply, here(context, `/code?proof=${begun.id}`));
    },

    async askCode(context, request, reply) {
      offered(context, false);
      const browser = await browserOf(context, request);
      return codePage(context, request, reply, browser, readQuery(request).get("proof"), null);
    },

    async takeCode(context, request, reply) {
      offered(context, false);
      const form = readFormBody(request);
      const browser = await browserOf(context, request);
      const id = form.get("proof") ?? "";
      proveSameSite(context, request, browser.hash, tokenFor(`code ${id}`), form.get("csrf"));
      const code = form.get("code");
      if (code !== null && (await proveByCode(purpose, id, code, browser.hash, context.accounts)))
        return seeOther(reply, here(context, `/finish?proof=${id}`));
      void reply.code(400);
      return codePage(context, request, reply, browser, id, code === null ? "missing" : "code");
    },

    async followLink(context, request, reply) {
      offered(context, true);
      const browser = await browserOf(context, request);
      keepBrowser(context, reply, browser);
      return sendPage(
        reply,
        renderLinkStep({
          context: pageContext(context, request, null),
          purpose,
          action: here(context, "/link"),
          csrf: formToken(context, browser.hash, tokenFor("link")),
          link: readQuery(request).get("token") ?? "",
          next: ownPath(context, readQuery(request).get("next")),
        }),
      );
    },

    async takeLink(context, request, reply) {
      offered(context, true);
      const form = readFormBody(request);
      const browser = await browserOf(context, request);
      proveSameSite(context, request, browser.hash, tokenFor("link"), form.get("csrf"));
      const link = form.get("link") ?? "";
      const proof = await proveByLink(byLink, link, browser.hash, context.accounts);
      if (proof === null) throw new Refusal("proof_gone");
      const next = ownPath(context, form.get("next"));
      const query = new URLSearchParams({ proof: proof.id, ...(next === null ? {} : { next }) });
      return seeOther(reply, here(context, `/finish?${query.toString()}`));
    },
  };

  /** What the owner of the address is told. Links begin with the issuer and never with a header of the request (UI-24). */
  function letterFor(context: HttpContext, { code, link }: BegunProof, person: Person | null): Told {
    const to = (at: string): string => `${context.ports.issuer}${at}`;
    const usable = purpose === "sign_up" ? person === null : person !== null && person.disabledAt === null;
    if (usable)
      return { kind: purpose, code, link: to(`${path}/link?token=${link}`), minutes: PROOF_MS / 60_000 };
    return purpose === "sign_up"
      ? { kind: "known", link: to("/sign-in") }
      : { kind: "unknown", link: to("/reset") };
  }
}

type Told =
  Extract<LetterModel, { kind: "sign_up" | "reset" | "known" | "unknown" }> extends infer Model
    ? Model extends unknown
      ? Omit<Model, "locale" | "company" | "accent">
      : never
    : never;
