/** RFC 6749 §4.1, §4.4 — lines to paste: a token, or a link and the exchange of its code, and a first call of the API. */
import type { ApiJson, ClientJson } from "../../desk/json.ts";
import { sha256 } from "../../lib/hash.ts";
import { secretText } from "../../lib/random.ts";
import { paths } from "../../oauth/metadata.ts";
import type { Trial } from "../../pages/models/portal.ts";
import type { HttpContext } from "../context.ts";

/** `secret`: shown in the lines when it was made just now; a placeholder stands there otherwise. */
export function trialOf(
  context: HttpContext,
  client: ClientJson,
  api: ApiJson | undefined,
  secret: string | null,
): Trial {
  const confidential = client.token_endpoint_auth_method.startsWith("client_secret");
  const credentials = {
    client_id: client.client_id,
    ...(confidential ? { client_secret: secret ?? "CLIENT_SECRET" } : {}),
  };
  const granted = client.scope.split(" ");
  const machine = client.grant_types.includes("client_credentials");
  const [redirect_uri] = client.redirect_uris;
  const person = client.grant_types.includes("authorization_code") && redirect_uri !== undefined;
  return {
    machine: machine ? tokenLine(context, { grant_type: "client_credentials", ...credentials }) : null,
    person: person ? codeFlow(context, client, credentials, redirect_uri) : null,
    call: callOf(api, granted, !person),
  };
}

function codeFlow(
  context: HttpContext,
  client: ClientJson,
  credentials: Record<string, string>,
  redirect_uri: string,
): NonNullable<Trial["person"]> {
  const { random } = context.ports;
  const verifier = secretText(random, 32);
  const query = new URLSearchParams({
    response_type: "code",
    client_id: client.client_id,
    redirect_uri,
    ...(client.scope === "" ? {} : { scope: client.scope }),
    state: secretText(random, 12),
    code_challenge: sha256(verifier),
    code_challenge_method: "S256",
  });
  return {
    link: `${context.ports.issuer}${paths.authorize}?${query.toString()}`,
    exchange: tokenLine(context, {
      grant_type: "authorization_code",
      ...credentials,
      redirect_uri,
      code_verifier: verifier,
      code: "CODE",
    }),
  };
}

/** The command for the first route that the app may call; null when none is known. */
export function callOf(
  api: ApiJson | undefined,
  granted: readonly string[],
  machine: boolean,
): string | null {
  const route = api?.routes.find(
    ({ method, path, scopes, person }) =>
      method === "GET" &&
      !path.includes("{") &&
      (!person || !machine) &&
      scopes.every((scope) => granted.includes(scope)),
  );
  if (api?.server == null || route === undefined) return null;
  const address = `${api.server.replace(/\/$/, "")}${route.path}`;
  return `curl -i ${shellWord(address)} \\\n  -H "Authorization: Bearer $TOKEN"`;
}

/** Shows the answer and keeps its token in $TOKEN, so that the next line can be pasted as it stands; POSIX. */
export function tokenLine(context: HttpContext, fields: Record<string, string>): string {
  const lines = Object.entries(fields).map(([name, value]) =>
    /^[\w.~-]*$/.test(value) ? `-d ${name}=${value}` : `--data-urlencode ${shellWord(`${name}=${value}`)}`,
  );
  const curl = [`curl -sS ${shellWord(context.ports.issuer + paths.token)}`, ...lines].join(" \\\n  ");
  return `TOKEN=$(${curl} \\\n  | tee /dev/stderr | sed -n 's/.*"access_token":"\\([^"]*\\)".*/\\1/p')`;
}

/** One word of a shell, whatever is in it (POSIX XCU §2.2.2). */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
