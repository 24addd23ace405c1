/** One step of a run: claimed, sent, answered, kept. */
import type { ApiJson } from "../../../desk/json.ts";
import { after, chosenOf, nextOf, type Next } from "../../../desk/playground-steps.ts";
import type { Exchange, Mistake, Run, Sent, Step } from "../../../desk/playground.ts";
import { Problem } from "../../../desk/problems.ts";
import { sha256 } from "../../../lib/hash.ts";
import { secretText, type Random } from "../../../lib/random.ts";
import type { Parameters } from "../../../oauth/checks/parameters.ts";
import type { HttpContext } from "../../context.ts";
import type { Visit } from "../../desk/visit.ts";
import type { Playground } from "./place.ts";
import { apiRequest, authorizeRequest, serverRequest, type Asking } from "./requests.ts";
import { answered, diagnosisOf, throughServer } from "./send.ts";

/** What a run needs that is there. */
export type Running = Playground & {
  client: NonNullable<Playground["client"]>;
  stored: NonNullable<Playground["stored"]>;
};

/** The request that goes on, as it would be sent now; null when there is none to show. */
export function previewOf(visit: Visit, running: Running, step: Step | null): Sent | null {
  const { run } = running.stored;
  if (step === "call") {
    const base = visit.context.playground.api?.base;
    const [path] = callable(visit.context, running.api);
    return base === undefined || path === undefined ? null : apiRequest(base + path, run, null);
  }
  const about = asking(visit, running, run);
  if (step === "authorize") return authorizeRequest(about);
  return step === null ? null : serverRequest(step, about, null);
}

/** What is possible now. */
export function nextIn({ context }: Visit, { stored, client, api }: Running): Next {
  return nextOf(stored.run, client, callable(context, api).length > 0);
}

/** Routes that can be called without a value in their path, when an address is known at which to do so. */
export function callable({ playground }: HttpContext, api: ApiJson | null): string[] {
  if (playground.api === null || api === null) return [];
  return api.routes
    .filter(({ method, path }) => method === "GET" && /^\/[^{}]*$/.test(path))
    .map(({ path }) => path);
}

/** Does what the form says and answers where the browser goes then. Throws Problem `conflict` when something else is under way. */
export async function takeStep(visit: Visit, running: Running, form: Parameters): Promise<string> {
  const { context, paths } = visit;
  const { runs } = context.playground;
  const page = `${paths.playground(running.app.id)}#now`;
  const chosen = chosenOf(nextIn(visit, running), form.get("do") ?? "");
  const claimed = chosen && (await runs.claim(running.stored, context.ports.clock.now()));
  if (chosen === null || claimed === null) throw new Problem("conflict");
  const { step, mistake } = chosen;
  const keep = async (run: Run, state: string | null): Promise<void> => {
    if (!(await runs.keep({ ...claimed, run }, state, context.ports.clock.now())))
      throw new Problem("conflict");
  };
  // The browser goes itself: only there somebody is signed in.
  if (step === "authorize" && mistake === null) {
    const run = isSpent(claimed.run)
      ? { ...claimed.run, ...newRound(visit.context.ports.random) }
      : claimed.run;
    const sent = authorizeRequest(asking(visit, running, run));
    await keep(after(run, sending(sent)), sha256(run.state));
    const { pathname, search } = new URL(sent.url);
    return pathname + search;
  }
  const exchange = await sendOne(visit, running, step, mistake, form);
  await keep(after(claimed.run, exchange), waitsFor(claimed.run));
  return page;
}

/** Whether this round has brought a code. */
const isSpent = ({ code, access_token }: Run): boolean => code !== null || access_token !== null;

/** The digest of the state that a browser may still bring back; null when none is on its way. */
export function waitsFor({ exchanges, state }: Run): string | null {
  const last = exchanges.findLast(({ step, mistake }) => step === "authorize" && mistake === null);
  return last?.answer === null ? sha256(state) : null;
}

/** What each round has of its own: a code, a verifier and a state are used once. */
export const newRound = (
  random: Random,
): Omit<Run, "flow" | "redirect_uri" | "client_secret" | "exchanges"> => ({
  state: secretText(random, 16),
  code_verifier: secretText(random, 32),
  code: null,
  usedCode: null,
  access_token: null,
  refresh_token: null,
});

const sending = (sent: Sent): Exchange => ({
  step: "authorize",
  mistake: null,
  sent,
  answer: null,
  unanswered: null,
  diagnosis: null,
});

const asking = ({ context }: Visit, { client }: Running, run: Run): Asking => ({
  issuer: context.ports.issuer,
  client,
  run,
});

async function sendOne(
  visit: Visit,
  running: Running,
  step: Step,
  mistake: Mistake | null,
  form: Parameters,
): Promise<Exchange> {
  const { run } = running.stored;
  if (step === "call") return callApi(visit, running, mistake, form.get("route"));
  const about = asking(visit, running, run);
  const sent = step === "authorize" ? authorizeRequest(about, mistake) : serverRequest(step, about, mistake);
  if (sent === null) throw new Problem("conflict");
  const { answer, requestId } = await throughServer(visit, sent);
  const diagnosis = await diagnosisOf(visit, running.app.id, ({ request_id }) => request_id === requestId);
  return { step, mistake, sent, answer, unanswered: null, diagnosis };
}

async function callApi(
  visit: Visit,
  { api, stored }: Running,
  mistake: Mistake | null,
  route: string | null,
): Promise<Exchange> {
  const { context } = visit;
  const routes = callable(context, api);
  const path = routes.find((one) => one === route) ?? routes[0];
  const target = context.playground.api;
  const sent = target && path ? apiRequest(target.base + path, stored.run, mistake) : null;
  if (target === null || sent === null) throw new Problem("conflict");
  const got = await target.call(sent.url, sent.headers);
  const exchange = { step: "call", mistake, sent, diagnosis: null } as const;
  return got.outcome === "refused"
    ? { ...exchange, answer: null, unanswered: got.why }
    : { ...exchange, answer: answered(got.status, got.headers, got.body), unanswered: null };
}
