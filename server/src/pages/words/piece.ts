/** What a sentence is made of: plain text, and the isolated text of others set into it (never a string of markup). */
import type { ComponentChildren } from "preact";

/** One piece of a sentence. A bare string is escaped when it is rendered. */
export type Piece = ComponentChildren;
