/** A side-effect-free check of an authorization request, for developers: would it work, and if not, why. Never a code. */
import type { Parameters } from "../checks/parameters.ts";
import type { Ports } from "../ports.ts";
import { Refusal, refusals } from "../refusals.ts";
import { AnsweredRefusal, readAuthorization } from "./read.ts";

export type DryRun =
  | {
      valid: true;
      client_id: string;
      redirect_uri: string;
      scope: string;
      next: "A person signs in and decides.";
    }
  | {
      valid: false;
      error: string;
      refusal: string;
      error_description: string;
      told: "to the app" | "on our page";
    };

/** Tells no more than the same request would show in a browser. */
export async function dryRun(parameters: Parameters, ports: Ports): Promise<DryRun> {
  try {
    const request = await readAuthorization(parameters, ports);
    return {
      valid: true,
      client_id: request.client.client_id,
      redirect_uri: request.target.uri,
      scope: request.scope.join(" "),
      next: "A person signs in and decides.",
    };
  } catch (error) {
    if (!(error instanceof AnsweredRefusal) && !(error instanceof Refusal)) throw error;
    const row = refusals[error.refusal];
    return {
      valid: false,
      error: row.error,
      refusal: error.refusal,
      error_description: row.sentence,
      told: error instanceof AnsweredRefusal ? "to the app" : "on our page",
    };
  }
}
