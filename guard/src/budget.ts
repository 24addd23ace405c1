/** Counts the calls of agents: spends what a person allowed them, in slices from the issuer, and tells which routes they went to. */
import type { Access } from "./access-token.ts";
import { fetchObject, IssuerUnavailable } from "./fetch-json.ts";
import { basic } from "./introspect.ts";
import type { Route } from "./routes.ts";

/** One guard's part in counting. */
export interface Budgets {
  /** Whether a call that may pass in every other way is within what the person allowed. Throws IssuerUnavailable. */
  spend(access: Access, route: Route): boolean | Promise<boolean>;
  /** Tells what was not told yet, and then no more. */
  close(): void;
}

/** Times in milliseconds. */
export interface BudgetSettings {
  client_id: string;
  client_secret: string;
  /** Where to ask; throws IssuerUnavailable. */
  endpoint: () => Promise<string>;
  /** Told that the issuer did not answer. */
  forget: () => void;
  fetch: typeof globalThis.fetch;
  timeout: number;
}

interface Held {
  /** Calls that were taken from the budget, and not made yet. */
  left: number;
  /** Nothing is left at the issuer: it never grows again. */
  spent: boolean;
  asking: Promise<void> | null;
}

interface Line {
  permit: string;
  method: string;
  path: string;
  scope: readonly string[];
  calls: number;
}

const MAX_ANSWER = 4096;
/** What is forgotten loses its slice: that errs on the person's side. */
const MOST_HELD = 10_000;
const MOST_LINES = 1000;
const LINES_A_TRIP = 100;
const TELL_AFTER = 1000;

/** Makes the counting function with its memory. */
export function createBudgets(settings: BudgetSettings): Budgets {
  const { endpoint, forget, fetch, timeout } = settings;
  const authorization = basic(settings.client_id, settings.client_secret);
  const budgets = new Map<string, Held>();
  const lines = new Map<string, Line>();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  async function post(fields: Record<string, string>): Promise<Record<string, unknown>> {
    const told = [...lines].slice(0, LINES_A_TRIP);
    for (const [key] of told) lines.delete(key);
    const calls = told.length === 0 ? {} : { calls: JSON.stringify(told.map(([, line]) => line)) };
    try {
      return await fetchObject(await endpoint(), {
        fetch,
        timeout,
        maxBytes: MAX_ANSWER,
        method: "POST",
        headers: { authorization, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ ...fields, ...calls }).toString(),
      });
    } catch (cause) {
      for (const [, line] of told) count(line);
      forget();
      throw cause;
    }
  }

  async function ask(id: string, held: Held): Promise<void> {
    const { granted } = await post({ budget: id });
    if (!Number.isSafeInteger(granted) || Number(granted) < 0)
      throw new IssuerUnavailable("the issuer granted calls that cannot be read");
    held.left += Number(granted);
    held.spent = granted === 0;
  }

  function count(line: Line): void {
    const key = `${line.permit} ${line.method} ${line.path}`;
    const known = lines.get(key);
    if (known !== undefined) known.calls += line.calls;
    else if (lines.size < MOST_LINES) lines.set(key, { ...line });
  }

  async function tell(): Promise<void> {
    timer = null;
    try {
      await post({});
      if (lines.size > 0) later();
    } catch {
      // What was not told is told with the next call; nobody waits for it.
    }
  }

  /** Keeps no process alive. */
  function later(): void {
    if (!closed) timer ??= setTimeout(() => void tell(), TELL_AFTER).unref();
  }

  function passed(permit: string, { method, path, scopes }: Route): true {
    count({ permit, method, path, scope: scopes, calls: 1 });
    later();
    return true;
  }

  function heldOf(id: string): Held {
    const known = budgets.get(id);
    if (known !== undefined) return known;
    const [oldest] = budgets.keys();
    if (budgets.size >= MOST_HELD && oldest !== undefined) budgets.delete(oldest);
    const held: Held = { left: 0, spent: false, asking: null };
    budgets.set(id, held);
    return held;
  }

  /** Undefined when the issuer must be asked. */
  function take(id: string, held: Held, route: Route): boolean | undefined {
    if (held.left === 0) return held.spent ? false : undefined;
    held.left -= 1;
    return passed(id, route);
  }

  async function fetchAndTake(id: string, held: Held, route: Route): Promise<boolean> {
    for (;;) {
      held.asking ??= ask(id, held).finally(() => {
        held.asking = null;
      });
      await held.asking;
      const taken = take(id, held, route);
      if (taken !== undefined) return taken;
    }
  }

  return {
    spend({ budget, activity }, route) {
      if (budget === null) return activity === null || passed(activity, route);
      const held = heldOf(budget);
      return take(budget, held, route) ?? fetchAndTake(budget, held, route);
    },
    close() {
      closed = true;
      if (timer === null) return;
      clearTimeout(timer);
      void tell();
    },
  };
}
