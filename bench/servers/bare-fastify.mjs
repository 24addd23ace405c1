/** The ceiling of the framework: Fastify with one route takes a form and answers JSON. */
import fastify from "fastify";
import { answerForm } from "./ceiling.mjs";
import { answer, ready } from "./report.mjs";

const app = fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
app.post("/oauth/token", (request, reply) =>
  reply.header("cache-control", "no-store").send(answerForm(request.body)),
);
answer();
await app.listen({ host: "127.0.0.1", port: 0 });
ready(app.server.address().port);
