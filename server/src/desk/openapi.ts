/** OpenAPI 3.1 — the management API as a document, made of the operations themselves: what it says is what is checked. */
import type { TObject } from "typebox";
import { managementApi, managementScopes, scopesOf } from "./management.ts";
import type { Operation } from "./operation.ts";
import { operations } from "./operations/index.ts";
import { problems, type ProblemName } from "./problems.ts";

const problemSchema = {
  type: "object",
  required: ["type", "title", "status"],
  properties: {
    type: { type: "string", description: "urn:gatehouse:problem: and the name of the problem." },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    request_id: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["field", "sentence"],
        properties: { field: { type: "string" }, sentence: { type: "string" } },
      },
    },
  },
};

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same request with the same key is done once and answered again for a day.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

/** The document of one server. */
export function managementDocument(issuer: string, tokenEndpoint: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const at = (paths[operation.path] ??= {});
    at[operation.method.toLowerCase()] = describe(operation);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Gatehouse management API",
      version: "1",
      description: "Everything that the portal and the console can do.",
    },
    servers: [{ url: managementApi(issuer) }],
    paths,
    components: {
      schemas: { Problem: problemSchema },
      responses: {
        Problem: {
          description: "A problem (RFC 9457).",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
      securitySchemes: {
        gatehouse: {
          type: "oauth2",
          flows: {
            clientCredentials: {
              tokenUrl: tokenEndpoint,
              scopes: Object.fromEntries(managementScopes.map(({ name, words }) => [name, words["en"]])),
            },
          },
        },
      },
    },
  };
}

function describe(operation: Operation): object {
  const { name, method, path, summary, output } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const { properties, required } = schemaOf(operation.input);
  const others = Object.entries(properties).filter(([field]) => !inPath.includes(field));
  const inBody = method !== "GET" && method !== "DELETE";
  const needed = others.map(([field]) => field).filter((field) => required.includes(field));
  return {
    operationId: name,
    summary,
    security: [{ gatehouse: scopesOf(operation) }],
    parameters: [
      ...inPath.map((field) => ({ name: field, in: "path", required: true, schema: { type: "string" } })),
      ...(method === "POST" ? [idempotencyKey] : []),
      ...(inBody
        ? []
        : others.map(([field, schema]) => ({
            name: field,
            in: "query",
            required: required.includes(field),
            schema,
          }))),
    ],
    ...(inBody && others.length > 0
      ? {
          requestBody: {
            required: needed.length > 0,
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  additionalProperties: false,
                  properties: Object.fromEntries(others),
                  ...(needed.length > 0 ? { required: needed } : {}),
                },
              },
            },
          },
        }
      : {}),
    responses: {
      [method === "POST" ? "201" : "200"]: {
        description: "Done.",
        content: { "application/json": { schema: plain(output) } },
      },
      ...Object.fromEntries(
        statusesOf(operation).map((status) => [status, { $ref: "#/components/responses/Problem" }]),
      ),
    },
  };
}

/** What an operation of its kind can answer: whom it lets in, what it finds, and what comes in. */
function statusesOf({ path, method }: Operation): string[] {
  const names: ProblemName[] = [
    "sign_in_needed",
    "staff_only",
    "invalid",
    "too_many",
    ...(path.includes("{") ? (["not_found"] as const) : []),
    ...(method === "GET" ? [] : (["conflict", "not_json"] as const)),
    ...(path.startsWith("/invitations") ? (["invitation_gone"] as const) : []),
  ];
  const statuses = new Set(names.map((name) => problems[name].status));
  return [...statuses].map(String).toSorted((one, other) => one.localeCompare(other));
}

function schemaOf(schema: TObject): { properties: Record<string, unknown>; required: readonly string[] } {
  const { properties, required } = plain(schema) as {
    properties?: Record<string, unknown>;
    required?: readonly string[];
  };
  return { properties: properties ?? {}, required: required ?? [] };
}

/** A schema without what only the library knows. */
function plain(schema: object): object {
  return JSON.parse(JSON.stringify(schema)) as object;
}
