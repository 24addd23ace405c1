/** Pages for people and the management API: most of the program, loaded when somebody first asks for it. */
import { lookUp } from "./brand.ts";
import type { HttpContext } from "./context.ts";
import { routes } from "./routes.ts";
import { speakToAll } from "./speak-to-all.ts";
import type { Wing } from "./wing.ts";

export function wingOfPeople(context: HttpContext): Wing {
  return { routes, speak: speakToAll, look: lookUp(context), others: null };
}
