/** The demo "bookings" API: a company's API in miniature, behind our own guard. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createGuard, fromOpenAPI, type Pass } from "@gatehouse/guard";
import { guarded } from "@gatehouse/guard/node";
import { http } from "../../lib/node-http.ts";
import { callbackPath, documentPath, tryState } from "./catalogue.ts";

export interface DemoApiOptions {
  issuer: string;
  /** The API's identifier. */
  audience: string;
  /** The OpenAPI document that the guard enforces. */
  document: object;
  introspection: { client_id: string; client_secret: string };
  /** The app of the printed link: its callback shows a line that works when pasted. */
  tryApp: { client_id: string; client_secret: string | null } | null;
}

interface Booking {
  id: string;
  guest: string;
  nights: number;
}

/** A server that is not listening yet. Bookings live in memory: one list for live tokens, one for test tokens. */
export function createDemoApi(options: DemoApiOptions): Server {
  const { issuer, audience, introspection } = options;
  const { routes, versions } = fromOpenAPI(options.document);
  const guard = createGuard({
    issuer,
    audience,
    introspection,
    report: true,
    budgets: true,
    environment: "any",
    profiles: ["rfc9068", "passport", "opaque"],
    routes: [
      ...routes,
      { method: "GET", path: callbackPath, public: true },
      { method: "GET", path: documentPath, public: true },
    ],
    resource: true,
    ...(versions === undefined ? {} : { versions }),
  });
  const bookings = { live: sample("Ada Lovelace"), test: sample("Test Guest") };
  return http.createServer(
    guarded(guard, async (request: IncomingMessage, response: ServerResponse, pass: Pass) => {
      if (pass.route?.path === documentPath) return send(response, 200, options.document);
      if (pass.access === null) return showCallback(request, response, options);
      await serve(bookings[pass.access.environment], request, response, pass);
    }),
  );
}

function sample(guest: string): Map<string, Booking> {
  return new Map([["b1", { id: "b1", guest, nights: 2 }]]);
}

async function serve(
  bookings: Map<string, Booking>,
  request: IncomingMessage,
  response: ServerResponse,
  pass: Pass,
): Promise<void> {
  const id = /^\/bookings\/([^/?]+)/.exec(request.url ?? "")?.[1];
  switch (`${request.method} ${pass.route?.path}`) {
    case "GET /bookings":
      return send(response, 200, { bookings: [...bookings.values()], environment: pass.access?.environment });
    case "POST /bookings": {
      const booking = { id: `b${bookings.size + 1}`, guest: "New guest", nights: 1 };
      // A demo must not fill the memory of the machine it runs on.
      if (bookings.size < 1000) bookings.set(booking.id, booking);
      request.resume();
      return send(response, 201, booking);
    }
    case "GET /me":
      return send(response, 200, { person: pass.access?.person, scopes: pass.access?.scopes });
    case "DELETE /bookings/:id":
      return bookings.delete(id ?? "")
        ? send(response, 204, null)
        : send(response, 404, { title: "No such booking" });
    default: {
      const booking = bookings.get(id ?? "");
      return booking === undefined
        ? send(response, 404, { title: "No such booking" })
        : send(response, 200, booking);
    }
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(body === null ? undefined : `${JSON.stringify(body)}\n`);
}

/** The app's side of the redirect. It never spends the code: whoever follows the flow by hand still needs it. */
function showCallback(request: IncomingMessage, response: ServerResponse, options: DemoApiOptions): void {
  const url = new URL(request.url ?? "/", "http://callback.invalid");
  // The line below is pasted into a shell, and this address can be called by any page: only what a code looks like.
  const code = /^[\w-]+$/.exec(url.searchParams.get("code") ?? "")?.[0] ?? null;
  const known = url.searchParams.get("state") === tryState ? options.tryApp : null;
  const { client_id = "CLIENT_ID", client_secret = null } = known ?? {};
  const lines =
    code === null
      ? [
          `The answer is a "no": ${url.searchParams.get("error") ?? "nothing was sent"}`,
          url.searchParams.get("error_description") ?? "",
        ]
      : [
          "The app has its authorization code. Exchange it within a minute, with the app's own credentials:",
          "",
          `curl ${options.issuer}/oauth/token -d grant_type=authorization_code -d client_id=${client_id} \\`,
          `  -d client_secret=${client_secret ?? "CLIENT_SECRET"} -d redirect_uri=${options.audience}${callbackPath} -d code=${code}`,
          "",
          `state: ${url.searchParams.get("state") ?? "(none was sent)"}`,
          `iss:   ${url.searchParams.get("iss") ?? "(none)"}`,
        ];
  response.writeHead(200, {
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
  });
  response.end(`${lines.join("\n")}\n`);
}
