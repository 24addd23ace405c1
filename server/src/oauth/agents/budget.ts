/** RFC 6749 §3.2 (how it is asked) — POST /oauth/budget: an API's guard takes slices of the calls that a person allowed an agent, and tells which it let through. */
import { authenticateApi } from "../checks/api-authentication.ts";
import { credentialParameters, readCredentials } from "../checks/client-authentication.ts";
import { refuseDuplicates } from "../checks/parameters.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { readBody, type EndpointRequest } from "../token/read-body.ts";
import type { CallReport } from "./port.ts";

/** `granted` calls may be let through now; `left` remain for whoever asks next. Both are 0 for a permit that has ended. */
export interface Slice {
  granted: number;
  left: number;
}

const known: ReadonlySet<string> = new Set(["budget", "calls", ...credentialParameters]);

/** A guard tells every second or so; more lines than this are several reports. */
const MOST_LINES = 100;
/** Longer than any path that is a rule. */
const LONGEST_PATH = 300;
const MOST_SCOPES = 20;

/** The whole of the endpoint. Without `budget` it is a report only, and grants nothing. */
export async function spendBudget(request: EndpointRequest, ports: Ports): Promise<Slice> {
  const parameters = readBody(request, ports);
  refuseDuplicates(parameters, known);
  const credentials = readCredentials({ ...request, parameters });
  const api = await authenticateApi(credentials, request.address, ports);
  if (api === null) throw new Refusal("unknown_client");
  request.watch?.provenApi(api.id);
  const budget = parameters.get("budget");
  const calls = parameters.get("calls");
  if (budget === null && calls === null) throw new Refusal("budget_missing");
  const now = ports.clock.now();
  // Read before anything is spent: a report that cannot be read is no reason to lose calls.
  const report = calls === null ? [] : readReport(calls);
  const slice = budget === null ? null : await ports.permits.spend(budget, api.identifier, now);
  if (report.length > 0) await ports.permits.report(api.identifier, report, now);
  return slice ?? { granted: 0, left: 0 };
}

/** Throws `budget_report_malformed`. */
function readReport(text: string): CallReport[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new Refusal("budget_report_malformed");
  }
  if (!Array.isArray(list) || list.length > MOST_LINES) throw new Refusal("budget_report_malformed");
  return list.map(readLine);
}

function readLine(value: unknown): CallReport {
  const { permit, method, path, scope, calls } = (value ?? {}) as Partial<Record<keyof CallReport, unknown>>;
  const holds =
    typeof permit === "string" &&
    typeof method === "string" &&
    /^[A-Z]{1,16}$/.test(method) &&
    isPath(path) &&
    Array.isArray(scope) &&
    scope.length <= MOST_SCOPES &&
    scope.every((name) => typeof name === "string" && name.length <= 128) &&
    typeof calls === "number" &&
    Number.isInteger(calls) &&
    calls > 0 &&
    calls <= 1_000_000;
  if (!holds) throw new Refusal("budget_report_malformed");
  return { permit, method, path: path as string, scope: scope as string[], calls };
}

/** A rule's path, and so without query: what somebody asked for is nobody's business but theirs. */
function isPath(path: unknown): boolean {
  return typeof path === "string" && path.length <= LONGEST_PATH && /^\/[^?#\p{Cc}]*$/u.test(path);
}
