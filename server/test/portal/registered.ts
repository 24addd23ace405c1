/** Every address that is registered under one of our places, read off Fastify itself: none can be forgotten. */
import { subscribe } from "node:diagnostics_channel";
import type { FastifyInstance } from "fastify";

export interface Registered {
  path: string;
  methods: readonly string[];
}

/** Every wing of every server that this process has made: pages are not in the one that listens. */
const wings: FastifyInstance[] = [];
subscribe("fastify.initialization", (message) => {
  wings.push((message as { fastify: FastifyInstance }).fastify);
});

/** Call it when a page has been asked for. */
export function registered(place: string): Registered[] {
  return wings.flatMap((wing) => within(wing, place));
}

/** From the tree that Fastify draws: four columns per level, a piece of the address, then its methods. */
function within(app: Pick<FastifyInstance, "printRoutes">, place: string): Registered[] {
  const found: Registered[] = [];
  const pieces: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split("\n")) {
    const [, indent = "", piece = "", methods] =
      /^([│ ]*)[├└]── (\S*?)(?: \(([A-Z, ]+)\))?$/u.exec(line) ?? [];
    const level = indent.length / 4;
    pieces.splice(level, pieces.length, piece);
    const path = pieces.join("");
    if (methods !== undefined && (path === place || path.startsWith(`${place}/`)))
      found.push({ path, methods: methods.split(", ") });
  }
  return found;
}
