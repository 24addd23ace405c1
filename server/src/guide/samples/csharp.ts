/** The samples in C# (.NET 8 and newer), as top-level programs with nothing to install. */
import type { AuthorizeCall, DeviceCall, GetCall, LogoutCall, PostCall } from "./calls.ts";
import { lines, query, quoted, type Language } from "./language.ts";

function dictionary(parameters: PostCall["parameters"], more: string = ""): string {
  return `new Dictionary<string, string>
{
${lines(parameters, "    ", (name, value) => `[${quoted(name)}] = ${quoted(value)},`)}${more}
}`;
}

/** The expression that sends `payload`. */
function send({ url, body }: PostCall, payload: string): string {
  return body === "json"
    ? `await http.PostAsJsonAsync(${quoted(url)}, ${payload})`
    : `await http.PostAsync(${quoted(url)}, new FormUrlEncodedContent(${payload}))`;
}

const head = `using System.Net.Http.Json;
using System.Text.Json;

using var http = new HttpClient();`;

const stop = `if (!answer.IsSuccessStatusCode)
{
    Console.Error.WriteLine($"{(int)answer.StatusCode} {body}");
    return 1;
}`;

const prints = (names: readonly string[]): string =>
  names.map((name) => `Console.WriteLine($"${name} {token.GetProperty("${name}")}");`).join("\n");

function post(call: PostCall): string {
  return `
${head}
var payload = ${dictionary(call.parameters)};
var answer = ${send(call, "payload")};
var body = await answer.Content.ReadAsStringAsync();
${stop}
${
  call.prints.length === 0
    ? `Console.WriteLine("done");`
    : `var token = JsonDocument.Parse(body).RootElement;\n${prints(call.prints)}`
}
return 0;`;
}

function get({ url, headers }: GetCall): string {
  return `
using var http = new HttpClient();
using var request = new HttpRequestMessage(HttpMethod.Get, ${quoted(url)});
${lines(headers, "", (name, value) => `request.Headers.TryAddWithoutValidation(${quoted(name)}, ${quoted(value)});`)}
var answer = await http.SendAsync(request);
var body = await answer.Content.ReadAsStringAsync();
${stop}
Console.WriteLine(body);
return 0;`;
}

function authorize({ url, parameters }: AuthorizeCall): string {
  return `
using System.Security.Cryptography;
using System.Text;

static string Base64Url(byte[] bytes) =>
    Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

// Keep both in the session until the browser comes back.
var codeVerifier = Base64Url(RandomNumberGenerator.GetBytes(32));
var state = Base64Url(RandomNumberGenerator.GetBytes(16));

var challenge = Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(codeVerifier)));
Console.WriteLine($"code_verifier {codeVerifier}");
Console.WriteLine($"state {state}");
Console.WriteLine(${quoted(`${url}?${query(parameters)}`)}
    + $"&code_challenge_method=S256&code_challenge={challenge}&state={state}");`;
}

function device({ start, token }: DeviceCall): string {
  return `
${head}
var answer = ${send(start, dictionary(start.parameters))};
var body = await answer.Content.ReadAsStringAsync();
${stop}
var device = JsonDocument.Parse(body).RootElement;
Console.WriteLine($"Open {device.GetProperty("verification_uri_complete")} (code {device.GetProperty("user_code")})");

var payload = ${dictionary(token.parameters, `\n    ["device_code"] = device.GetProperty("device_code").GetString()!,`)};
var seconds = device.GetProperty("interval").GetInt32();
JsonElement token;
string? error;
do
{
    await Task.Delay(TimeSpan.FromSeconds(seconds));
    answer = ${send(token, "payload")};
    body = await answer.Content.ReadAsStringAsync();
    token = JsonDocument.Parse(body).RootElement;
    error = token.TryGetProperty("error", out var found) ? found.GetString() : null;
    if (error == "slow_down") seconds += 5;
} while (error is "authorization_pending" or "slow_down");
${stop}
${prints(token.prints)}
return 0;`;
}

function logout({ url, parameters }: LogoutCall): string {
  return `
using System.Security.Cryptography;

// Keep it in the session, and compare it when the browser comes back.
var state = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
Console.WriteLine($"state {state}");
Console.WriteLine(${quoted(`${url}?${query(parameters)}&state=`)} + state);`;
}

export const csharp: Language = {
  id: "csharp",
  label: "C#",
  highlight: "csharp",
  post,
  get,
  authorize,
  device,
  logout,
};
