/** What the first process and its workers say to each other. */
import type { Trouble } from "../../http/management/readiness.ts";

export type ToWorker =
  | { gatehouse: "leave" }
  | { gatehouse: "drain" }
  | { gatehouse: "ready?"; question: number };

export type ToFirst =
  | { gatehouse: "listening"; address: string }
  | { gatehouse: "ready"; question: number; trouble: Trouble | null };

/** Whether a message is one of these: others use the same channel (the figures do). */
export function ours(message: unknown): message is ToWorker | ToFirst {
  return typeof message === "object" && message !== null && "gatehouse" in message;
}
