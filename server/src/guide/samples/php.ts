/** The samples in PHP with its curl extension. */
import type { AuthorizeCall, DeviceCall, GetCall, LogoutCall, PostCall } from "./calls.ts";
import { lines, query, type Language } from "./language.ts";

function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}

function array(parameters: PostCall["parameters"], more: string = ""): string {
  return `[\n${lines(parameters, "    ", (name, value) => `${quote(name)} => ${quote(value)},`)}${more}\n]`;
}

/** A function that sends, and answers status and body. */
function sender({ url, body }: PostCall, name: string): string {
  const [data, header] =
    body === "json"
      ? ["json_encode($payload)", "\n        CURLOPT_HTTPHEADER => ['Content-Type: application/json'],"]
      : ["http_build_query($payload)", ""];
  return `function ${name}(array $payload): array
{
    $request = curl_init(${quote(url)});
    curl_setopt_array($request, [
        CURLOPT_RETURNTRANSFER => true,${header}
        CURLOPT_POSTFIELDS => ${data},
    ]);
    $body = curl_exec($request);
    return [curl_getinfo($request, CURLINFO_RESPONSE_CODE), $body];
}`;
}

const stop = `if ($status !== 200) {
    fwrite(STDERR, "$status $body\\n");
    exit(1);
}`;

const prints = (names: readonly string[]): string =>
  names.map((name) => `echo "${name} {$token['${name}']}\\n";`).join("\n");

function post(call: PostCall): string {
  return `
<?php

${sender(call, "send")}

[$status, $body] = send(${array(call.parameters)});
${stop}
${call.prints.length === 0 ? `echo "done\\n";` : `$token = json_decode($body, true);\n${prints(call.prints)}`}`;
}

function get({ url, headers }: GetCall): string {
  return `
<?php

$request = curl_init(${quote(url)});
curl_setopt_array($request, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
${lines(headers, "        ", (name, value) => `${quote(`${name}: ${value}`)},`)}
    ],
]);
$body = curl_exec($request);
$status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
${stop}
echo $body, "\\n";`;
}

function authorize({ url, parameters }: AuthorizeCall): string {
  return `
<?php

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

// Keep both in the session until the browser comes back.
$code_verifier = base64url(random_bytes(32));
$state = bin2hex(random_bytes(16));

$query = http_build_query([
    'code_challenge_method' => 'S256',
    'code_challenge' => base64url(hash('sha256', $code_verifier, true)),
    'state' => $state,
]);
echo "code_verifier $code_verifier\\n";
echo "state $state\\n";
echo ${quote(`${url}?${query(parameters)}`)} . "&$query\\n";`;
}

function device({ start, token }: DeviceCall): string {
  return `
<?php

${sender(start, "start")}

${sender(token, "ask")}

[$status, $body] = start(${array(start.parameters)});
${stop}
$device = json_decode($body, true);
echo "Open {$device['verification_uri_complete']} (code {$device['user_code']})\\n";

$interval = $device['interval'];
$payload = ${array(token.parameters, "\n    'device_code' => $device['device_code'],")};
do {
    sleep($interval);
    [$status, $body] = ask($payload);
    $token = json_decode($body, true);
    $error = $token['error'] ?? null;
    if ($error === 'slow_down') {
        $interval += 5;
    }
} while ($error === 'authorization_pending' || $error === 'slow_down');
${stop}
${prints(token.prints)}`;
}

function logout({ url, parameters }: LogoutCall): string {
  return `
<?php

// Keep it in the session, and compare it when the browser comes back.
$state = bin2hex(random_bytes(16));
echo 'state ', $state, PHP_EOL;
echo ${quote(`${url}?${query(parameters)}&state=`)}, $state, PHP_EOL;`;
}

export const php: Language = {
  id: "php",
  label: "PHP",
  highlight: "php",
  post,
  get,
  authorize,
  device,
  logout,
};
