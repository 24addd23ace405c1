/** What the recorder is handed after an answer: references only, because nothing may be worked on while requests wait. */
import type { Kind } from "../../desk/inspector/event.ts";

export interface Seen {
  /** Milliseconds since the epoch. */
  at: number;
  kind: Kind;
  method: string;
  status: number;
  /** Who has proven itself, or whose request was proven to be. */
  client: string | null;
  refusal: string | null;
  grant: string | null;
  /** The scope of the token that was given. */
  scope: string | null;
  query: string;
  contentType: string | undefined;
  authorization: string | undefined;
  body: unknown;
  agent: string | undefined;
  fromBrowser: boolean;
  dpop: boolean;
  version: string | undefined;
  /** The code_challenge of an authorization request that began here, wherever it came from. */
  challenge: string | null;
  requestId: string;
}
