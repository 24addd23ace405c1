/** Sends a request of a run through the server's own handlers: limits, inspector and usage treat it like every other request. */
import type { Answered, Exchange, Sent } from "../../../desk/playground.ts";
import { listEvents, type EventJson } from "../../../desk/operations/events.ts";
import { ask, type Visit } from "../../desk/visit.ts";
import { formOf } from "./requests.ts";

/** Headers of an answer that say something about OAuth. */
const TELLING: ReadonlySet<string> = new Set([
  "content-type",
  "cache-control",
  "location",
  "www-authenticate",
  "retry-after",
]);

export interface SentAnswer {
  answer: Answered;
  /** By which the inspector knows the request. */
  requestId: string;
}

/** `sent.url` is below the issuer. No cookie and no header of the person's own request goes along, only the address that limits count. */
export async function throughServer({ context, request }: Visit, sent: Sent): Promise<SentAnswer> {
  const { pathname, search } = new URL(sent.url);
  const { server } = request;
  const { statusCode, headers, payload } = await (server.front ?? server).inject({
    method: sent.method,
    url: pathname + search,
    headers: {
      ...Object.fromEntries(sent.headers),
      host: new URL(context.ports.issuer).host,
      "user-agent": "gatehouse-playground",
    },
    remoteAddress: request.ip,
    ...(sent.body === null ? {} : { payload: formOf(sent.body) }),
  });
  const telling = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return {
    answer: answered(statusCode, telling, payload),
    requestId: String(headers["x-request-id"]),
  };
}

/** What is shown of an answer. A page for people is not read here. */
export function answered(
  status: number,
  headers: readonly (readonly [string, string])[],
  body: string,
): Answered {
  const page = headers.some(([name, value]) => name === "content-type" && value.startsWith("text/html"));
  return {
    status,
    headers: headers.filter(([name]) => TELLING.has(name)),
    body: page ? "" : body,
    page,
  };
}

/** What the inspector says of one refused request; null when it says nothing. */
export async function diagnosisOf(
  visit: Visit,
  app: string,
  found: (event: EventJson) => boolean,
): Promise<Exchange["diagnosis"]> {
  const { items } = await ask(visit, listEvents, { app, environment: "test", outcome: "refused" });
  return items.find(found)?.diagnosis ?? null;
}
