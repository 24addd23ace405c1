/** RFC 7578 — a form with a file, read by the platform's own parser; the file stands among the fields as base64. */
import type { FastifyRequest } from "fastify";
import { parametersOf, type Parameters } from "../oauth/checks/parameters.ts";
import { Refusal } from "../oauth/refusals.ts";
import { bodyBytes } from "./endpoint-request.ts";

/** A repeated field is refused, and so is whatever is no such form. An empty file is none. */
export async function readUpload(request: FastifyRequest): Promise<Parameters> {
  const type = request.headers["content-type"] ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) throw new Refusal("unsupported_media_type");
  const form = parametersOf(await fieldsOf(bodyBytes(request), type));
  if (form.duplicates.size > 0) throw new Refusal("duplicate_parameter");
  return form;
}

async function fieldsOf(body: Uint8Array, type: string): Promise<[string, string][]> {
  let data: FormData;
  try {
    data = await new Response(Buffer.from(body), { headers: { "content-type": type } }).formData();
  } catch {
    throw new Refusal("malformed_form");
  }
  return Promise.all(
    [...data].map(async ([name, value]): Promise<[string, string]> => [
      name,
      typeof value === "string" ? value : Buffer.from(await value.arrayBuffer()).toString("base64"),
    ]),
  );
}
