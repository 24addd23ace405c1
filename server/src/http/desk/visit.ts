/** PO-01, PO-03 — one request of a person in the portal or the console: who asks, what the frame shows, and how the desk's "no" is spoken. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../../desk/caller.ts";
import type { Operation } from "../../desk/operation.ts";
import { myOrganisations } from "../../desk/operations/organisations.ts";
import { perform } from "../../desk/perform.ts";
import { Problem } from "../../desk/problems.ts";
import type { Parameters } from "../../oauth/checks/parameters.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { copyScript } from "../../pages/copy-script.ts";
import type { DeskFrame, FormProblem, FormState } from "../../pages/models/desk.ts";
import { renderProblem } from "../../pages/portal/problem.tsx";
import { portalPaths, type PortalPaths } from "../../pages/portal/paths.ts";
import { deskStylesheet } from "../../pages/stylesheet.ts";
import { browserOf } from "../account/browser.ts";
import { readFormBody } from "../account/form.ts";
import { requireFresh, requirePerson, type SignedInBrowser } from "../account/fresh.ts";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { contentSecurityPolicy } from "../headers.ts";
import { seeOther } from "../see-other.ts";
import { pageContext } from "../page-context.ts";
import type { Handler } from "../route.ts";
import { sendPage } from "../speak.ts";
import { callerOf } from "./caller.ts";

export interface Visit {
  context: HttpContext;
  request: FastifyRequest;
  reply: FastifyReply;
  browser: SignedInBrowser;
  caller: Caller;
  /** The address that is asked for, without query. */
  path: string;
  paths: PortalPaths;
}

/** A page for whoever is signed in. A problem of the desk becomes a page of its own. */
export function page(work: (visit: Visit) => Promise<FastifyReply>): Handler {
  return entered(false, work);
}

interface FormPage<Data> {
  /** Whether it is dangerous: then the person proves who they are before the form is shown, and when it arrives. */
  fresh: boolean;
  /** Reads what was sent, where it is more than fields. */
  readForm?: (request: FastifyRequest) => Promise<Parameters>;
  /** What the page is about, through the desk. */
  read(visit: Visit): Promise<Data>;
  /** The page. `typed` is null when nothing was sent yet. */
  render(visit: Visit, data: Data, form: FormState, typed: Parameters | null): Promise<string> | string;
  /** Does it, and answers where the browser goes then. Throws Problem. */
  act(visit: Visit, data: Data, form: Parameters): Promise<string>;
}

/** A page with a form that is posted to the page itself. What is wrong is told there, and what was typed stays. */
export function formPage<Data>(self: FormPage<Data>): { show: Handler; submit: Handler } {
  return {
    show: entered(self.fresh, async (visit) => {
      const data = await self.read(visit);
      return send(visit, await self.render(visit, data, formState(visit, null), null));
    }),
    submit: entered(self.fresh, async (visit) => {
      const form = await (self.readForm ?? readFormBody)(visit.request);
      const { context, request, browser } = visit;
      proveSameSite(context, request, browser.hash, visit.path, form.get("csrf"));
      const data = await self.read(visit);
      try {
        return seeOther(visit.reply, await self.act(visit, data, form));
      } catch (error) {
        if (!(error instanceof Problem) || elsewhere.has(error.problem)) throw error;
        void visit.reply.code(error.row.status);
        const problem: FormProblem = { problem: error.problem, fields: error.fields };
        return send(visit, await self.render(visit, data, formState(visit, problem), form));
      }
    }),
  };
}

/** Problems that are about the page as a whole, and not about what was sent to it. */
const elsewhere: ReadonlySet<string> = new Set([
  "not_found",
  "not_fresh",
  "role_too_low",
  "staff_only",
  "sign_in_needed",
]);

/** The token is for this address in this browser: a form of another page is worth nothing here. */
function formState({ context, browser, path, request }: Visit, problem: FormProblem | null): FormState {
  return { action: request.url, csrf: formToken(context, browser.hash, path), problem };
}

function entered(fresh: boolean, work: (visit: Visit) => Promise<FastifyReply>): Handler {
  return async (context, request, reply) => {
    const browser = await browserOf(context, request);
    const { url } = request;
    if (fresh) requireFresh(context, browser, url);
    else requirePerson(context, browser, url);
    const visit: Visit = {
      context,
      request,
      reply,
      browser,
      caller: await callerOf(context, request, browser),
      path: url.replace(/\?.*$/s, ""),
      paths: portalPaths(context.base),
    };
    try {
      return await work(visit);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return speak(visit, error);
    }
  };
}

/** What is not there and what belongs to others is the one page for addresses where nothing is (PO-01). */
async function speak(visit: Visit, { problem, row }: Problem): Promise<FastifyReply> {
  const { context, browser, request, paths } = visit;
  if (problem === "not_found") throw new Refusal("not_found");
  if (problem === "not_fresh") requireFresh(context, browser, request.url);
  void visit.reply.code(row.status);
  const frame = await frameOf(visit, null);
  return send(
    visit,
    renderProblem({
      frame,
      problem,
      backPath: frame.place === "console" ? `${context.base}/console` : paths.home,
    }),
  );
}

/** Does what the person asks. Throws Problem. */
export function ask<Out>(visit: Visit, operation: Operation<Out>, input: object): Promise<Out> {
  return perform(operation, visit.context.desk, visit.caller, input);
}

/** The parts of the address that are ids. */
export function param(visit: Visit, name: string): string {
  return (visit.request.params as Record<string, string>)[name] ?? "";
}

/** `organisation`: whose page it is, null when it is nobody's. */
export async function frameOf(visit: Visit, organisation: string | null): Promise<DeskFrame> {
  const { context, request, browser } = visit;
  const { items } = await ask(visit, myOrganisations, {});
  const { name, username } = browser.person;
  return {
    ...anonymousFrame(context, request),
    person: { name, username },
    staff: visit.caller.staff !== null,
    organisations: items.map((one) => ({ id: one.id, name: one.name, current: one.id === organisation })),
  };
}

/** The frame before anybody signed in. */
export function anonymousFrame(context: HttpContext, request: FastifyRequest): DeskFrame {
  return {
    context: pageContext(context, request, null),
    place: request.url.startsWith(`${context.base}/console`) ? "console" : "portal",
    base: context.base,
    stylesheet: context.base + deskStylesheet.path,
    script: context.base + copyScript.path,
    person: null,
    staff: false,
    organisations: [],
    guidePath: `${context.base}/guide`,
  };
}

/** Sends a page; the only script it may have is the one that copies. */
export function send({ reply }: Pick<Visit, "reply">, html: string): FastifyReply {
  if (html.includes("<script "))
    void reply.header("content-security-policy", `${contentSecurityPolicy()}; script-src 'self'`);
  return sendPage(reply, html);
}
