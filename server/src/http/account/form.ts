/** Our own forms and links: parsed by the same strict reader as the protocol's. */
import type { FastifyRequest } from "fastify";
import { readForm, type Parameters } from "../../oauth/checks/parameters.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { bodyBytes, rawQuery } from "../endpoint-request.ts";

export function readQuery(request: FastifyRequest): Parameters {
  return readForm(rawQuery(request), "malformed_query");
}

/** The fields of a posted form. A repeated field is refused: our pages never send one. */
export function readFormBody(request: FastifyRequest): Parameters {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? ""))
    throw new Refusal("unsupported_media_type");
  const form = readForm(strictText(bodyBytes(request)), "malformed_form");
  if (form.duplicates.size > 0) throw new Refusal("duplicate_parameter");
  return form;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a body; bytes that are not UTF-8 are refused, never repaired. */
export function strictText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Refusal("malformed_form");
  }
}
