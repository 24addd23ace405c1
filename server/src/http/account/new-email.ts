/** ASVS 6.3.7, PO-09 — another e-mail address for an account: proven by a code in the browser that asked; the one before is told. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { beginProof, mayAsk, PROOF_MS, proveByCode } from "../../accounts/email-proof.ts";
import { canonicalEmail } from "../../accounts/email.ts";
import type { EmailProof } from "../../accounts/ports.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { renderCodeStep, renderEmailStep } from "../../pages/account/proof-steps.tsx";
import { writeLetter } from "../../pages/letters/letter.tsx";
import type { CodeStepModel, EmailStepModel } from "../../pages/models/account.ts";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { seeOther } from "../see-other.ts";
import { headOf, pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { viaOf } from "../via.ts";
import { browserOf } from "./browser.ts";
import { readFormBody, readQuery } from "./form.ts";
import { requireFresh, type SignedInBrowser } from "./fresh.ts";
import { securityPath } from "./security.ts";
import { tellOfChange } from "./tell.ts";

const pathOf = (context: HttpContext): string => `${context.base}/account/email`;

/** Whoever proved lately who they are. Throws ProveFirst, and `not_found` where no letter can be sent. */
async function personAt(context: HttpContext, request: FastifyRequest): Promise<SignedInBrowser> {
  if (context.mail === null) throw new Refusal("not_found");
  const browser = await browserOf(context, request);
  requireFresh(context, browser, pathOf(context));
  return browser;
}

function emailPage(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: SignedInBrowser,
  state: Partial<Pick<EmailStepModel, "email" | "problem" | "retryAfterSeconds">>,
): FastifyReply {
  return sendPage(
    reply,
    renderEmailStep({
      context: pageContext(context, request, null),
      purpose: "email",
      action: pathOf(context),
      csrf: formToken(context, browser.hash, "new email"),
      pending: null,
      next: null,
      email: "",
      problem: null,
      retryAfterSeconds: null,
      signInPath: securityPath(context),
      ...state,
    }),
  );
}

export async function showNewEmail(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  return emailPage(context, request, reply, await personAt(context, request), {});
}

export async function beginNewEmail(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const browser = await personAt(context, request);
  proveSameSite(context, request, browser.hash, "new email", form.get("csrf"));
  const { accounts } = context;
  const typed = form.get("email") ?? "";
  const email = canonicalEmail(typed);
  if (email === null) {
    void reply.code(400);
    return emailPage(context, request, reply, browser, { email: typed, problem: "missing" });
  }
  const wait = await mayAsk(email, request.ip, accounts);
  if (wait > 0) {
    void reply.code(429).header("retry-after", String(wait));
    const problem = { problem: "throttled", retryAfterSeconds: wait } as const;
    return emailPage(context, request, reply, browser, { email: typed, ...problem });
  }
  // Whether somebody has this address changes the letter and nothing else (UI-13).
  const holder = await accounts.people.findBySignInName(email);
  const subject = browser.person.id;
  const begun = await beginProof({ purpose: "email", email, browser: browser.hash, subject }, accounts);
  const free = holder === null || holder.id === subject;
  const letter = writeLetter({
    ...(free
      ? ({ kind: "email", code: begun.code, minutes: PROOF_MS / 60_000 } as const)
      : ({ kind: "known", link: `${context.ports.issuer}/sign-in` } as const)),
    locale: pageContext(context, request, null).locale,
    ...headOf(context, request),
  });
  await context.mail?.send({ to: email, ...letter }, PROOF_MS);
  return seeOther(reply, `${pathOf(context)}/code?proof=${begun.id}`);
}

/** The proof that this person asked for in this browser. Throws `proof_gone`. */
async function proofOf(
  context: HttpContext,
  browser: SignedInBrowser,
  id: string | null,
): Promise<EmailProof> {
  const { accounts } = context;
  const proof = id === null ? null : await accounts.emailProofs.find(id, accounts.clock.now());
  if (
    proof === null ||
    proof.purpose !== "email" ||
    proof.subject !== browser.person.id ||
    proof.browser !== browser.hash
  )
    throw new Refusal("proof_gone");
  return proof;
}

function codePage(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: SignedInBrowser,
  proof: EmailProof,
  problem: CodeStepModel["problem"],
): FastifyReply {
  return sendPage(
    reply,
    renderCodeStep({
      context: pageContext(context, request, null),
      purpose: "email",
      action: `${pathOf(context)}/code`,
      csrf: formToken(context, browser.hash, `new email ${proof.id}`),
      proof: proof.id,
      email: proof.email,
      problem,
      againPath: pathOf(context),
      devMailPath: context.outbox === null ? null : `${context.base}/dev/mail`,
    }),
  );
}

export async function showNewEmailCode(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const browser = await personAt(context, request);
  const proof = await proofOf(context, browser, readQuery(request).get("proof"));
  return codePage(context, request, reply, browser, proof, null);
}

export async function takeNewEmailCode(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const browser = await personAt(context, request);
  const proof = await proofOf(context, browser, form.get("proof"));
  proveSameSite(context, request, browser.hash, `new email ${proof.id}`, form.get("csrf"));
  const { accounts } = context;
  const code = form.get("code");
  if (code === null || !(await proveByCode("email", proof.id, code, browser.hash, accounts))) {
    void reply.code(400);
    return codePage(context, request, reply, browser, proof, code === null ? "missing" : "code");
  }
  const { id, email: before } = browser.person;
  const spent = { id: proof.id, browser: browser.hash };
  const changed = await accounts.people.changeEmail(id, spent, accounts.clock.now(), viaOf(request));
  if (changed !== "set") throw new Refusal("proof_gone");
  await tellOfChange(context, request, before, "email");
  return seeOther(reply, securityPath(context, "?saved=1"));
}
