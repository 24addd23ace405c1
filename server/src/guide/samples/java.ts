/** The samples in Java 17 and newer, with nothing to install: `java Sample.java` runs each. It has no JSON of its own, so answers are printed whole. */
import type { AuthorizeCall, DeviceCall, GetCall, LogoutCall, PostCall } from "./calls.ts";
import { lines, query, quoted, type Language } from "./language.ts";

function program(imports: readonly string[], main: string, more: string = ""): string {
  return `
${[...imports]
  .sort()
  .map((name) => `import ${name};`)
  .join("\n")}

public class Sample {
${more}    public static void main(String[] arguments) throws Exception {
${main
  .trim()
  .split("\n")
  .map((line) => (line === "" ? "" : `        ${line}`))
  .join("\n")}
    }
}`;
}

const http = [
  "java.net.URI",
  "java.net.http.HttpClient",
  "java.net.http.HttpRequest",
  "java.net.http.HttpResponse",
];

/** The body as one expression, its pairs encoded here: they are literals. */
function bodyOf({ body, parameters }: PostCall, more: string = ""): string {
  if (body === "form") {
    const parts = parameters.map(([name, value]) => quoted(query([[name, value]])));
    return [parts.join('\n        + "&" + '), ...(more === "" ? [] : [`"&device_code=" + ${more}`])].join(
      "\n        + ",
    );
  }
  const text = JSON.stringify(Object.fromEntries(parameters));
  return more === "" ? quoted(text) : `${quoted(`${text.slice(0, -1)},"device_code":"`)} + ${more} + "\\"}"`;
}

function request({ url, body }: PostCall, text: string): string {
  const type = body === "json" ? "application/json" : "application/x-www-form-urlencoded";
  return `HttpRequest.newBuilder(URI.create(${quoted(url)}))
    .header("Content-Type", "${type}")
    .POST(HttpRequest.BodyPublishers.ofString(${text}))
    .build()`;
}

const stop = `if (answer.statusCode() != 200) {
    System.err.println(answer.statusCode() + " " + answer.body());
    System.exit(1);
}`;

function post(call: PostCall): string {
  return program(
    http,
    `
var request = ${request(call, bodyOf(call))};
var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
${stop}
System.out.println(${call.prints.length === 0 ? '"done"' : "answer.body()"});`,
  );
}

function get({ url, headers }: GetCall): string {
  return program(
    http,
    `
var request = HttpRequest.newBuilder(URI.create(${quoted(url)}))
${lines(headers, "    ", (name, value) => `.header(${quoted(name)}, ${quoted(value)})`)}
    .build();
var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
${stop}
System.out.println(answer.body());`,
  );
}

function authorize({ url, parameters }: AuthorizeCall): string {
  return program(
    ["java.security.MessageDigest", "java.security.SecureRandom", "java.util.Base64"],
    `
var base64url = Base64.getUrlEncoder().withoutPadding();
var random = new byte[64];
new SecureRandom().nextBytes(random);
// Keep both in the session until the browser comes back.
var codeVerifier = base64url.encodeToString(java.util.Arrays.copyOf(random, 32));
var state = base64url.encodeToString(java.util.Arrays.copyOfRange(random, 32, 64));

var digest = MessageDigest.getInstance("SHA-256").digest(codeVerifier.getBytes("US-ASCII"));
System.out.println("code_verifier " + codeVerifier);
System.out.println("state " + state);
System.out.println(${quoted(`${url}?${query(parameters)}`)}
    + "&code_challenge_method=S256&code_challenge=" + base64url.encodeToString(digest)
    + "&state=" + state);`,
  );
}

function device({ start, token }: DeviceCall): string {
  const member = `    /** One member of a flat JSON object; a real program uses a JSON library. */
    static String member(String json, String name) {
        var found = Pattern.compile("\\"" + name + "\\":\\"?([^\\",}]*)").matcher(json);
        return found.find() ? found.group(1) : null;
    }

`;
  return program(
    [...http, "java.util.regex.Pattern"],
    `
var client = HttpClient.newHttpClient();
var start = ${request(start, bodyOf(start))};
var answer = client.send(start, HttpResponse.BodyHandlers.ofString());
${stop}
var deviceCode = member(answer.body(), "device_code");
var seconds = Integer.parseInt(member(answer.body(), "interval"));
System.out.println("Open " + member(answer.body(), "verification_uri_complete")
    + " (code " + member(answer.body(), "user_code") + ")");

var ask = ${request(token, bodyOf(token, "deviceCode"))};
String error;
do {
    Thread.sleep(seconds * 1000L);
    answer = client.send(ask, HttpResponse.BodyHandlers.ofString());
    error = member(answer.body(), "error");
    if ("slow_down".equals(error)) {
        seconds += 5;
    }
} while ("authorization_pending".equals(error) || "slow_down".equals(error));
${stop}
System.out.println(answer.body());`,
    member,
  );
}

function logout({ url, parameters }: LogoutCall): string {
  return program(
    ["java.security.SecureRandom", "java.util.HexFormat"],
    `
var random = new byte[16];
new SecureRandom().nextBytes(random);
// Keep it in the session, and compare it when the browser comes back.
var state = HexFormat.of().formatHex(random);
System.out.println("state " + state);
System.out.println(${quoted(`${url}?${query(parameters)}&state=`)} + state);`,
  );
}

export const java: Language = {
  id: "java",
  label: "Java",
  highlight: "java",
  post,
  get,
  authorize,
  device,
  logout,
};
