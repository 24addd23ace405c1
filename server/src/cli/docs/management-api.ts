/** docs/management-api.md, written from the operations of the desk: what it says is what is checked. */
import { managementScopes, scopesOf } from "../../desk/management.ts";
import type { Operation, Who } from "../../desk/operation.ts";
import { operations } from "../../desk/operations/index.ts";
import { problems } from "../../desk/problems.ts";

/** The whole document as Markdown. */
export function managementApiDocument(): string {
  return `${[
    "# Management API",
    "",
    "<!-- Generated from server/src/desk/operations/. Do not edit. -->",
    "",
    "With the setting `management_api: on`, everything that the portal and the console do is an API under `/v1` of the",
    "issuer. `/v1/openapi.json` describes it with all schemas. Ask for a token with the resource `ISSUER/v1` and these",
    "scopes, and send it as `Authorization: Bearer`. Cookies mean nothing here.",
    "",
    "| scope | what it allows |",
    "|---|---|",
    ...managementScopes.map(({ name, words }) => `| \`${name}\` | ${words["en"] ?? ""} |`),
    "",
    "A person's token acts with the memberships that the person has; a program's token acts for its own organisation.",
    "What is not there and what belongs to others is answered alike: 404. Members that no schema names are refused.",
    "Long lists come in pages: send `next` of one page as `cursor` for the following one.",
    "",
    "POST takes the header `Idempotency-Key`, 1 to 255 visible characters: the same request with the same key is done once",
    "and answered again for a day. The same key with another request is refused, and so is one that is still worked on.",
    "Who repeats a request must still be allowed to make it. What was refused is not kept. An answer that was lost because the server died is not kept either: then the act may",
    "have been done, so look before you ask again.",
    "",
    "## Operations",
    "",
    "| operation | request | who | scopes | what it does |",
    "|---|---|---|---|---|",
    ...operations.map(rowOf),
    "",
    "*Fresh*: a person must have signed in a short while ago, which their token says; programs prove themselves with every token.",
    "",
    "## Problems",
    "",
    "Every no is `application/problem+json` (RFC 9457). `type` is `urn:gatehouse:problem:` and the name; `errors` lists the",
    "fields that are wrong.",
    "",
    "| name | status | detail |",
    "|---|---|---|",
    ...Object.entries(problems).map(
      ([name, { status, sentence }]) => `| \`${name}\` | ${status} | ${sentence} |`,
    ),
  ].join("\n")}\n`;
}

function rowOf(operation: Operation): string {
  const { name, method, path, who, fresh, summary } = operation;
  const scopes = scopesOf(operation).map((scope) => `\`${scope}\``);
  return `| \`${name}\` | \`${method} /v1${path}\` | ${whoOf(who)}${fresh ? ", fresh" : ""} | ${scopes.join(" ")} | ${summary} |`;
}

function whoOf(who: Who): string {
  if (who === "signed_in") return "everybody";
  return "staff" in who ? `staff: ${who.staff}` : `member: ${who.member}`;
}
