/** One input from path, query and JSON body; what stands in two of them is refused. */
import type { FastifyRequest } from "fastify";
import type { Operation } from "../../desk/operation.ts";
import { Problem } from "../../desk/problems.ts";
import { strictText } from "../account/form.ts";
import { bodyBytes, rawQuery } from "../endpoint-request.ts";

type Members = Record<string, unknown>;

/** Throws Problem `invalid`, and Refusal for what is no JSON at all. */
export function readInput(operation: Operation, request: FastifyRequest): Members {
  // Without a prototype, so that no name means anything else here: what is read was sent under that very name.
  const input = Object.assign(Object.create(null) as Members, request.params);
  for (const [name, value] of [...queryOf(operation, request), ...Object.entries(bodyOf(request))]) {
    if (Object.hasOwn(input, name))
      throw new Problem("invalid", [{ field: name, sentence: "Give this field once." }]);
    input[name] = value;
  }
  return input;
}

/** A query is text: numbers and booleans are read where the schema has them. */
function queryOf(operation: Operation, request: FastifyRequest): [string, unknown][] {
  const properties = operation.input.properties as Record<string, { type?: string } | undefined>;
  return [...new URLSearchParams(rawQuery(request))].map(([name, text]) => {
    const type = properties[name]?.type;
    if ((type === "integer" || type === "number") && /^-?\d{1,15}$/.test(text)) return [name, Number(text)];
    if (type === "boolean" && (text === "true" || text === "false")) return [name, text === "true"];
    return [name, text];
  });
}

function bodyOf(request: FastifyRequest): Members {
  const bytes = bodyBytes(request);
  if (bytes.length === 0) return {};
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) throw new Problem("not_json");
  let body: unknown;
  try {
    body = JSON.parse(strictText(bytes));
  } catch {
    throw new Problem("not_json");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw new Problem("not_json");
  return body as Members;
}
