/** RFC 6749 §4.1.1, §4.1.3, §4.4.2, §6; RFC 7662 §2.1; RFC 7009 §2.1 — the requests of a run, right, or wrong in one way. */
import type { ClientJson } from "../../../desk/json.ts";
import type { Mistake, Run, Sent, Step } from "../../../desk/playground.ts";
import { sha256 } from "../../../lib/hash.ts";
import { paths } from "../../../oauth/paths.ts";

type Pair = readonly [string, string];
type Wrong = Mistake | null;

export interface Asking {
  issuer: string;
  client: Pick<ClientJson, "client_id" | "token_endpoint_auth_method" | "scope">;
  run: Run;
}

/** No API has a scope of this name. */
const NO_SCOPE = "no-such-scope";
/** Long enough, and not the one. */
const NO_SECRET = "ghs_test_this-is-not-the-secret-of-your-app";

/** The address that the browser is sent to. */
export function authorizeRequest({ issuer, client, run }: Asking, wrong: Wrong = null): Sent {
  const scope = wrong === "unknown_scope" ? `${client.scope} ${NO_SCOPE}`.trim() : client.scope;
  const query: Pair[] = [
    ["response_type", "code"],
    ["client_id", client.client_id],
    ["redirect_uri", wrong === "other_redirect" ? `${run.redirect_uri}/` : run.redirect_uri],
    ...(scope === "" ? [] : [["scope", scope] as const]),
    ["state", run.state],
    ...(wrong === "no_challenge"
      ? []
      : [["code_challenge", sha256(run.code_verifier)] as const, ["code_challenge_method", "S256"] as const]),
  ];
  const url = `${issuer}${paths.authorize}?${formOf(query)}`;
  return { method: "GET", url, headers: [["Accept", "text/html"]], body: null };
}

/** A request of the app's server. Null when the run has not what it needs. */
export function serverRequest(step: Step, asking: Asking, wrong: Wrong): Sent | null {
  const { run } = asking;
  const { access_token: token, refresh_token } = run;
  const post = (path: string, fields: readonly Pair[]): Sent => posted(path, fields, asking, wrong);
  switch (step) {
    case "token": {
      if (run.flow === "machine") return post(paths.token, machineFields(asking, wrong));
      const code = wrong === "used_code" ? run.usedCode : run.code;
      return code === null ? null : post(paths.token, codeFields(run, code, wrong));
    }
    case "refresh":
      return refresh_token === null
        ? null
        : post(paths.token, [
            ["grant_type", "refresh_token"],
            ["refresh_token", refresh_token],
          ]);
    case "introspect":
      return token === null ? null : post(paths.introspect, [["token", token]]);
    case "revoke":
      return token === null ? null : post(paths.revoke, [["token", token]]);
    // The browser goes to the one, and the other is no endpoint of ours.
    case "authorize":
    case "call":
      return null;
  }
}

/** A call of the API. `url` is of a route that its document has. */
export function apiRequest(url: string, { access_token }: Run, wrong: Wrong): Sent | null {
  if (access_token === null) return null;
  const headers: Pair[] = [["Accept", "application/json"]];
  if (wrong !== "no_token") headers.push(["Authorization", `Bearer ${access_token}`]);
  return { method: "GET", url, headers, body: null };
}

function machineFields({ client }: Asking, wrong: Wrong): Pair[] {
  if (wrong === "unknown_scope")
    return [
      ["grant_type", "client_credentials"],
      ["scope", NO_SCOPE],
    ];
  return [
    ["grant_type", "client_credentials"],
    ...(client.scope === "" ? [] : [["scope", client.scope] as const]),
  ];
}

function codeFields(run: Run, code: string, wrong: Wrong): Pair[] {
  return [
    ["grant_type", "authorization_code"],
    ["code", code],
    ["redirect_uri", wrong === "other_redirect" ? `${run.redirect_uri}/` : run.redirect_uri],
    ...(wrong === "no_verifier" ? [] : [["code_verifier", run.code_verifier] as const]),
  ];
}

/** The client proves itself as it is registered (RFC 6749 §2.3.1). */
function posted(path: string, fields: readonly Pair[], { issuer, client, run }: Asking, wrong: Wrong): Sent {
  const { client_id, token_endpoint_auth_method: method } = client;
  const secret = wrong === "wrong_secret" ? NO_SECRET : run.client_secret;
  const headers: Pair[] = [
    ["Content-Type", "application/x-www-form-urlencoded"],
    ["Accept", "application/json"],
  ];
  const url = issuer + path;
  if (secret !== null && method === "client_secret_basic") {
    const proof = Buffer.from(`${encodeURIComponent(client_id)}:${encodeURIComponent(secret)}`);
    headers.unshift(["Authorization", `Basic ${proof.toString("base64")}`]);
    return { method: "POST", url, headers, body: fields };
  }
  const own: Pair[] = [["client_id", client_id]];
  if (secret !== null) own.push(["client_secret", secret]);
  return { method: "POST", url, headers, body: [...fields, ...own] };
}

/** As it is sent: RFC 6749 Appendix B. */
export function formOf(fields: readonly Pair[]): string {
  return new URLSearchParams(fields.map(([name, value]) => [name, value])).toString();
}
