/** RFC 6749 §3.1 — the authorization endpoint: reads the request, stores it, and leads the browser to what comes next. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { refusedAnswer } from "../../oauth/authorize/answer.ts";
import { dryRun } from "../../oauth/authorize/dry-run.ts";
import { begin } from "../../oauth/authorize/pending.ts";
import {
  AnsweredRefusal,
  asQuery,
  readAuthorization,
  type AuthorizationRequest,
} from "../../oauth/authorize/read.ts";
import { standingOf } from "../../oauth/authorize/standing.ts";
import { readForm, type Parameters } from "../../oauth/checks/parameters.ts";
import { paths } from "../../oauth/metadata.ts";
import type { Pending } from "../../oauth/ports.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { readBody, refuseSecretsInQuery } from "../../oauth/token/read-body.ts";
import { browserOf, keepBrowser, type Browser } from "../account/browser.ts";
import type { HttpContext } from "../context.ts";
import { endpointRequest, rawQuery } from "../endpoint-request.ts";
import { noStore } from "../headers.ts";
import { seeOther } from "../see-other.ts";
import { announceAnswer } from "./answer.ts";

/** Other parameters of a token request mean nothing here and are ignored like any unknown one. */
const secretsOfClients: ReadonlySet<string> = new Set(["client_secret", "client_assertion"]);

/** AR-29: more than a browser's address bar ever needs. */
const maxQuery = 8192;

export async function authorize(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const parameters = readParameters(context, request);
  if (wantsJson(request)) return reply.headers(noStore).send(await dryRun(parameters, context.ports));
  try {
    const asked = await readAuthorization(parameters, context.ports);
    const browser = await browserOf(context, request);
    // Another site's form comes without our SameSite cookie: a new one here would sign the person out. With GET it comes.
    if (browser.isNew && request.method === "POST")
      return await seeOther(reply, `${context.base}${paths.authorize}?${asQuery(parameters)}`);
    const pending = await begin(asked, browser.hash, context.pendingMs, context.ports);
    keepBrowser(context, reply, browser);
    const { client, code_challenge: challenge } = asked;
    request.answered = { client_id: client.client_id, refusal: null, challenge };
    const page = await firstPage(context, browser, asked, pending);
    return await seeOther(reply, `${context.base}/${page}?pending=${pending.id}`);
  } catch (error) {
    if (!(error instanceof AnsweredRefusal)) throw error;
    request.answered = { client_id: error.client.client_id, refusal: error.refusal };
    context.ports.report({
      name: "authorize_refused",
      client_id: error.client.client_id,
      refusal: error.refusal,
    });
    return announceAnswer(context, request, reply, refusedAnswer(error, context.ports), error.client);
  }
}

/** Where nobody is signed in the consent page would only lead on: whoever has to sign in is spared that way. */
async function firstPage(
  { ports }: HttpContext,
  { person }: Browser,
  { client, scope, authorization_details: details }: AuthorizationRequest,
  pending: Pending,
): Promise<"sign-in" | "consent"> {
  if (person !== null) return "consent";
  const { next } = await standingOf({ client, pending, scope, details }, null, ports);
  return next.step === "sign_in" ? "sign-in" : "consent";
}

/** GET: the query. POST (OpenID Connect Core §3.1.2.1): the form. */
function readParameters(context: HttpContext, request: FastifyRequest): Parameters {
  const query = rawQuery(request);
  if (query.length > maxQuery) throw new Refusal("request_too_large");
  if (request.method === "GET") {
    // Anything here stands in the browser's history: a secret is lost, and its owner must hear of it.
    refuseSecretsInQuery(endpointRequest(context, request), context.ports, secretsOfClients);
    return readForm(query, "malformed_query");
  }
  const read = endpointRequest(context, request);
  if (read.body.length > maxQuery) throw new Refusal("request_too_large");
  return readBody(read, context.ports);
}

/** A developer's tool asks for JSON and not for HTML: it gets a check of the request, without any effect. */
function wantsJson(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? "";
  return /\bapplication\/json\b/i.test(accept) && !/\btext\/html\b/i.test(accept);
}
