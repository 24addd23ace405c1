/** One act of the desk as data: its address in the management API, who may do it, what goes in, what comes out. */
import type { Static, TObject, TSchema } from "typebox";
import type { Staff } from "../accounts/ports.ts";
import type { Caller, Role } from "./caller.ts";
import type { Desk } from "./ports.ts";
import type { TargetKind, Targets } from "./targets.ts";

/** Who may: somebody signed in, a member with at least this role of the organisation concerned, or staff. */
export type Who = "signed_in" | { member: Role } | { staff: Staff };

/** `Out` is the answer as a type; `output` is the same as a schema, which the reference shows and answers are cut to. */
export interface Operation<Out = unknown> {
  /** Noun and verb, e.g. `app.create`; the OpenAPI operationId. */
  name: string;
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** RFC 6570 template under the API's address; what is in braces are members of the input. */
  path: string;
  /** One sentence for the reference. */
  summary: string;
  /** The scope of the management API that it needs instead of the one for reading or writing: one that allows this alone. */
  scope?: string;
  target: TargetKind;
  who: Who;
  /** Whether a person must have proven who they are a short while ago (PO-03). */
  fresh: boolean;
  /** Bytes of a body, where it is more than others may have. */
  bodyLimit?: number;
  /** Everything that comes in: path, query and body together. Members that are not named here are refused (PO-04). */
  input: TObject;
  /** The only members that go out (PO-02). */
  output: TSchema;
  /** What else the caller must be, which depends on the target; asked each time, by a repeated request too. Throws Problem. */
  may?(caller: Caller, target: never): void;
  /** Only `perform` calls it, with an input of the schema and a target that the caller may reach. */
  run(desk: Desk, caller: Caller, input: never, target: never): Promise<Out>;
}

interface Typed<K extends TargetKind, I extends TObject, Out> extends Omit<
  Operation<Out>,
  "target" | "input" | "may" | "run"
> {
  target: K;
  input: I;
  may?(caller: Caller, target: Targets[K]): void;
  run(desk: Desk, caller: Caller, input: Static<I>, target: Targets[K]): Promise<Out>;
}

/** One operation; the types of its input and target are inferred here. */
export function operation<K extends TargetKind, I extends TObject, Out>(
  self: Typed<K, I, Out>,
): Operation<Out> {
  return self;
}
