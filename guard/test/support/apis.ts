/** The same small API on every framework, each with its router as forgiving as it can be made. */
import { Hono } from "hono";
import { expressGuard } from "../../src/for/express.ts";
import { fastifyGuard } from "../../src/for/fastify.ts";
import { honoGuard } from "../../src/for/hono.ts";
import type { GuardVariables } from "../../src/for/hono.ts";
import { guarded } from "../../src/for/node.ts";
import type { Guard, RouteRule } from "../../src/index.ts";
import { express, fastify } from "./frameworks.ts";
import { listen } from "./socket.ts";
import type { Api } from "./socket.ts";
import { ROUTES as BASE } from "./issuer.ts";

/** Rules for all of them: public neighbours around what is protected. */
export const ROUTES: RouteRule[] = [
  ...BASE,
  { method: "GET", path: "/files/*", public: true },
  { method: "GET", path: "/files/secret", scopes: ["admin"] },
  { method: "GET", path: "/:page", public: true },
  { method: "GET", path: "/admin", scopes: ["admin"] },
  { method: "GET", path: "/v1/admin", scopes: ["admin"] },
  { method: "GET", path: "/v1/:page", public: true },
];
export const VERSIONS = { default: "1", list: [{ version: "1", status: "stable" as const }] };

/** What every handler answers: which one ran, for whom. `ran` counts those that are protected. */
export interface Running extends Api {
  ran: { protected: number };
}
type Words = { handler: string; person: string | null; version: string | null };
const PROTECTED = new Set(["bookings", "secret", "admin", "v1-admin", "me"]);

function say(ran: { protected: number }, handler: string, about: object): Words {
  const { access: known, apiVersion } = about as { access?: unknown; apiVersion?: unknown };
  if (PROTECTED.has(handler)) ran.protected += 1;
  const access = known as { person: string | null } | null;
  return { handler, person: access?.person ?? null, version: (apiVersion as string | null) ?? null };
}

const PATHS: [string, string][] = [
  ["/bookings", "bookings"],
  ["/me", "me"],
  ["/health", "health"],
  ["/files/secret", "secret"],
  ["/files/*", "file"],
  ["/admin", "admin"],
];

export async function onExpress(guard: Guard): Promise<Running> {
  const ran = { protected: 0 };
  const app = express();
  const v1 = express.Router();
  // Guarded a second time where it is mounted: there Express has cut the prefix off req.url.
  v1.use(expressGuard(guard));
  v1.get("/admin", (req, res) => res.json(say(ran, "v1-admin", req)));
  v1.get("/:page", (req, res) => res.json(say(ran, "v1-page", req)));
  app.use(expressGuard(guard));
  app.use("/v1", v1);
  for (const [path, name] of PATHS) {
    const route = path.replace("*", "*rest");
    app.get(route, (req, res) => res.json(say(ran, name, req)));
  }
  app.post("/bookings", (req, res) => res.json(say(ran, "bookings", req)));
  app.get("/:page", (req, res) => res.json(say(ran, "page", req)));
  return { ...(await listen(app)), ran };
}

export async function onFastify(guard: Guard): Promise<Running> {
  const ran = { protected: 0 };
  const routerOptions: object = {
    caseSensitive: false,
    ignoreTrailingSlash: true,
    ignoreDuplicateSlashes: true,
    useSemicolonDelimiter: true,
  };
  const app = fastify({ routerOptions });
  await app.register(fastifyGuard(guard));
  for (const [path, name] of PATHS) app.get(path, (request, reply) => reply.send(say(ran, name, request)));
  app.post("/bookings", (request, reply) => reply.send(say(ran, "bookings", request)));
  app.get("/:page", (request, reply) => reply.send(say(ran, "page", request)));
  await app.register(async (v1) => {
    v1.get("/v1/admin", (request, reply) => reply.send(say(ran, "v1-admin", request)));
    v1.get("/v1/:page", (request, reply) => reply.send(say(ran, "v1-page", request)));
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as { port: number };
  return { port, ran, close: async () => app.close() };
}

export async function onHono(guard: Guard): Promise<Running> {
  const ran = { protected: 0 };
  const app = new Hono<{ Variables: GuardVariables }>({ strict: false });
  app.use(honoGuard(guard));
  for (const [path, name] of [...PATHS, ["/v1/admin", "v1-admin"], ["/v1/:page", "v1-page"]] as const) {
    // A Response of the handler's own: headers must reach it too.
    app.get(path, (c) => Response.json(say(ran, name, c.var)));
  }
  app.post("/bookings", (c) => c.json(say(ran, "bookings", c.var)));
  app.get("/:page", (c) => c.json(say(ran, "page", c.var)));
  const api = await listen((req, res) => {
    const headers = new Headers();
    for (let at = 0; at < req.rawHeaders.length; at += 2)
      headers.append(req.rawHeaders[at] ?? "", req.rawHeaders[at + 1] ?? "");
    void (async () => {
      const request = new Request(`http://api.example${req.url}`, { method: req.method ?? "", headers });
      const answer = await app.fetch(request);
      const body = Buffer.from(await answer.arrayBuffer());
      res
        .writeHead(answer.status, { ...Object.fromEntries(answer.headers), "content-length": body.length })
        .end(body);
    })().catch(() => res.writeHead(400).end());
  });
  return { ...api, ran };
}

export async function onNode(guard: Guard): Promise<Running> {
  const ran = { protected: 0 };
  const listener = guarded(guard, (req, res, { access, version }) => {
    // As naive as hand-written routers are.
    const path = decodeURIComponent((req.url ?? "").split("?")[0] ?? "")
      .toLowerCase()
      .replace(/\/+$/, "");
    const name = { ...Object.fromEntries(PATHS), "/v1/admin": "v1-admin" }[path] ?? "page";
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify(say(ran, name, { access, apiVersion: version })));
  });
  return { ...(await listen(listener)), ran };
}
