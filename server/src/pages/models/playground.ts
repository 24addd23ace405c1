/** What the page of the playground is told. */
import type { Exchange, Flow, Sent } from "../../desk/playground.ts";
import type { Next } from "../../desk/playground-steps.ts";
import type { FormState } from "./desk.ts";
import type { AppPlace } from "./portal.ts";

/** Why nothing can be run. */
export type PlaygroundObstacle = "no_client" | "out_of_service" | "role" | "key" | "no_flow";

export interface RunModel {
  flow: Flow;
  secondsLeft: number;
  exchanges: readonly Exchange[];
  next: Next;
  /** The next request, before it is sent. */
  preview: Sent | null;
  /** Paths of the API to choose from. */
  routes: readonly string[];
  /** The command that calls the API with the token, where we cannot. */
  curl: string | null;
}

export interface PlaygroundModel extends AppPlace {
  obstacle: PlaygroundObstacle | null;
  flows: readonly { flow: Flow; href: string }[];
  /** The address at which the browser comes back; null when no flow of the app needs it. */
  address: { uri: string; registered: boolean; href: string } | null;
  form: FormState;
  run: RunModel | null;
  done: string | null;
}
