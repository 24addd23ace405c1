/** RFC 7009, RFC 9068, RFC 6749 §3.1.2 — how to treat tokens, and which addresses can be registered. */
import type { GuideFacts } from "../facts.ts";
import { refusals } from "../../oauth/refusals.ts";
import { lasting, namesOf, pathOf } from "../names.ts";
import { callsOf } from "../samples/calls.ts";
import { code, codes, say, type Text } from "../text.ts";
import { list, prose, sample, table, type WriteSection } from "./section.ts";

function form({ settings }: GuideFacts): Text {
  if (settings.access_token_profile === "opaque")
    return say`An opaque text; only the API can ask what it means.`;
  const size =
    settings.signing_alg.endsWith("256") && /^[RP]S/.test(settings.signing_alg)
      ? `, ${settings.rsa_bits} bits`
      : "";
  return say`A JWT signed with ${code(settings.signing_alg)}${size}, in the ${settings.access_token_profile === "passport" ? "form of Laravel Passport" : "form of RFC 9068"}. Your app treats it as a text.`;
}

export const tokens: WriteSection = (facts) => {
  const { settings, grants, metadata } = facts;
  const { company, id, secret } = namesOf(facts);
  const people = grants.has("authorization_code") || grants.has("device_code");
  return {
    id: "tokens",
    title: "Keep tokens well",
    blocks: [
      table(
        ["", ""],
        [
          [say`Form`, form(facts)],
          [say`Access token`, say`${lasting(settings.access_token_seconds)}`],
          ...(people ? [[say`Authorization code`, say`${lasting(settings.code_seconds)}, once`]] : []),
          ...(grants.has("refresh_token")
            ? [
                [
                  say`Refresh token`,
                  say`${lasting(settings.refresh_idle_seconds)} unused, ${lasting(settings.refresh_absolute_seconds)} in all`,
                ],
              ]
            : []),
        ],
      ),
      list(
        say`Keep ${id} and ${secret} secure and do not expose them publicly. Access tokens are as sensitive: send them over HTTPS only, and keep them out of logs, URLs and error reports.`,
        say`A token that starts with ${codes(["ghs_", "ghr_", "gha_"])} in a public place is a leak: end it, and tell ${company}.`,
        ...(people
          ? [
              say`People can disconnect your app at any time. Then the API answers 401 and refreshing answers ${code(refusals.unknown_refresh_token.error)}: ask them again, and not in a loop.`,
            ]
          : []),
        say`Give back what you no longer need, for instance when somebody leaves your service: ${code(`POST ${pathOf(metadata.revocation_endpoint)}`)}. The answer is 200 whether the token was known or not.`,
      ),
      sample("revoke", "Give a token back", callsOf(facts).revoke),
    ],
  };
};

export const redirectUris: WriteSection = (facts) => {
  if (!facts.grants.has("authorization_code")) return null;
  return {
    id: "redirect-uris",
    title: "Redirect URIs",
    blocks: [
      prose(
        say`You register the addresses to which people come back; any other is refused. Your ${code("redirect_uri")} should not change from request to request: put what changes into ${code("state")}.`,
      ),
      list(
        say`It is compared character by character: scheme, host, port, path, query and the trailing slash.`,
        say`An app may have several. One environment's addresses are not the other's.`,
        say`${code("https")} only; plain ${code("http")} for ${codes(["127.0.0.1", "[::1]", "localhost"])}, where a native app may use any port.`,
        say`No fragment, no wildcard, no user name, and no query parameter that the answer brings itself (${codes(["code", "state", "iss", "error"])}).`,
        say`Native apps may have a scheme of their own that has a dot in it, such as ${code("com.example.app:/callback")}.`,
      ),
    ],
  };
};

export const identity: WriteSection = (facts) => {
  if (!facts.grants.has("authorization_code")) return null;
  const { metadata } = facts;
  return {
    id: "identity",
    title: "Who signed in",
    blocks: [
      prose(
        say`With the scope ${code("openid")} the answer also has an ${code("id_token")} (OpenID Connect), which says who signed in. Check its signature, ${codes(["iss", "aud", "exp", "nonce"])}; never send it to an API.`,
      ),
      table(
        ["For", "Use"],
        [
          [say`The signing keys`, say`${code(metadata.jwks_uri)}`],
          [
            say`More about the person`,
            say`${code(`GET ${pathOf(metadata.userinfo_endpoint)}`)} with the access token, and the scopes ${codes(["profile", "email"])}`,
          ],
        ],
      ),
    ],
  };
};

export const logout: WriteSection = (facts) => {
  if (!facts.grants.has("authorization_code")) return null;
  const { metadata } = facts;
  const { company } = namesOf(facts);
  return {
    id: "logout",
    title: "Signing out",
    blocks: [
      prose(
        say`Whoever signs out of your app may still be signed in at ${company}. To end that too, send the browser to ${code(pathOf(metadata.end_session_endpoint))} (RP-Initiated Logout).`,
      ),
      sample("logout", "Send a person to sign out", callsOf(facts).logout),
      table(
        ["Parameter", "Meaning"],
        [
          [
            say`${code("id_token_hint")}`,
            say`The last ${code("id_token")} that you got for this person. An old one will do. Without it the person is asked whether to sign out.`,
          ],
          [
            say`${code("post_logout_redirect_uri")}`,
            say`Where the browser goes afterwards. It must be registered, character by character, and needs the hint; otherwise the browser stays at ${company}.`,
          ],
          [say`${code("state")}`, say`Comes back as it was. Compare it with the one that you kept.`],
        ],
      ),
      prose(
        say`To be told when a person signs out elsewhere, register a ${code("backchannel_logout_uri")} (Back-Channel Logout). A ${code("logout_token")} is posted there, a JWT of type ${code("logout+jwt")}:`,
      ),
      list(
        say`Check its signature with the keys of ${code(metadata.jwks_uri)}, then ${codes(["iss", "aud", "exp", "events"])}, and that it has no ${code("nonce")}.`,
        say`End the sessions that came from this ${code("sid")}: the same value is in the ${code("id_token")}.`,
        say`Answer 200 at once. Anything else counts as not heard, and the token comes again, later and later.`,
      ),
    ],
  };
};
