/** What the page about the simulated persons of an app is told. */
import type { TestPersonJson } from "../../desk/json.ts";
import type { FormState } from "./desk.ts";
import type { AppPlace } from "./portal.ts";

export interface TestPeopleModel extends AppPlace {
  people: readonly TestPersonJson[];
  form: FormState;
  typed: { name: string; email: string };
  /** The management API's address, null where it is off. */
  api: string | null;
  /** Null for an app without a client for testing. */
  client: { client_id: string; redirect_uri: string; scope: string } | null;
  done: string | null;
}
