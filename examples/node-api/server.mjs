/** A tiny bookings API on node:http, guarded: see the README beside it. */
import { createGuard } from "@gatehouse/guard";
import { guarded } from "@gatehouse/guard/node";
import { createServer } from "node:http";

const guard = createGuard({
  issuer: process.env.GATEHOUSE_ISSUER ?? "http://127.0.0.1:4000",
  audience: process.env.API_AUDIENCE ?? "https://api.example",
  environment: process.env.API_ENVIRONMENT ?? "live",
  routes: [
    { method: "GET", path: "/bookings", scopes: ["bookings:read"] },
    { method: "POST", path: "/bookings", scopes: ["bookings:create"] },
    { method: "GET", path: "/me", scopes: [], person: true },
    { method: "GET", path: "/health", public: true },
  ],
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
