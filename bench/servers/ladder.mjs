/**
 * One rung between bare Fastify and Gatehouse: Fastify with the named layers of a token answer, made of Gatehouse's own
 * parts where it has them. What a layer costs in such company is what it costs; alone in a loop it costs half.
 */
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import fastify from "fastify";
import { answerForm } from "./ceiling.mjs";
import { answer, ready } from "./report.mjs";

const layers = new Set(process.argv[3].split("+"));
const has = (layer) => layers.has(layer);
const part = (path) => import(new URL(`../../server/dist/${path}`, import.meta.url).href);
const { commonHeaders, noStore } = await part("http/headers.js");
const { atOnce } = await part("http/limits/at-once.js");
const { jsonLog } = await part("cli/log.js");

const log = jsonLog("info");
const headers = commonHeaders(true);
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const work = atOnce(1_000, 2_000);
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** As long as a token of Gatehouse, signed anew. */
function token(filler) {
  const claims = { iss: "https://auth.bench.test", iat: Date.now(), jti: filler.slice(0, 300) };
  const input = `${encoded({ typ: "at+jwt", alg: "ES256", kid: "bench" })}.${encoded(claims)}`;
  const signature = sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `${input}.${signature.toString("base64url")}`;
}

function tokenAnswer(request, reply) {
  const made = answerForm(request.body.toString("utf8"));
  if (has("signature")) made.access_token = token(made.access_token);
  void reply.headers(noStore);
  return made;
}

const app = fastify({ genReqId: () => randomUUID() });
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
if (has("headers"))
  app.addHook("onRequest", (request, reply, done) => {
    void reply.headers(headers).header("x-request-id", request.id);
    done();
  });
if (has("log"))
  app.addHook("onResponse", (request, reply, done) => {
    const { method, id } = request;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    log("info", { event: "request", method, route: "/oauth/token", status: 200, ms, request_id: id });
    done();
  });
app.post("/oauth/token", (request, reply) =>
  has("together") ? work.run(() => tokenAnswer(request, reply)) : reply.send(tokenAnswer(request, reply)),
);
answer();
await app.listen({ host: "127.0.0.1", port: 0 });
ready(app.server.address().port);
