/** No route has a schema of the framework's: what comes in is read by our own readers, and its compilers, a tenth of a second of a start, are not loaded. */
import type { FastifyServerOptions } from "fastify";

const never = (): never => {
  throw new Error("no route has a schema");
};

/** Every server of ours is made with it. */
export const withoutCompilers: NonNullable<FastifyServerOptions["schemaController"]> = {
  compilersFactory: { buildValidator: () => never, buildSerializer: () => never },
};
