/** The HTTP server: the protocol at once, everything else from the first time that somebody asks for it. */
import { setImmediate } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { HttpContext } from "./context.ts";
import { atOnce, type AtOnce } from "./limits/at-once.ts";
import { ceiling } from "./limits/ceiling.ts";
import { protocolRoutes } from "./protocol-routes.ts";
import { speakToProgram } from "./speak.ts";
import { trustedPeer } from "./telemetry/request-id.ts";
import { createWing, type Shared } from "./wing.ts";

/**
 * Two thirds of the program are pages, their words, and the schemas of the management API. A token needs none of it, so
 * a process that only gives tokens never loads it. `listen` is the caller's; closing the server closes everything.
 */
export function createApp(context: HttpContext): FastifyInstance {
  const { limits, trustedProxies, ports } = context;
  const work = atOnce(limits.atOnce, limits.deadlineMs);
  const shared: Shared = {
    trusted: trustedPeer(trustedProxies),
    perAddress: ceiling(limits.perAddress, ports.clock),
    work,
  };
  watch(context, work);
  let people: Promise<FastifyInstance> | null = null;
  const load = async (): Promise<FastifyInstance> => {
    const { wingOfPeople } = await loadInParts();
    const wing = createWing(context, wingOfPeople(context), shared);
    wing.decorate("front", app);
    await wing.ready();
    return wing;
  };
  const others = (): Promise<FastifyInstance> =>
    (people ??= load().catch((error: unknown) => {
      // A file that could not be opened now can be later.
      people = null;
      throw error;
    }));
  const app = createWing(
    context,
    { routes: protocolRoutes, speak: speakToProgram, look: null, others },
    shared,
  );
  if (context.loadAtStart)
    app.addHook("onReady", async () => {
      await others();
    });
  // Who waits for news would keep the server from ending.
  app.addHook("preClose", (done) => {
    ports.status.dismiss();
    done();
  });
  app.addHook("onClose", async () => {
    // What could not be loaded has been told to whoever asked for it, and needs no closing.
    const wing = await people?.catch(() => null);
    await wing?.close();
  });
  return app;
}

function watch(context: HttpContext, work: AtOnce): void {
  context.meter?.watch({
    requestsUnderWay: () => work.underWay,
    signingKeys: async () => ((await context.jwks()) as { keys: unknown[] }).keys.length,
    letters: () => context.letters(),
    eventsDropped: () => context.recorder?.dropped ?? 0,
  });
}

/** Between the parts whoever waits for a token is served: loading all in one go would stop everybody for half a second. */
async function loadInParts(): Promise<typeof import("./wing-of-people.ts")> {
  const parts: readonly (() => Promise<unknown>)[] = [
    () => import("../desk/shapes.ts"),
    () => import("../pages/words/index.ts"),
    () => import("../desk/operations/index.ts"),
    () => import("./account/security.ts"),
    () => import("./guide/guide.ts"),
    () => import("./portal/routes.ts"),
    () => import("./console/routes.ts"),
  ];
  for (const part of parts) {
    await part();
    await setImmediate();
  }
  return import("./wing-of-people.ts");
}
