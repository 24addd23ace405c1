/** The samples for Node.js 20 and newer, as modules, with nothing to install. */
import type { AuthorizeCall, DeviceCall, GetCall, LogoutCall, PostCall } from "./calls.ts";
import { lines, query, quoted, type Language } from "./language.ts";

const key = (name: string): string => (/^[a-z_]\w*$/i.test(name) ? name : quoted(name));

function object(parameters: PostCall["parameters"], more: string = ""): string {
  return `{\n${lines(parameters, "  ", (name, value) => `${key(name)}: ${quoted(value)},`)}${more}\n}`;
}

/** The options of fetch that send `payload`. */
function options(body: PostCall["body"], payload: string): string {
  return body === "json"
    ? `{
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(${payload}),
}`
    : `{
  method: "POST",
  body: new URLSearchParams(${payload}),
}`;
}

const stop = `if (!answer.ok) throw new Error(\`\${answer.status} \${await answer.text()}\`);`;
const prints = (names: readonly string[]): string =>
  names.map((name) => `console.log("${name}", token.${name});`).join("\n");

function post({ url, body, parameters, prints: names }: PostCall): string {
  return `
const payload = ${object(parameters)};
const answer = await fetch(${quoted(url)}, ${options(body, "payload")});
${stop}
${names.length === 0 ? `console.log("done");` : `const token = await answer.json();\n${prints(names)}`}`;
}

function get({ url, headers }: GetCall): string {
  return `
const headers = ${object(headers)};
const answer = await fetch(${quoted(url)}, { headers });
${stop}
console.log(await answer.text());`;
}

function authorize({ url, parameters }: AuthorizeCall): string {
  return `
import { createHash, randomBytes } from "node:crypto";

// Keep both in the session until the browser comes back.
const codeVerifier = randomBytes(32).toString("base64url");
const state = randomBytes(16).toString("hex");

const query = new URLSearchParams({
  code_challenge_method: "S256",
  code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
  state,
});
console.log("code_verifier", codeVerifier);
console.log("state", state);
console.log(${quoted(`${url}?${query(parameters)}`)} + "&" + query);`;
}

function device({ start, token }: DeviceCall): string {
  return `
import { setTimeout as wait } from "node:timers/promises";

const send = (url, payload) => fetch(url, ${options(token.body, "payload")});

let answer = await send(${quoted(start.url)}, ${object(start.parameters)});
${stop}
const device = await answer.json();
console.log("Open", device.verification_uri_complete, "code", device.user_code);

const payload = ${object(token.parameters, "\n  device_code: device.device_code,")};
let seconds = device.interval;
let token;
do {
  await wait(seconds * 1000);
  answer = await send(${quoted(token.url)}, payload);
  token = await answer.json();
  if (token.error === "slow_down") seconds += 5;
} while (token.error === "authorization_pending" || token.error === "slow_down");
if (!answer.ok) throw new Error(token.error_description);
${prints(token.prints)}`;
}

function logout({ url, parameters }: LogoutCall): string {
  return `
import { randomBytes } from "node:crypto";

// Keep it in the session, and compare it when the browser comes back.
const state = randomBytes(16).toString("hex");
console.log("state", state);
console.log(${quoted(`${url}?${query(parameters)}&state=`)} + state);`;
}

export const node: Language = {
  id: "node",
  label: "Node.js",
  highlight: "javascript",
  post,
  get,
  authorize,
  device,
  logout,
};
