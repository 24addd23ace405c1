/** `npm run smoke`: from nothing, on free ports: start, the main job with a client nobody here wrote, stop. Exit 0 when all of it worked. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as client from "openid-client";

const started = performance.now();
const data = mkdtempSync(join(tmpdir(), "gatehouse-smoke-"));
const start = fileURLToPath(new URL("start.mjs", import.meta.url));
const server = spawn(process.execPath, [start, "--json", "--port", "0", "--data", data], {
  stdio: ["ignore", "pipe", "inherit"],
});
const exited = new Promise((resolve) => server.once("exit", (code, signal) => resolve(signal ?? code)));
const step = (what) =>
  console.log(`${String(Math.round(performance.now() - started)).padStart(6)} ms  ${what}`);

try {
  const ready = await readyLine();
  step(`ready at ${ready.issuer}`);
  await codeFlow(ready);
  await machineTokens(ready);
  server.kill("SIGTERM");
  assert.equal(await exited, 0, "SIGTERM stops it cleanly");
  step("stopped");
} finally {
  server.kill("SIGKILL");
  rmSync(data, { recursive: true, force: true });
}

async function readyLine() {
  for await (const line of createInterface({ input: server.stdout }))
    if (line.startsWith("{")) return JSON.parse(line);
  throw new Error(`the server ended without a ready line: ${await exited}`);
}

function appOf(ready, preset) {
  return ready.apps.find((app) => app.preset === preset && app.environment === "live");
}

async function codeFlow(ready) {
  const app = appOf(ready, "provider-001");
  const config = await client.discovery(new URL(ready.issuer), app.client_id, app.client_secret, undefined, {
    algorithm: "oauth2",
    execute: [client.allowInsecureRequests],
  });
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: app.redirect_uris[0],
    scope: "bookings:read profile:read",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
  });
  const callback = await consent(url, ready.person);
  const tokens = await client.authorizationCodeGrant(config, callback, {
    pkceCodeVerifier: verifier,
    expectedState: state,
  });
  step("code flow with PKCE and consent");
  assert.ok(tokens.refresh_token);
  const again = await client.refreshTokenGrant(config, tokens.refresh_token);
  assert.notEqual(again.refresh_token, tokens.refresh_token);
  step("refresh");
  const bearer = { authorization: `Bearer ${again.access_token}` };
  const me = await fetch(`${ready.api.url}/me`, { headers: bearer });
  assert.equal(me.status, 200);
  step("guarded 200");
  const forbidden = await fetch(`${ready.api.url}/bookings/b1`, { method: "DELETE", headers: bearer });
  assert.equal(forbidden.status, 403);
  assert.match(forbidden.headers.get("www-authenticate") ?? "", /insufficient_scope/);
  step("guarded 403");
}

async function machineTokens(ready) {
  const { client_id, client_secret } = appOf(ready, "provider-002");
  const fields = { grant_type: "client_credentials", client_id, client_secret };
  const json = await post(`${ready.issuer}/api/oauth/token`, JSON.stringify(fields), "application/json");
  assert.equal(json.token_type, "Bearer");
  step("client_credentials with JSON");
  const form = await post(
    ready.endpoints.token_endpoint,
    new URLSearchParams(fields).toString(),
    "application/x-www-form-urlencoded",
  );
  assert.equal(form.expires_in, 3600);
  step("client_credentials with a form");
}

async function post(url, body, type) {
  const response = await fetch(url, { method: "POST", body, headers: { "content-type": type } });
  assert.equal(response.status, 200);
  return response.json();
}

/** A person without JavaScript: signs in, allows, and stops where the app is called. */
async function consent(url, person) {
  let cookie = "";
  const go = async (target, init = {}) => {
    const response = await fetch(target, {
      ...init,
      redirect: "manual",
      headers: { accept: "text/html", cookie },
    });
    for (const set of response.headers.getSetCookie()) [cookie] = set.split(";");
    const location = response.headers.get("location");
    if (location === null) return { html: await response.text(), url: target };
    const next = new URL(location, target);
    return next.origin === url.origin ? go(next) : { callback: next };
  };
  const submit = (page, fields) => {
    const hidden = [...page.html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const action = /<form[^>]*action="([^"]+)"/.exec(page.html.slice(page.html.lastIndexOf("<form")))[1];
    const last = hidden.slice(-2).map(([, name, value]) => [name, value]);
    return go(new URL(action, page.url), {
      method: "POST",
      body: new URLSearchParams([...last, ...Object.entries(fields)]),
    });
  };
  const signIn = await go(url);
  const decide = await submit(signIn, person);
  const done = await submit(decide, { decision: "allow" });
  assert.ok(done.callback, "the browser goes back to the app");
  return done.callback;
}
