/** What the tests of the pages share: an app as a page's preset has it, calls of the API, and requests sent byte for byte. */
import { connect } from "node:net";
import { PRESETS, type PresetName } from "../../src/config/presets.ts";
import { redirectUri, type AppOptions, type TestApp, type TestServer } from "../support/server.ts";

/** The app of that page's reader on a server of the test, where the clock moves and the log can be read. */
export async function pageApp(
  server: TestServer,
  preset: PresetName,
  overrides: AppOptions = {},
): Promise<TestApp> {
  const { app, client } = PRESETS[preset];
  return server.addApp({
    client_name: app.client_name,
    application_type: app.application_type,
    token_endpoint_auth_method: app.token_endpoint_auth_method,
    grant_types: app.grant_types,
    redirect_uris: app.redirect_uris(redirectUri),
    scopes: app.scopes,
    ...overrides,
    settings: { ...client, ...overrides.settings },
  });
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Record<string, unknown>;
}

/** One request, no redirect followed; `json` is empty when the answer is not JSON. */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { ...init, redirect: "manual" });
  const text = await response.text();
  const isJson = text !== "" && /\bjson\b/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

/** A POST with a JSON body. */
export async function sendJson(
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return send(url, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
}

/** A POST with a form body. */
export async function sendForm(
  url: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return send(url, { method: "POST", body: new URLSearchParams(fields), headers });
}

/** A call of the protected API. */
export async function call(
  apiUrl: string,
  route: string,
  token: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const [method = "GET", path = "/"] = route.split(" ");
  return send(apiUrl + path, { method, headers: { authorization: `Bearer ${token}`, ...headers } });
}

/** HTTP Basic as RFC 6749 §2.3.1 wants it; our ids and secrets need no encoding. */
export function basic(app: Pick<TestApp, "client_id" | "client_secret">): Record<string, string> {
  const text = `${app.client_id}:${app.client_secret}`;
  return { authorization: `Basic ${Buffer.from(text).toString("base64")}` };
}

/** Sends these bytes and nothing else; answers what came back until the server closed. */
export async function sendRaw(
  origin: string,
  request: string,
): Promise<{ status: number; headers: Headers; body: string }> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.write(request);
  let text = "";
  for await (const chunk of socket.setEncoding("utf8")) text += chunk as string;
  const cut = text.indexOf("\r\n\r\n");
  const [start = "", ...lines] = text.slice(0, cut).split("\r\n");
  const pairs = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { status: Number(start.split(" ")[1]), headers: new Headers(pairs), body: text.slice(cut + 4) };
}

/** The lines that a server logged for one event. */
export function logged(server: TestServer, event: string): Record<string, unknown>[] {
  return server.lines.filter((line) => line["event"] === event);
}
