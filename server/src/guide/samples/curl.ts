/** The samples for a shell with curl and openssl. */
import type { AuthorizeCall, DeviceCall, GetCall, LogoutCall, PostCall } from "./calls.ts";
import { lines, query, type Language } from "./language.ts";

/** A word of the shell that means nothing but itself. */
function word(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function json(parameters: PostCall["parameters"]): string {
  return JSON.stringify(Object.fromEntries(parameters), null, 2);
}

function post({ url, body, parameters }: PostCall, more: string = ""): string {
  const data =
    body === "json"
      ? `  --header 'Content-Type: application/json' \\\n  --data ${word(json(parameters))}`
      : lines(parameters, "  ", (name, value) => `--data-urlencode ${word(`${name}=${value}`)} \\`).replace(
          / \\$/,
          "",
        );
  return `curl --silent --show-error --fail-with-body ${word(url)} \\\n${data}${more}`;
}

function get({ url, headers }: GetCall): string {
  const all = lines(headers, "  ", (name, value) => `--header ${word(`${name}: ${value}`)} \\`);
  return `curl --silent --show-error --fail-with-body ${word(url)} \\\n${all.replace(/ \\$/, "")}`;
}

function authorize({ url, parameters }: AuthorizeCall): string {
  return `
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
code_verifier=$(openssl rand 32 | base64url)
code_challenge=$(printf %s "$code_verifier" | openssl dgst -binary -sha256 | base64url)
state=$(openssl rand -hex 16)

echo "code_verifier $code_verifier"
echo "state $state"
echo ${word(`${url}?${query(parameters)}`)}"&code_challenge_method=S256&code_challenge=$code_challenge&state=$state"`;
}

function device({ start, token }: DeviceCall): string {
  const added = token.body === "json" ? "" : ' \\\n    --data-urlencode "device_code=$device_code"';
  const ask =
    token.body === "json"
      ? `curl --silent ${word(token.url)} --header 'Content-Type: application/json' \\
    --data "$(printf '${JSON.stringify({ ...Object.fromEntries(token.parameters), device_code: "%s" })}' "$device_code")"`
      : post(token, added).replaceAll("\n  ", "\n    ").replace(" --fail-with-body", "");
  return `
answer=$(${post(start)})
member() { printf %s "$answer" | sed "s/.*\\"$1\\":\\"\\{0,1\\}\\([^\\",}]*\\).*/\\1/"; }
device_code=$(member device_code)
interval=$(member interval)
echo "Open $(member verification_uri_complete) (code $(member user_code))"

while :; do
  sleep "$interval"
  answer=$(${ask})
  case $answer in
    *authorization_pending*) ;;
    *slow_down*) interval=$((interval + 5)) ;;
    *) printf '%s\\n' "$answer"; break ;;
  esac
done`;
}

function logout({ url, parameters }: LogoutCall): string {
  return `
state=$(openssl rand -hex 16)
echo "state $state"
echo ${word(`${url}?${query(parameters)}&state=`)}"$state"`;
}

export const curl: Language = {
  id: "curl",
  label: "curl",
  highlight: "bash",
  post: (call) => post(call),
  get,
  authorize,
  device,
  logout,
};
