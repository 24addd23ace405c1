/** From Fastify's request to what the protocol reads. */
import type { FastifyRequest } from "fastify";
import { addressKey } from "../lib/address.ts";
import { Refusal } from "../oauth/refusals.ts";
import type { EndpointRequest } from "../oauth/token/read-body.ts";
import type { HttpContext } from "./context.ts";
import { sentBy } from "./dpop.ts";

/** The raw query, without `?`. */
export function rawQuery(request: FastifyRequest): string {
  const url = request.raw.url ?? "";
  const cut = url.indexOf("?");
  return cut < 0 ? "" : url.slice(cut + 1);
}

/** RFC 9110 §8.4: we take bodies as they are, so that nothing small unpacks into something large. */
export function bodyBytes(request: FastifyRequest): Uint8Array {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") throw new Refusal("content_encoding");
  return request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
}

export function endpointRequest(context: HttpContext, request: FastifyRequest): EndpointRequest {
  const { headers } = request;
  return {
    ...sentBy(context, request),
    query: rawQuery(request),
    contentType: headers["content-type"] ?? null,
    body: bodyBytes(request),
    authorization: headers.authorization ?? null,
    // Server-side fetch of Node also sends Sec-Fetch-Mode; only browsers send Origin and Sec-Fetch-Site.
    fromBrowser: headers.origin !== undefined || headers["sec-fetch-site"] !== undefined,
    // One budget per IPv6 /64: whoever has one address there has all of them.
    address: addressKey(request.ip),
  };
}
