/** PO-09 — after the proof of an address: the new account is made, or the new password is set. Each proof is good for one. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { provenBy } from "../../accounts/email-proof.ts";
import { resetPassword, signUp } from "../../accounts/people.ts";
import type { EmailProof, ProofPurpose } from "../../accounts/ports.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { renderFinishStep } from "../../pages/account/finish-step.tsx";
import type { FinishStepModel, PasswordFault, ProofFor } from "../../pages/models/account.ts";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { seeOther } from "../see-other.ts";
import { ownPath } from "../own-path.ts";
import { pageContext } from "../page-context.ts";
import type { Handler } from "../route.ts";
import { sendPage } from "../speak.ts";
import { viaOf } from "../via.ts";
import { browserOf, type Browser } from "./browser.ts";
import { arriveAs, destinationKept } from "./destination.ts";
import { readFormBody, readQuery } from "./form.ts";
import { tellOfChange } from "./tell.ts";

const PROOFS: Readonly<Record<ProofFor, readonly ProofPurpose[]>> = {
  sign_up: ["sign_up", "invitation"],
  reset: ["reset"],
};
const PATHS = { sign_up: "/sign-up/finish", reset: "/reset/finish" } as const;

async function provenOr(
  context: HttpContext,
  browser: Browser,
  purpose: ProofFor,
  id: string | null,
): Promise<EmailProof> {
  const proof = await provenBy(PROOFS[purpose], id, browser.hash, context.accounts);
  if (proof === null) throw new Refusal("proof_gone");
  return proof;
}

const tokenFor = (purpose: ProofFor, proof: EmailProof): string => `${purpose} finish ${proof.id}`;

function page(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: Browser,
  purpose: ProofFor,
  proof: EmailProof,
  state: Partial<Pick<FinishStepModel, "name" | "nameMissing" | "weak" | "next">>,
): FastifyReply {
  return sendPage(
    reply,
    renderFinishStep({
      context: pageContext(context, request, null),
      purpose,
      action: context.base + PATHS[purpose],
      csrf: formToken(context, browser.hash, tokenFor(purpose, proof)),
      proof: proof.id,
      next: null,
      email: proof.email,
      name: "",
      nameMissing: false,
      weak: null,
      passwordEnds: context.accounts.passwordEnds,
      ...state,
    }),
  );
}

export function showFinish(purpose: ProofFor): Handler {
  return async (context, request, reply) => {
    const browser = await browserOf(context, request);
    const proof = await provenOr(context, browser, purpose, readQuery(request).get("proof"));
    const next = ownPath(context, readQuery(request).get("next"));
    return page(context, request, reply, browser, purpose, proof, { next });
  };
}

export async function finishSignUp(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const browser = await browserOf(context, request);
  const proof = await provenOr(context, browser, "sign_up", form.get("proof"));
  proveSameSite(context, request, browser.hash, tokenFor("sign_up", proof), form.get("csrf"));
  const name = (form.get("name") ?? "").trim().slice(0, 200);
  const password = form.get("new_password") ?? "";
  const next = ownPath(context, form.get("next"));
  const again = (state: { nameMissing?: boolean; weak?: PasswordFault | null }): FastifyReply => {
    void reply.code(400);
    return page(context, request, reply, browser, "sign_up", proof, { name, next, ...state });
  };
  if (name === "" || password === "")
    return again({ nameMissing: name === "", weak: password === "" ? "missing" : null });
  const { locale } = pageContext(context, request, null);
  const wanted = { email: proof.email, name, password, locale };
  const spent = { id: proof.id, browser: browser.hash };
  const made = await signUp(wanted, spent, viaOf(request), context.accounts);
  // Taken: somebody with this address came first. Whoever has the address knows, or is told by sign-in.
  if (made.outcome === "taken" || made.outcome === "gone") throw new Refusal("proof_gone");
  if (made.outcome !== "created") return again({ weak: made.outcome });
  const destination =
    next === null ? await destinationKept(context, browser, proof.leadsTo) : { waiting: null, next };
  const { person } = made;
  const signedIn = { person, amr: ["pwd"], passwordHash: person.passwordHash };
  return arriveAs(context, request, reply, browser, signedIn, destination);
}

export async function finishReset(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const browser = await browserOf(context, request);
  const proof = await provenOr(context, browser, "reset", form.get("proof"));
  proveSameSite(context, request, browser.hash, tokenFor("reset", proof), form.get("csrf"));
  const password = form.get("new_password") ?? "";
  const spent = { id: proof.id, browser: browser.hash };
  const result =
    password === ""
      ? "missing"
      : await resetPassword(password, proof.email, spent, viaOf(request), context.accounts);
  if (result === "gone") throw new Refusal("proof_gone");
  if (result !== "set") {
    void reply.code(400);
    return page(context, request, reply, browser, "reset", proof, { weak: result });
  }
  await tellOfChange(context, request, proof.email, "password");
  // It proves the address, and neither the password nor a second factor: those are asked for now.
  const query = new URLSearchParams(proof.leadsTo ?? "");
  query.set("reset", "done");
  return seeOther(reply, `${context.base}/sign-in?${query.toString()}`);
}
