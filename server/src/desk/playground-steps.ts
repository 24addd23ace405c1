/** What can be sent next in a run, and what a run has become after an answer: pure functions of what it knows. */
import type { ClientJson } from "./json.ts";
import type { Exchange, Flow, Mistake, Run, Step } from "./playground.ts";

/** More are forgotten, the oldest first: a run stays small. */
const MOST_EXCHANGES = 24;

/** A step as a form names it: `token`, or `token:no_verifier` for one that is wrong on purpose. */
export type Choice = Step | `${Step}:${Mistake}`;

export interface Next {
  /** The one that goes on; null when everything was tried. */
  main: Step | null;
  /** What else is possible. */
  others: readonly Step[];
  mistakes: readonly Choice[];
}

type About = Pick<ClientJson, "token_endpoint_auth_method" | "grant_types">;

const hasSecret = ({ token_endpoint_auth_method }: About): boolean =>
  token_endpoint_auth_method.startsWith("client_secret");

/** Which flows can be run with an app. */
export function flowsOf({ grant_types }: About): Flow[] {
  return [
    ...(grant_types.includes("authorization_code") ? (["code"] as const) : []),
    ...(grant_types.includes("client_credentials") ? (["machine"] as const) : []),
  ];
}

/** `callable`: whether an address is known at which to call the API. */
export function nextOf(run: Run, client: About, callable: boolean): Next {
  const proves = hasSecret(client);
  if (run.access_token !== null) return afterToken(run, proves, callable);
  const wrongSecret: Choice[] = proves ? ["token:wrong_secret"] : [];
  if (run.flow === "machine")
    return { main: "token", others: [], mistakes: [...wrongSecret, "token:unknown_scope"] };
  if (run.code === null)
    return {
      main: "authorize",
      others: [],
      mistakes: ["authorize:other_redirect", "authorize:unknown_scope", "authorize:no_challenge"],
    };
  return {
    main: "token",
    others: ["authorize"],
    mistakes: ["token:no_verifier", "token:other_redirect", ...wrongSecret],
  };
}

function afterToken(run: Run, proves: boolean, callable: boolean): Next {
  const first = run.flow === "machine" ? "token" : "authorize";
  const possible: Step[] = [
    ...(callable ? (["call"] as const) : []),
    // Only who proves to be the app is told what its token means (RFC 7662 §2.1).
    ...(proves ? (["introspect"] as const) : []),
    ...(run.refresh_token === null ? [] : (["refresh"] as const)),
    "revoke",
  ];
  const since = run.exchanges.findLastIndex(
    ({ step, mistake, answer }) => step === "token" && mistake === null && answer?.status === 200,
  );
  const tried = new Set(run.exchanges.slice(since + 1).map(({ step }) => step));
  const main = possible.find((step) => !tried.has(step)) ?? null;
  return {
    main,
    others: [...possible.filter((step) => step !== main), first],
    mistakes: [
      ...(callable ? (["call:no_token"] as const) : []),
      ...(run.usedCode === null ? [] : (["token:used_code"] as const)),
    ],
  };
}

/** The choice if it is one of those that are offered. */
export function chosenOf(next: Next, text: string): { step: Step; mistake: Mistake | null } | null {
  const all: readonly string[] = [next.main ?? "", ...next.others, ...next.mistakes];
  if (text === "" || !all.includes(text)) return null;
  const [step, mistake = null] = text.split(":") as [Step, Mistake?];
  return { step, mistake };
}

/** The run with one more exchange, and with what its answer gave. */
export function after(run: Run, exchange: Exchange): Run {
  const exchanges = [...run.exchanges, exchange].slice(-MOST_EXCHANGES);
  const { step, answer } = exchange;
  if ((step !== "token" && step !== "refresh") || answer?.status !== 200) return { ...run, exchanges };
  const { access_token, refresh_token } = textsOf(answer.body);
  return {
    ...run,
    exchanges,
    code: step === "token" ? null : run.code,
    usedCode: step === "token" ? (run.code ?? run.usedCode) : run.usedCode,
    access_token: access_token ?? null,
    refresh_token: refresh_token ?? (step === "refresh" ? run.refresh_token : null),
  };
}

/** The members of a JSON object that are text; none when it is something else. */
function textsOf(body: string): Record<string, string> {
  try {
    const members = Object.entries(JSON.parse(body) as object) as [string, unknown][];
    return Object.fromEntries(
      members.filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    );
  } catch {
    return {};
  }
}
