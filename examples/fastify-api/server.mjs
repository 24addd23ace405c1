/** A tiny bookings API on Fastify, guarded: see the README beside it. */
import { createGuard, fromOpenAPI } from "@gatehouse/guard";
import { fastifyGuard } from "@gatehouse/guard/fastify";
import { fastify } from "fastify";
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

const app = fastify();
await app.register(fastifyGuard(guard));
app.get("/health", (_request, reply) => reply.send({ ok: true }));
app.get("/bookings", (_request, reply) => reply.send(bookings));
app.post("/bookings", (request, reply) => reply.code(201).send({ id: "2", by: request.access.client_id }));
app.get("/me", (request, reply) => reply.send({ person: request.access.person }));
await app.listen({ port });
console.log(`listening on ${port}`);
