/** A tiny bookings API on node:http, guarded: see the README beside it. */
import { createGuard, fromOpenAPI } from "@gatehouse/guard";
import { guarded } from "@gatehouse/guard/node";
import { createServer } from "node:http";
import document from "../openapi.json" with { type: "json" };

const guard = createGuard({
  issuer: process.env.GATEHOUSE_ISSUER ?? "http://127.0.0.1:4000",
  audience: process.env.API_AUDIENCE ?? "https://api.example",
  environment: process.env.API_ENVIRONMENT ?? "live",
  // What is not in the document is refused.
  ...fromOpenAPI(document),
});
const bookings = [{ id: "1", room: "Sea view" }];
const port = Number(process.env.PORT ?? 3000);

const handlers = {
  "/health": () => ({ ok: true }),
  "/bookings": (req, access) => (req.method === "POST" ? { id: "2", by: access.client_id } : bookings),
  "/me": (_req, access) => ({ person: access.person }),
};
const listener = guarded(guard, (req, res, { route, access }) => {
  // The rule that let the call pass names the route: no second router that could disagree.
  res.writeHead(req.method === "POST" ? 201 : 200, { "content-type": "application/json" });
  res.end(JSON.stringify(handlers[route.path](req, access)));
});
createServer(listener).listen(port, () => console.log(`listening on ${port}`));
