/** One request to a server: JSON back, no redirect followed, and what goes wrong on the way in a sentence. */
import { CliError } from "../output.ts";

export interface Heard {
  status: number;
  json: Readonly<Record<string, unknown>>;
}

/** Longer than any answer of `/v1` takes. Milliseconds. */
const PATIENCE_MS = 60_000;

/** Throws CliError when nobody answers, or somebody else than a Gatehouse. */
export async function ask(url: string, init: RequestInit): Promise<Heard> {
  const { origin } = new URL(url);
  let response: Response;
  let text: string;
  try {
    // A token is sent to the address that was named, and to no other.
    response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    text = await response.text();
  } catch (error) {
    throw new Unheard(`${origin} cannot be reached (${reasonOf(error)}).`);
  }
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== "object" || json === null || Array.isArray(json)) throw new TypeError("no object");
    return { status: response.status, json: json as Heard["json"] };
  } catch {
    throw new CliError(`What answers at ${origin} is no Gatehouse (status ${response.status}).`);
  }
}

/** Nobody answered: it may have been done all the same. */
export class Unheard extends CliError {}

/** Node says `fetch failed`; why stands in its cause. */
function reasonOf(error: unknown): string {
  const { cause, message, name } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === "TimeoutError") return `no answer within ${PATIENCE_MS / 1000} seconds`;
  return cause?.code ?? cause?.message ?? message;
}
