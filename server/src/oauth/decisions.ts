/** What an API tells of the calls that its guard let in or refused: read strictly, and never more than the guard sends. */
import { REFUSALS } from "@gatehouse/guard";
import { authenticateApi } from "./checks/api-authentication.ts";
import { readCredentials } from "./checks/client-authentication.ts";
import { parametersOf } from "./checks/parameters.ts";
import type { Ports } from "./ports.ts";
import { Refusal } from "./refusals.ts";
import type { Resource } from "./resource.ts";
import type { EndpointRequest } from "./token/read-body.ts";

/** Calls that were decided alike. */
export interface ToldCall {
  client_id: string;
  /** Whether a token proved who called; otherwise it only said so. */
  proven: boolean;
  /** A name of the guard's table; null when they were let in. */
  reason: string | null;
  /** Method and pattern of the API's rule. */
  route: string | null;
  scopes: readonly string[];
  version: string | null;
  count: number;
}

/** Of one request; a guard sends at most so many. */
const MOST = 200;

/** Throws `Refusal`. */
export async function readDecisions(
  request: EndpointRequest,
  ports: Ports,
): Promise<{ api: Resource; calls: readonly ToldCall[] }> {
  const credentials = readCredentials({ authorization: request.authorization, parameters: parametersOf([]) });
  if (credentials === null) throw new Refusal("missing_client");
  const api = await authenticateApi(credentials, request.address, ports);
  if (api === null) throw new Refusal("unknown_client");
  request.watch?.provenApi(api.id);
  if (!/^application\/json\b/i.test(request.contentType ?? "")) throw new Refusal("unsupported_media_type");
  const calls = listOf(request.body).slice(0, MOST).flatMap(readCall);
  return { api, calls };
}

function listOf(body: Uint8Array): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new Refusal("malformed_json");
  }
  const list = (parsed as { decisions?: unknown } | null)?.decisions;
  if (!Array.isArray(list)) throw new Refusal("malformed_json");
  return list;
}

/** A list with nothing in it for what is not as a guard writes it. */
function readCall(one: unknown): ToldCall[] {
  if (typeof one !== "object" || one === null) return [];
  const { client_id, proven, reason, method, route, scopes, version, count } = one as Record<string, unknown>;
  if (typeof client_id !== "string" || client_id.length > 300) return [];
  if (reason !== null && !(typeof reason === "string" && Object.hasOwn(REFUSALS, reason))) return [];
  const words = Array.isArray(scopes) ? scopes.slice(0, 20) : [];
  return [
    {
      client_id,
      proven: proven === true,
      reason,
      route:
        matches(method, /^[A-Z*]{1,10}$/) && matches(route, /^\/[!-~]{0,199}$/) ? `${method} ${route}` : null,
      scopes: words.filter((word) => matches(word, /^[!-~]{1,64}$/)),
      version: matches(version, /^[\w.-]{1,32}$/) ? version : null,
      count: Number.isSafeInteger(count) && (count as number) > 0 ? Math.min(count as number, 1_000_000) : 1,
    },
  ];
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === "string" && pattern.test(value);
}
