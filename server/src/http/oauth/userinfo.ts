/** OpenID Connect Core §5.3 — the userinfo endpoint: GET or POST with a bearer token; signed when the client asked for that. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { readForm } from "../../oauth/checks/parameters.ts";
import { userInfo, type PresentedToken } from "../../oauth/openid/userinfo.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { strictText } from "../account/form.ts";
import type { HttpContext } from "../context.ts";
import { allowOrigin } from "../cors.ts";
import { offerNonce, sentBy } from "../dpop.ts";
import { bodyBytes, rawQuery } from "../endpoint-request.ts";
import { noStore } from "../headers.ts";

export async function userinfo(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (request.headers.origin !== undefined) await allowOrigin(context, request, reply);
  const { ports } = context;
  const { client, claims } = await userInfo(presentedBy(context, request), ports);
  const alg = client.metadata.userinfo_signed_response_alg;
  offerNonce(context, reply);
  void reply.headers(noStore);
  if (alg === undefined) return reply.send(claims);
  const signed = { ...claims, iss: ports.issuer, aud: client.client_id };
  const jwt = await ports.keys.sign({ alg, rsa_bits: 2048, environment: client.environment }, "JWT", signed);
  return reply.type("application/jwt").send(jwt);
}

/** RFC 6750 §2.1, §2.2: the header, or the body of a POST; never the URL, and never two ways at once. */
function presentedBy(context: HttpContext, request: FastifyRequest): PresentedToken | null {
  if (/(^|&)access_token=/.test(rawQuery(request))) throw new Refusal("bearer_twice");
  const header = request.headers.authorization;
  const found = /^(bearer|dpop) +([A-Za-z0-9\-._~+/]+=*)$/i.exec(header ?? "");
  const inHeader = header === undefined ? null : (found?.[2] ?? "");
  const form = /^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "");
  const body = request.method === "POST" && form ? strictText(bodyBytes(request)) : "";
  const inBody = readForm(body, "malformed_form").get("access_token");
  if (inHeader !== null && inBody !== null) throw new Refusal("bearer_twice");
  const token = inHeader ?? inBody;
  const scheme = found?.[1]?.toLowerCase() === "dpop" ? "dpop" : "bearer";
  return token === null ? null : { scheme, token, sent: sentBy(context, request) };
}
