/** One table of routes as an HTTP server: limits, headers, and the one place where each family's "no" is spoken. */
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type onRequestHookHandler,
} from "fastify";
import { Refusal, type RefusalName } from "../oauth/refusals.ts";
import { ProveFirst } from "./account/fresh.ts";
import type { HttpContext } from "./context.ts";
import { refuseConnection } from "./connection.ts";
import { withoutCompilers } from "./compilers.ts";
import { preflight } from "./cors.ts";
import type { AtOnce } from "./limits/at-once.ts";
import type { Ceiling } from "./limits/ceiling.ts";
import { commonHeaders } from "./headers.ts";
import { seeOther } from "./see-other.ts";
import type { Handler, Route, Within } from "./route.ts";
import type { Speak, Voice } from "./speak.ts";
import { tellAfterwards } from "./telemetry/after.ts";
import { requestIds, type TrustedPeer } from "./telemetry/request-id.ts";
import { StoreUnavailable, Busy } from "./trouble.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    voice?: Voice;
  }
  interface FastifyInstance {
    /** Of a wing that others stand before: the one at which every request arrives. */
    front?: FastifyInstance;
  }
}

export interface Wing {
  routes: readonly Route[];
  speak: Speak;
  /** What is known before a page is drawn; null where there are no pages. */
  look: ((request: FastifyRequest) => Promise<void>) | null;
  /** Who answers addresses that are not in `routes`; null where that is nobody: they are not found. */
  others: (() => Promise<Pick<FastifyInstance, "routing">>) | null;
}

/** Limits that all wings of one process share. */
export interface Shared {
  trusted: TrustedPeer;
  perAddress: Ceiling;
  work: AtOnce;
}

const bodyLimit = 64 * 1024;
const allMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Builds the server; `listen` is the caller's. */
export function createWing(context: HttpContext, wing: Wing, shared: Shared): FastifyInstance {
  const { speak, look, others } = wing;
  const app = fastify({
    bodyLimit,
    // A client that sends its request slowly holds a socket, never longer than this.
    requestTimeout: 10_000,
    http: { headersTimeout: 8000, connectionsCheckingInterval: 1000 },
    exposeHeadRoutes: false,
    trustProxy: context.trustedProxies.length > 0 ? [...context.trustedProxies] : false,
    genReqId: requestIds(shared.trusted),
    routerOptions: { maxParamLength: 256 },
    schemaController: withoutCompilers,
    clientErrorHandler: (error, socket) => refuseConnection(context, error, socket),
    frameworkErrors: (_error, request, reply) => {
      void reply.headers(commonHeaders(context.secure)).header("x-request-id", request.id);
      speak(context, request, reply, new Refusal("bad_http"), "json");
    },
  });
  const headers = commonHeaders(context.secure);
  /** Limits, headers and log are theirs who answer. */
  const passes = (request: FastifyRequest): boolean => others !== null && request.is404;
  tellAfterwards(app, context, passes);
  app.addHook("onRequest", (request, reply, done) => {
    if (passes(request)) return done();
    void reply.headers(headers).header("x-request-id", request.id);
    const wait = context.limits.perAddress === 0 ? 0 : shared.perAddress.pass(request.ip);
    if (wait > 0) return done(new Refusal("too_many_from_address", wait));
    done();
  });
  if (others !== null)
    // Before the body is read: it is theirs.
    app.addHook("preParsing", async (request, reply, payload) => {
      if (!request.is404) return payload;
      const { routing } = await others();
      reply.hijack();
      routing(request.raw, reply.raw);
      return payload;
    });
  // Bodies stay bytes: the protocol's own readers decide what they are.
  app.removeAllContentTypeParsers();
  // The frequent two by name: what only "*" takes is looked for anew in each request.
  app.addContentTypeParser(
    ["application/x-www-form-urlencoded", "application/json", "*"],
    { parseAs: "buffer" },
    (_request, body, done) => done(null, body),
  );
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof ProveFirst) return seeOther(reply, error.location);
    const voice = request.is404 ? voiceOf(request) : (request.routeOptions.config.voice ?? "page");
    return speak(context, request, reply, refusalOf(context, request, error), voice);
  });
  app.setNotFoundHandler((request, reply) => {
    const voice = voiceOf(request);
    return withinOf(
      voice,
      shared,
    )(async () => {
      if (voice === "page") await look?.(request);
      return speak(context, request, reply, new Refusal("not_found"), voice);
    });
  });
  addRoutes(app, context, wing, shared);
  return app;
}

/** Runs a handler within the limits of this process, in a span when spans are recorded. */
type Run = (
  within: Within,
  name: string,
  handler: Handler,
  request: FastifyRequest,
  reply: FastifyReply,
) => unknown;

