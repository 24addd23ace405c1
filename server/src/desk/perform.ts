/** The one gate of the desk: finds the thing, proves membership, role and freshness, reads the input, cuts the answer. */
import type { TObject } from "typebox";
import type * as Value from "typebox/value";
import { hasRole, isStaff, type Caller } from "./caller.ts";
import type { Operation } from "./operation.ts";
import type { Desk } from "./ports.ts";
import { Problem, type FieldTrouble } from "./problems.ts";
import { finders, targetParameters, type TargetKind, type Targets } from "./targets.ts";

/**
 * Does what was asked. `input` is whatever the caller sent. Throws Problem: `not_found` for what is not there and for
 * what belongs to others alike, so that nobody learns which ids exist (PO-01).
 * `act` surrounds what is done behind the gate: whoever answers a second time without doing it again, answers only who
 * may have it now.
 */
export async function perform<Out>(
  operation: Operation<Out>,
  desk: Desk,
  caller: Caller | null,
  input: unknown,
  act: (work: () => Promise<unknown>) => Promise<unknown> = (work) => work(),
): Promise<Out> {
  if (caller === null) throw new Problem("sign_in_needed");
  const { who } = operation;
  if (typeof who === "object" && "staff" in who && !isStaff(caller, who.staff))
    throw new Problem("staff_only");
  const target = await reach(operation, desk, caller, input);
  const writing = operation.method !== "GET" && operation.scope === undefined;
  if (writing && !caller.writes) throw new Problem("read_only_token");
  if (operation.fresh && !caller.fresh) throw new Problem("not_fresh");
  // Not at the start: a node that only gives tokens needs none of it, and it is large.
  const value = await import("typebox/value");
  checkInput(value, operation.input, input);
  operation.may?.(caller, target as never);
  return (await act(async () => {
    const answer = await operation.run(desk, caller, input as never, target as never);
    return value.Clean(operation.output, structuredClone(answer));
  })) as Out;
}

async function reach(
  { target, who }: Pick<Operation, "target" | "who">,
  desk: Desk,
  caller: Caller,
  input: unknown,
): Promise<Targets[TargetKind]> {
  if (target === "none") return null;
  const id = (input as Record<string, unknown> | null)?.[targetParameters[target]];
  const found = typeof id === "string" ? await finders[target](desk, id) : null;
  if (found === null || !hasRole(caller, found.organisation, "viewer")) throw new Problem("not_found");
  if (typeof who === "object" && "member" in who && !hasRole(caller, found.organisation, who.member))
    throw new Problem("role_too_low");
  return found.value;
}

/** Throws Problem `invalid` with every field that is not as the schema says. */
function checkInput({ Check, Errors }: typeof Value, schema: TObject, input: unknown): void {
  if (Check(schema, input)) return;
  const fields = new Map<string, FieldTrouble>();
  for (const { instancePath, message, keyword, params } of Errors(schema, input)) {
    const named = params as { requiredProperties?: string[]; additionalProperties?: string[] };
    const inside = [...(named.requiredProperties ?? []), ...(named.additionalProperties ?? [])];
    const field = instancePath.split("/")[1] ?? inside[0] ?? "";
    if (!fields.has(field)) fields.set(field, { field, sentence: sentenceOf(keyword, message) });
  }
  throw new Problem("invalid", [...fields.values()]);
}

function sentenceOf(keyword: string, message: string): string {
  if (keyword === "required") return "This field is needed.";
  // The library says both of a member that no schema names: that there is one, and that nothing would do for it.
  if (keyword === "additionalProperties" || keyword === "boolean") return "There is no such field.";
  return `The value ${message}.`;
}
