/** A tiny bookings API on Hono, guarded: see the README beside it. */
import { createGuard, fromOpenAPI } from "@gatehouse/guard";
import { honoGuard } from "@gatehouse/guard/hono";
import { Hono } from "hono";
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

const app = new Hono();
app.use(honoGuard(guard));
app.get("/health", (c) => c.json({ ok: true }));
app.get("/bookings", (c) => c.json(bookings));
app.post("/bookings", (c) => c.json({ id: "2", by: c.get("access").client_id }, 201));
app.get("/me", (c) => c.json({ person: c.get("access").person }));

// Hono's own Node.js server is the package @hono/node-server; these lines are enough for an example without bodies.
async function answerWith(req, res) {
  const headers = new Headers();
  for (let at = 0; at < req.rawHeaders.length; at += 2)
    headers.append(req.rawHeaders[at], req.rawHeaders[at + 1]);
  try {
    const answer = await app.fetch(
      new Request(`http://127.0.0.1${req.url}`, { method: req.method, headers }),
    );
    res.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  } catch {
    res.writeHead(400).end();
  }
}
createServer((req, res) => void answerWith(req, res)).listen(port, () => console.log(`listening on ${port}`));
