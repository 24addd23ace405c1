/** The samples in Go, with its standard library only; each is a whole main.go. */
import type { AuthorizeCall, DeviceCall, GetCall, LogoutCall, PostCall } from "./calls.ts";
import { lines, query, quoted, type Language } from "./language.ts";

function program(imports: readonly string[], main: string, more: string = ""): string {
  return `
package main

import (
${[...imports]
  .sort()
  .map((name) => `\t"${name}"`)
  .join("\n")}
)
${more}
func main() {
${main
  .trim()
  .split("\n")
  .map((line) => (line === "" ? "" : `\t${line}`))
  .join("\n")}
}`;
}

function map(type: string, parameters: PostCall["parameters"]): string {
  const value = (text: string): string => (type === "url.Values" ? `{${quoted(text)}}` : quoted(text));
  return `${type}{\n${lines(parameters, "\t", (name, text) => `${quoted(name)}: ${value(text)},`)}\n}`;
}

const typeOf = (body: PostCall["body"]): string => (body === "json" ? "map[string]string" : "url.Values");

const common = (body: PostCall["body"]): string[] => [
  "encoding/json",
  "fmt",
  "io",
  "log",
  "net/http",
  ...(body === "json" ? ["bytes"] : ["net/url"]),
];

/** A function that sends, and answers status and body. */
const sender = (body: PostCall["body"]): string => `
func send(address string, payload ${typeOf(body)}) (int, []byte) {
${
  body === "json"
    ? `\tdata, err := json.Marshal(payload)
\tif err != nil {
\t\tlog.Fatal(err)
\t}
\tanswer, err := http.Post(address, "application/json", bytes.NewReader(data))`
    : `\tanswer, err := http.PostForm(address, payload)`
}
\tif err != nil {
\t\tlog.Fatal(err)
\t}
\tdefer answer.Body.Close()
\tbody, err := io.ReadAll(answer.Body)
\tif err != nil {
\t\tlog.Fatal(err)
\t}
\treturn answer.StatusCode, body
}
`;

const stop = `if status != 200 {
\tlog.Fatalf("%d %s", status, body)
}`;

const prints = (names: readonly string[]): string =>
  names.map((name) => `fmt.Println("${name}", token["${name}"])`).join("\n");

function post(call: PostCall): string {
  const { url, body, parameters, prints: names } = call;
  const used = common(body).filter((name) => names.length > 0 || body === "json" || name !== "encoding/json");
  return program(
    used,
    `
status, body := send(${quoted(url)}, ${map(typeOf(body), parameters)})
${stop}
${
  names.length === 0
    ? `fmt.Println("done")`
    : `var token map[string]any
if err := json.Unmarshal(body, &token); err != nil {
\tlog.Fatal(err)
}
${prints(names)}`
}`,
    sender(body),
  );
}

function get({ url, headers }: GetCall): string {
  return program(
    ["fmt", "io", "log", "net/http"],
    `
request, err := http.NewRequest("GET", ${quoted(url)}, nil)
if err != nil {
\tlog.Fatal(err)
}
${lines(headers, "", (name, value) => `request.Header.Set(${quoted(name)}, ${quoted(value)})`)}
answer, err := http.DefaultClient.Do(request)
if err != nil {
\tlog.Fatal(err)
}
defer answer.Body.Close()
body, err := io.ReadAll(answer.Body)
if err != nil {
\tlog.Fatal(err)
}
if answer.StatusCode != 200 {
\tlog.Fatalf("%d %s", answer.StatusCode, body)
}
fmt.Println(string(body))`,
  );
}

function authorize({ url, parameters }: AuthorizeCall): string {
  return program(
    ["crypto/rand", "crypto/sha256", "encoding/base64", "fmt", "log", "net/url"],
    `
random := make([]byte, 64)
if _, err := rand.Read(random); err != nil {
\tlog.Fatal(err)
}
// Keep both in the session until the browser comes back.
codeVerifier := base64.RawURLEncoding.EncodeToString(random[:32])
state := base64.RawURLEncoding.EncodeToString(random[32:])

digest := sha256.Sum256([]byte(codeVerifier))
query := url.Values{
\t"code_challenge_method": {"S256"},
\t"code_challenge":        {base64.RawURLEncoding.EncodeToString(digest[:])},
\t"state":                 {state},
}
fmt.Println("code_verifier", codeVerifier)
fmt.Println("state", state)
fmt.Println(${quoted(`${url}?${query(parameters)}`)} + "&" + query.Encode())`,
  );
}

function device({ start, token }: DeviceCall): string {
  const wrap = token.body === "json" ? "device.DeviceCode" : "{device.DeviceCode}";
  const withCode = map(typeOf(token.body), token.parameters).replace(
    /\n\}$/,
    `\n\t"device_code": ${token.body === "json" ? wrap : wrap},\n}`,
  );
  return program(
    [...common(token.body), "time"],
    `
status, body := send(${quoted(start.url)}, ${map(typeOf(start.body), start.parameters)})
${stop}
var device struct {
\tDeviceCode string        \`json:"device_code"\`
\tUserCode   string        \`json:"user_code"\`
\tAddress    string        \`json:"verification_uri_complete"\`
\tInterval   time.Duration \`json:"interval"\`
}
if err := json.Unmarshal(body, &device); err != nil {
\tlog.Fatal(err)
}
fmt.Println("Open", device.Address, "code", device.UserCode)

payload := ${withCode}
var token map[string]any
for {
\ttime.Sleep(device.Interval * time.Second)
\tstatus, body = send(${quoted(token.url)}, payload)
\ttoken = nil
\tif err := json.Unmarshal(body, &token); err != nil {
\t\tlog.Fatal(err)
\t}
\tif token["error"] == "slow_down" {
\t\tdevice.Interval += 5
\t} else if token["error"] != "authorization_pending" {
\t\tbreak
\t}
}
${stop}
${prints(token.prints)}`,
    sender(token.body),
  );
}

function logout({ url, parameters }: LogoutCall): string {
  return program(
    ["crypto/rand", "encoding/hex", "fmt", "log"],
    `
random := make([]byte, 16)
if _, err := rand.Read(random); err != nil {
\tlog.Fatal(err)
}
// Keep it in the session, and compare it when the browser comes back.
state := hex.EncodeToString(random)
fmt.Println("state", state)
fmt.Println(${quoted(`${url}?${query(parameters)}&state=`)} + state)`,
  );
}

export const go: Language = { id: "go", label: "Go", highlight: "go", post, get, authorize, device, logout };
