/** The one program of the section about a partner's own tests, in two languages: a person made up, let in, and gone again. */
import type { GuideFacts } from "../facts.ts";
import type { Values } from "./calls.ts";
import { curl } from "./curl.ts";
import type { Rendered } from "./languages.ts";
import { node } from "./node.ts";

/** What the programs send; `management` is a token with the scope for tests. */
export interface CiValues extends Pick<Values, "client_id" | "client_secret" | "redirect_uri" | "scope"> {
  management: string;
  app: string;
}

/** RFC 7636 Appendix B: a verifier that everybody knows is good enough for a person who does not exist. */
const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** Each ends in a line break and prints the members of the token's answer. Values of the reader are quoted for each language. */
export function ciPrograms({ metadata }: Pick<GuideFacts, "metadata">, values: CiValues): Rendered[] {
  const { issuer, token_endpoint } = metadata;
  const api = `${issuer}/v1`;
  const programs = [
    { language: curl, code: shell(api, token_endpoint, values) },
    { language: node, code: script(api, token_endpoint, values) },
  ];
  return programs.map(({ language: { id, label, highlight }, code }) => ({
    language: id,
    label,
    highlight,
    code: `${code.join("\n")}\n`,
    verified: null,
  }));
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function shell(api: string, token: string, values: CiValues): string[] {
  const { client_id, client_secret, redirect_uri, scope } = values;
  const asked = [
    `client_id=${client_id}`,
    "response_type=code",
    `redirect_uri=${redirect_uri}`,
    `scope=${scope}`,
    `code_challenge=${CHALLENGE}`,
    "code_challenge_method=S256",
  ];
  const body = Object.fromEntries(
    asked.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
  return [
    "set -e",
    `API=${quoted(`${api}/apps/${values.app}`)}`,
    `AUTH=${quoted(`Authorization: Bearer ${values.management}`)}`,
    "",
    "# Make a person up",
    'PERSON=$(curl -sS --fail-with-body "$API/test-persons" -H "$AUTH" --json \'{"name": "Ida Example"}\' |',
    `  sed -n 's/.*"id":"\\([^"]*\\)".*/\\1/p')`,
    "",
    "# Decide for them, as they would in a browser",
    `REQUEST=${quoted(JSON.stringify(body).slice(0, -1))}`,
    'CODE=$(curl -sS --fail-with-body "$API/test-consents" -H "$AUTH" --json "$REQUEST,\\"person\\":\\"$PERSON\\"}" |',
    `  sed -n 's/.*"code":"\\([^"]*\\)".*/\\1/p')`,
    "",
    "# From here on everything is as always",
    `curl -sS --fail-with-body ${quoted(token)} \\`,
    "  -d grant_type=authorization_code \\",
    ...[
      ["client_id", client_id],
      ["client_secret", client_secret],
      ["redirect_uri", redirect_uri],
      ["code_verifier", VERIFIER],
    ].map(([name, value]) => `  --data-urlencode ${quoted(`${name}=${value}`)} \\`),
    '  --data-urlencode "code=$CODE"',
    "",
    'curl -sS --fail-with-body -X DELETE "$API/test-persons/$PERSON" -H "$AUTH" > /dev/null',
  ];
}

const said = (value: string): string => JSON.stringify(value);

function script(api: string, token: string, values: CiValues): string[] {
  const { client_id, client_secret, redirect_uri, scope } = values;
  return [
    `const api = ${said(`${api}/apps/${values.app}`)};`,
    `const authorization = ${said(`Bearer ${values.management}`)};`,
    `const client = { client_id: ${said(client_id)}, redirect_uri: ${said(redirect_uri)} };`,
    "",
    "async function send(method, url, headers, body) {",
    "  const response = await fetch(url, { method, headers, body });",
    "  if (!response.ok) throw new Error(await response.text());",
    "  return response.json();",
    "}",
    "const manage = (method, path, body) =>",
    '  send(method, api + path, { authorization, "content-type": "application/json" }, JSON.stringify(body));',
    "",
    "// Make a person up, and decide for them as they would in a browser",
    'const person = await manage("POST", "/test-persons", { name: "Ida Example" });',
    'const { parameters } = await manage("POST", "/test-consents", {',
    "  ...client,",
    "  person: person.id,",
    '  response_type: "code",',
    `  scope: ${said(scope)},`,
    `  code_challenge: ${said(CHALLENGE)},`,
    '  code_challenge_method: "S256",',
    "});",
    "",
    "// From here on everything is as always",
    "const body = new URLSearchParams({",
    '  grant_type: "authorization_code",',
    "  ...client,",
    `  client_secret: ${said(client_secret)},`,
    `  code_verifier: ${said(VERIFIER)},`,
    "  code: parameters.code,",
    "});",
    `console.log(JSON.stringify(await send("POST", ${said(token)}, {}, body)));`,
    "",
    'await manage("DELETE", `/test-persons/${person.id}`);',
  ];
}
