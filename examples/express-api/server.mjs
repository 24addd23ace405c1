/** A tiny bookings API on Express, guarded: see the README beside it. */
import { createGuard, fromOpenAPI } from "@gatehouse/guard";
import { expressGuard } from "@gatehouse/guard/express";
import express from "express";
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

const app = express();
app.use(expressGuard(guard));
app.get("/health", (_req, res) => res.json({ ok: true }));
app.get("/bookings", (_req, res) => res.json(bookings));
app.post("/bookings", (req, res) => res.status(201).json({ id: "2", by: req.access.client_id }));
app.get("/me", (req, res) => res.json({ person: req.access.person }));
app.listen(port, () => console.log(`listening on ${port}`));
