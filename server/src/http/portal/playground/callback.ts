/** RFC 6749 §4.1.2, §10.12; RFC 9207 — the browser comes back: only to the session, the person and the run that sent it away. */
import { readApp } from "../../../desk/operations/apps.ts";
import type { Exchange, Run, StoredRun } from "../../../desk/playground.ts";
import { sha256 } from "../../../lib/hash.ts";
import type { Parameters } from "../../../oauth/checks/parameters.ts";
import { Refusal } from "../../../oauth/refusals.ts";
import { browserOf } from "../../account/browser.ts";
import { readQuery } from "../../account/form.ts";
import { ask, page } from "../../desk/visit.ts";
import { rawQuery } from "../../endpoint-request.ts";
import { seeOther } from "../../see-other.ts";
import type { Handler } from "../../route.ts";
import { callbackOf } from "./place.ts";
import { diagnosisOf } from "./send.ts";
import { newRound } from "./step.ts";

/** Takes the answer out of the address at once; the page that it leads to has nothing of it in its own. */
export const takeCallback: Handler = async (context, request, reply) => {
  // A sign-in would carry code and state on in an address.
  if ((await browserOf(context, request)).person === null) throw new Refusal("pending_gone");
  return arrive(context, request, reply);
};

const arrive = page(async (visit) => {
  const { context, request, reply, browser, paths } = visit;
  const { runs } = context.playground;
  const now = context.ports.clock.now();
  const query = readQuery(request);
  const state = query.get("state");
  const { sid } = browser.session;
  if (state === null || sid === null || query.duplicates.size > 0) throw new Refusal("pending_gone");
  const stored = await runs.findByState(sha256(state), { person: browser.person.id, sid }, now);
  // RFC 9207 §2.4: an answer of another server is none.
  if (stored === null || query.get("iss") !== context.ports.issuer) throw new Refusal("pending_gone");
  const app = await ask(visit, readApp, { app: stored.owner.app });
  const refused = query.get("error") !== null;
  const diagnosis = refused ? await diagnosisOf(visit, app.id, ({ kind }) => kind === "authorize") : null;
  const location = `${callbackOf(visit)}?${rawQuery(request)}`;
  const claimed = await runs.claim(stored, now);
  const back = arrived(stored, query, location, diagnosis);
  // After a "no" the next sign-in is another one, with a state and a verifier of its own.
  const run = refused ? { ...back, ...newRound(visit.context.ports.random) } : back;
  if (claimed === null || !(await runs.keep({ ...claimed, run }, null, now)))
    throw new Refusal("pending_gone");
  return seeOther(reply, `${paths.playground(app.id)}#now`);
});

/** The exchange that was under way gets its answer. */
function arrived(
  { run }: StoredRun,
  query: Parameters,
  location: string,
  diagnosis: Exchange["diagnosis"],
): Run {
  const answer = { status: null, headers: [["location", location] as const], body: "", page: false };
  const open = run.exchanges.findLastIndex(({ step, answer: got }) => step === "authorize" && got === null);
  return {
    ...run,
    code: query.get("code"),
    exchanges: run.exchanges.map((one, index) => (index === open ? { ...one, answer, diagnosis } : one)),
  };
}
