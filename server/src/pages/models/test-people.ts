/** What the pages about the simulated persons of an app, and about the programs of tests, are told. */
import type { TestPersonJson, TestProgramJson } from "../../desk/json.ts";
import type { DeskFrame, FormState } from "./desk.ts";
import type { AppPlace, May } from "./portal.ts";

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

export interface TestProgramsModel {
  frame: DeskFrame;
  organisation: { id: string; name: string };
  may: May;
  programs: readonly TestProgramJson[];
  /** Whether the management API is on: without it a program has nothing to call. */
  on: boolean;
  /** What the company calls them. */
  labels: { client_id: string; client_secret: string };
  /** The one that was made just now, with its secret and the call for a token; null at any other time. */
  made: { client_id: string; client_secret: string; token: string } | null;
  form: FormState;
  name: string;
  done: string | null;
}
