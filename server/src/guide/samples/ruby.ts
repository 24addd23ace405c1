/** The samples in Ruby, with its standard library only. */
import type { AuthorizeCall, DeviceCall, GetCall, LogoutCall, PostCall } from "./calls.ts";
import { lines, query, type Language } from "./language.ts";

/** A string in which nothing is replaced. */
function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}

function hash(parameters: PostCall["parameters"], more: string = ""): string {
  return `{\n${lines(parameters, "  ", (name, value) => `${quote(name)} => ${quote(value)},`)}${more}\n}`;
}

/** The expression that sends `payload`. */
function send({ url, body }: PostCall, payload: string): string {
  return body === "json"
    ? `Net::HTTP.post(URI(${quote(url)}), JSON.generate(${payload}), 'Content-Type' => 'application/json')`
    : `Net::HTTP.post_form(URI(${quote(url)}), ${payload})`;
}

const prints = (names: readonly string[]): string =>
  names.map((name) => `puts "${name} #{token['${name}']}"`).join("\n");

const ready = `require 'json'\nrequire 'net/http'`;
const stop = `abort "#{answer.code} #{answer.body}" unless answer.is_a?(Net::HTTPSuccess)`;

function post(call: PostCall): string {
  return `
${ready}

payload = ${hash(call.parameters)}
answer = ${send(call, "payload")}
${stop}
${call.prints.length === 0 ? "puts 'done'" : `\ntoken = JSON.parse(answer.body)\n${prints(call.prints)}`}`;
}

function get({ url, headers }: GetCall): string {
  return `
require 'net/http'

headers = ${hash(headers)}
answer = Net::HTTP.get_response(URI(${quote(url)}), headers)
${stop}
puts answer.body`;
}

function authorize({ url, parameters }: AuthorizeCall): string {
  return `
require 'digest'
require 'securerandom'
require 'uri'

# Keep both for this browser until it comes back.
code_verifier = SecureRandom.urlsafe_base64(32)
state = SecureRandom.hex(16)

challenge = [Digest::SHA256.digest(code_verifier)].pack('m0').tr('+/', '-_').delete('=')
query = URI.encode_www_form(
  'code_challenge_method' => 'S256',
  'code_challenge' => challenge,
  'state' => state
)
puts "code_verifier #{code_verifier}"
puts "state #{state}"
puts ${quote(`${url}?${query(parameters)}`)} + '&' + query`;
}

function device({ start, token }: DeviceCall): string {
  return `
${ready}

answer = ${send(start, hash(start.parameters))}
${stop}
device = JSON.parse(answer.body)
puts "Open #{device['verification_uri_complete']} (code #{device['user_code']})"
$stdout.flush

token = nil
interval = device['interval']
payload = ${hash(token.parameters, "\n  'device_code' => device['device_code']")}
loop do
  sleep interval
  answer = ${send(token, "payload")}
  token = JSON.parse(answer.body)
  case token['error']
  when 'authorization_pending' then next
  when 'slow_down' then interval += 5
  when nil then break
  else abort token['error_description']
  end
end
${prints(token.prints)}`;
}

function logout({ url, parameters }: LogoutCall): string {
  return `
require 'securerandom'

# Keep it for this browser, and compare it when it comes back.
state = SecureRandom.hex(16)
puts "state #{state}"
puts ${quote(`${url}?${query(parameters)}&state=`)} + state`;
}

export const ruby: Language = {
  id: "ruby",
  label: "Ruby",
  highlight: "ruby",
  post,
  get,
  authorize,
  device,
  logout,
};