/** What people read, and what organisations manage, can wait for its turn; the protocol's endpoints, which apps call, cannot. */
const takesTurns = (voice: Voice): boolean => voice === "page" || voice === "problem";

const withinOf = (voice: Voice, { work }: Shared): Within =>
  takesTurns(voice) ? (part) => work.runInTurn(part) : (part) => work.run(part);

/** Who will be refused is refused before anything is read for them, their form included. */
const roomAtOnce =
  ({ work }: Shared): onRequestHookHandler =>
  (_request, _reply, done) =>
    done(work.noRoom() ?? undefined);

/** The same where people wait in line. */
const whenThereIsRoom =
  (look: NonNullable<Wing["look"]>, { work }: Shared): typeof look =>
  async (request) => {
    if (work.full) throw new Refusal("overloaded");
    await look(request);
  };

function bounded(context: HttpContext, { trusted }: Shared): Run {
  const { tracing } = context;
  if (tracing === null)
    return (within, _name, handler, request, reply) => within(() => handler(context, request, reply));
  return (within, name, handler, request, reply) =>
    within(() =>
      tracing.request(name, request.headers, trusted(request.raw), async () => {
        const body = await handler(context, request, reply);
        return body ?? reply;
      }),
    );
}

function addRoutes(app: FastifyInstance, context: HttpContext, wing: Wing, shared: Shared): void {
  const { routes, speak, look } = wing;
  const taken = new Map<string, Set<string>>();
  const named = new Map<string, string[]>();
  const run = bounded(context, shared);
  for (const each of routes) {
    const { methods, path: own, voice, cors, optIn, bodyLimit: larger } = each;
    const path = address(own, context.base);
    const within = withinOf(voice, shared);
    const takenHere = taken.get(path) ?? new Set<string>();
    taken.set(path, takenHere);
    for (const method of methods) takenHere.add(method);
    if (optIn !== true) named.set(path, [...(named.get(path) ?? []), ...methods]);
    app.route({
      method: [...methods],
      url: path,
      config: { voice },
      ...(larger === undefined ? {} : { bodyLimit: larger }),
      ...(takesTurns(voice) ? {} : { onRequest: roomAtOnce(shared) }),
      ...(voice === "page" && look !== null ? { onRequest: whenThereIsRoom(look, shared) } : {}),
      handler: (request, reply) =>
        each.waits === true
          ? each.handler(context, request, reply, within)
          : run(within, `${methods[0]} ${own}`, each.handler, request, reply),
    });
    if (cors === true) {
      takenHere.add("OPTIONS");
      app.route({
        method: "OPTIONS",
        url: path,
        config: { voice },
        handler: (request, reply) => preflight(context, request, reply, methods),
      });
    }
  }
  // RFC 9110 §15.5.6: a known address answers every other method with what it takes.
  for (const [path, own] of taken) {
    const missing = allMethods.filter((method) => !own.has(method));
    const voice = routes.find((candidate) => address(candidate.path, context.base) === path)?.voice ?? "page";
    app.route({
      method: [...missing],
      url: path,
      config: { voice },
      handler: (request, reply) => {
        const allowed = (named.get(path) ?? []).join(", ");
        void reply.header("allow", allowed);
        const refusal = new Refusal(allowed === "POST" ? "method_not_allowed" : "wrong_method");
        return speak(context, request, reply, refusal, voice);
      },
    });
  }
}

/** RFC 8414 §3.1, RFC 9728 §3.1: an issuer's path follows the well-known name of these; it precedes every other address. */
function address(path: string, base: string): string {
  const [, name, rest = ""] =
    /^(\/\.well-known\/oauth-(?:authorization-server|protected-resource))(.*)$/.exec(path) ?? [];
  return name === undefined ? base + path : name + base + rest;
}

/** Nobody's address: a program gets JSON, a browser a page. */
function voiceOf(request: FastifyRequest): Voice {
  return /\btext\/html\b/i.test(request.headers.accept ?? "") ? "page" : "json";
}

/** What an error means to the caller. Its own text is for the log only. */
function refusalOf(context: HttpContext, request: FastifyRequest, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof StoreUnavailable) {
    context.log("error", { event: "store_unavailable", request_id: request.id, reason: error.message });
    return new Refusal("store_unavailable");
  }
  if (error instanceof Busy) return new Refusal("overloaded");
  const known = byFastifyCode[(error as { code?: string }).code ?? ""];
  if (known !== undefined) return new Refusal(known);
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status >= 400 && status < 500) return new Refusal("bad_http");
  context.log("error", {
    event: "internal",
    request_id: request.id,
    reason: String((error as Error)?.stack ?? error),
  });
  return new Refusal("internal");
}

const byFastifyCode: Readonly<Record<string, RefusalName>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "body_too_large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported_media_type",
  FST_ERR_CTP_EMPTY_TYPE: "unsupported_media_type",
};
