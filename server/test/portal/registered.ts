/** Every address that the server has registered under one of its places, read off Fastify itself: none can be forgotten. */
import type { FastifyInstance } from "fastify";

export interface Registered {
  path: string;
  methods: readonly string[];
}

/** From the tree that Fastify draws: four columns per level, a piece of the address, then its methods. */
export function registered(app: Pick<FastifyInstance, "printRoutes">, place: string): Registered[] {
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
