/** The samples in Python, with its standard library only. */
import type { AuthorizeCall, DeviceCall, GetCall, LogoutCall, PostCall } from "./calls.ts";
import { lines, query, quoted, type Language } from "./language.ts";

function dict(parameters: PostCall["parameters"], more: string = ""): string {
  return `{\n${lines(parameters, "    ", (name, value) => `${quoted(name)}: ${quoted(value)},`)}${more}\n}`;
}

const imports = `import json
import urllib.error
import urllib.parse
import urllib.request`;

/** A function that sends, and answers status and body. */
const send = (body: PostCall["body"]): string => `def send(url, payload):
    ${
      body === "json"
        ? `data = json.dumps(payload).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})`
        : `request = urllib.request.Request(url, urllib.parse.urlencode(payload).encode())`
    }
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()`;

const stop = `if status != 200:\n    raise SystemExit(f"{status} {body}")`;

const prints = (names: readonly string[]): string =>
  names.map((name) => `print("${name}", token["${name}"])`).join("\n");

function post(call: PostCall): string {
  return `
${imports}


${send(call.body)}


status, body = send(${quoted(call.url)}, ${dict(call.parameters)})
${stop}
${call.prints.length === 0 ? `print("done")` : `token = json.loads(body)\n${prints(call.prints)}`}`;
}

function get({ url, headers }: GetCall): string {
  return `
import urllib.error
import urllib.request

request = urllib.request.Request(${quoted(url)}, headers=${dict(headers)})
try:
    with urllib.request.urlopen(request) as answer:
        print(answer.read().decode())
except urllib.error.HTTPError as error:
    raise SystemExit(f"{error.code} {error.read().decode()}")`;
}

function authorize({ url, parameters }: AuthorizeCall): string {
  return `
import base64
import hashlib
import secrets
import urllib.parse

# Keep both in the session until the browser comes back.
code_verifier = secrets.token_urlsafe(32)
state = secrets.token_hex(16)

digest = hashlib.sha256(code_verifier.encode()).digest()
query = urllib.parse.urlencode({
    "code_challenge_method": "S256",
    "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
    "state": state,
})
print("code_verifier", code_verifier)
print("state", state)
print(${quoted(`${url}?${query(parameters)}`)} + "&" + query)`;
}

function device({ start, token }: DeviceCall): string {
  return `
${imports}
import time


${send(token.body)}


status, body = send(${quoted(start.url)}, ${dict(start.parameters)})
${stop}
device = json.loads(body)
print("Open", device["verification_uri_complete"], "code", device["user_code"], flush=True)

interval = device["interval"]
payload = ${dict(token.parameters, `\n    "device_code": device["device_code"],`)}
while True:
    time.sleep(interval)
    status, body = send(${quoted(token.url)}, payload)
    token = json.loads(body)
    if token.get("error") == "slow_down":
        interval += 5
    elif token.get("error") != "authorization_pending":
        break
${stop}
${prints(token.prints)}`;
}

function logout({ url, parameters }: LogoutCall): string {
  return `
import secrets

# Keep it in the session, and compare it when the browser comes back.
state = secrets.token_hex(16)
print("state", state)
print(${quoted(`${url}?${query(parameters)}&state=`)} + state)`;
}

export const python: Language = {
  id: "python",
  label: "Python",
  highlight: "python",
  post,
  get,
  authorize,
  device,
  logout,
};
