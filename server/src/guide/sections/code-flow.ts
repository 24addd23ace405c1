/** RFC 6749 §4.1, RFC 7636, §6 — the code flow: sending the person, exchanging the code, refreshing. */
import type { GuideFacts } from "../facts.ts";
import { refusals } from "../../oauth/refusals.ts";
import { lasting, namesOf, pathOf } from "../names.ts";
import { callsOf } from "../samples/calls.ts";
import { code, codes, link, say, strong, type Text } from "../text.ts";
import {
  answer,
  heading,
  list,
  note,
  prose,
  sample,
  table,
  warning,
  wire,
  type WriteSection,
} from "./section.ts";

const has = ({ grants }: GuideFacts): boolean => grants.has("authorization_code");

function pkce({ settings }: GuideFacts): string {
  return settings.pkce === "s256_required" ? "Required." : "Recommended.";
}

/** What happens when the method is left out: an omitted method is plain (RFC 7636 §4.3), never guessed. */
function methods(facts: GuideFacts): Text {
  return facts.settings.pkce === "s256_required"
    ? say`${code("S256")}. ${code("plain")}, and leaving it out, are refused.`
    : say`${code("S256")} (recommended) or ${code("plain")}. When it is left out, ${code("plain")} is meant.`;
}

export const authorize: WriteSection = (facts) => {
  if (!has(facts)) return null;
  const { metadata, settings } = facts;
  const { company, id } = namesOf(facts);
  const call = callsOf(facts).authorize;
  const path = pathOf(metadata.authorization_endpoint);
  const parameters: Text[][] = [
    [say`${code("response_type")}`, say`${strong("Required.")} Must be ${code("code")}.`],
    [say`${code("client_id")}`, say`${strong("Required.")} Your ${id}.`],
    [
      say`${code("redirect_uri")}`,
      say`${strong("Required.")} One of the ${link("redirect URIs", "#redirect-uris")} that you registered, character by character. It may be left out when exactly one is registered.`,
    ],
    [
      say`${code("scope")}`,
      say`${strong(settings.scope_when_absent === "refuse" ? "Required." : "Recommended.")} The ${link("scopes", "#routes")} that you want, separated by spaces.`,
    ],
    [
      say`${code("state")}`,
      say`${strong("Recommended.")} A text that nobody can guess, new for each request and kept for this browser. It comes back unchanged: compare it, and stop when it differs.`,
    ],
    [
      say`${code("code_challenge")}`,
      say`${strong(pkce(facts))} PKCE (RFC 7636): the SHA-256 of your code verifier, base64url without padding — ${strong("base64url")}, not plain BASE64. The verifier is 43 to 128 random characters of ${codes(["A-Z", "a-z", "0-9", "-._~"])}, new for each request.`,
    ],
    [say`${code("code_challenge_method")}`, say`${strong(pkce(facts))} ${methods(facts)}`],
  ];
  return {
    id: "authorize",
    title: "Ask a person for access",
    blocks: [
      prose(
        say`Send the browser to ${code(`GET ${path}`)} with these parameters in the query: by a redirect of your server, or by a link. ${company} asks the person to sign in when that is needed, and to allow or deny.`,
      ),
      sample("authorize", "Make the address", call),
      table(["Parameter", "Meaning"], parameters),
      prose(
        say`Sign-in and consent speak the language of the browser (${code("Accept-Language")}), or of ${code("ui_locales")} when you send it: ${codes(metadata.ui_locales_supported)}.`,
      ),
      heading(say`What comes back`),
      prose(
        say`Whether the person allows or denies, the browser returns to your ${code("redirect_uri")} by GET, with these parameters.`,
      ),
      wire("Allowed", [
        `GET ${pathOf(call.parameters.find(([name]) => name === "redirect_uri")?.[1] ?? "")}?code=…&state=…&iss=${encodeURIComponent(metadata.issuer)}`,
      ]),
      table(
        ["Parameter", "Meaning"],
        [
          [
            say`${code("code")}`,
            say`Exchange it ${link("at once", "#exchange")}: it lasts ${lasting(settings.code_seconds)} and works once.`,
          ],
          [say`${code("state")}`, say`What you sent. Check that it is the same.`],
          [say`${code("iss")}`, say`${code(metadata.issuer)}. Refuse any other (RFC 9207).`],
          [
            say`${code("error")}`,
            say`Instead of ${code("code")}: ${code(refusals.person_denied.error)} when the person said no.`,
          ],
        ],
      ),
      note(
        say`An unknown ${code("client_id")}, or a ${code("redirect_uri")} that is not registered, is never answered at that address: the person sees an error page here. To look at a request without a person, send it with ${code("Accept: application/json")}: the answer says whether it would work, and why not. Nothing is issued.`,
      ),
    ],
  };
};

export const exchange: WriteSection = (facts) => {
  if (!has(facts)) return null;
  const { settings, grants } = facts;
  const { id, secret, token, mediaType } = namesOf(facts);
  const call = callsOf(facts).exchange;
  const refreshed = !grants.has("refresh_token")
    ? say`There is no refresh token: ask the person again when you need to.`
    : settings.refresh_token === "always"
      ? say`Always there. With it you ${link("get new tokens", "#refresh")} when this one has run out.`
      : say`There when the scope ${code("offline_access")} was allowed. With it you ${link("get new tokens", "#refresh")} when this one has run out.`;
  return {
    id: "exchange",
    title: "Exchange the code for tokens",
    blocks: [
      prose(
        say`Your server sends ${code(`POST ${pathOf(token)}`)} with these parameters as ${code(mediaType)}. This request must never come from a browser: one with a ${secret} that a page sent is refused.`,
      ),
      sample("exchange", "Exchange the code", call),
      table(
        ["Parameter", "Meaning"],
        [
          [say`${code("grant_type")}`, say`Must be ${code("authorization_code")}.`],
          [say`${code("client_id")}`, say`Your ${id}.`],
          [say`${code("client_secret")}`, say`Your ${secret}.`],
          [say`${code("redirect_uri")}`, say`The one that you sent before.`],
          [say`${code("code")}`, say`The code that came back.`],
          [
            say`${code("code_verifier")}`,
            say`The verifier of which you sent the challenge${settings.pkce === "s256_required" ? "." : "; leave it out when you sent none."}`,
          ],
        ],
      ),
      prose(
        say`${code("client_id")} and ${code("client_secret")} may stand in the ${code("Authorization")} header as HTTP Basic instead; not in both places.`,
      ),
      answer("The answer", {
        access_token: "eyJ…",
        token_type: "Bearer",
        expires_in: settings.access_token_seconds,
        scope:
          call.parameters.length > 0
            ? (callsOf(facts).authorize.parameters.find(([name]) => name === "scope")?.[1] ?? "")
            : "",
        ...(grants.has("refresh_token") ? { refresh_token: "ghr_…" } : {}),
      }),
      table(
        ["Member", "Meaning"],
        [
          [say`${code("access_token")}`, say`What you ${link("send to the API", "#call")}.`],
          [
            say`${code("token_type")}`,
            say`Always ${code("Bearer")}: the token goes into the ${code("Authorization")} header, after that word.`,
          ],
          [
            say`${code("expires_in")}`,
            say`Seconds that the access token lasts: ${code(String(settings.access_token_seconds))} (${lasting(settings.access_token_seconds)}).`,
          ],
          [
            say`${code("scope")}`,
            say`What the token allows. The person may have allowed less than you asked for.`,
          ],
          [say`${code("refresh_token")}`, refreshed],
        ],
      ),
      warning(
        say`Authorization codes are single use. Using one again ends the tokens that the first use gave.`,
      ),
    ],
  };
};

export const refresh: WriteSection = (facts) => {
  const { grants, settings } = facts;
  if (!grants.has("refresh_token")) return null;
  const { id, secret, token } = namesOf(facts);
  return {
    id: "refresh",
    title: "Refresh tokens",
    blocks: [
      prose(
        say`A refresh token outlives the access token by far, so that the person need not be asked again. Send ${code(`POST ${pathOf(token)}`)}; the answer is like the first one: a new access token and a new refresh token.`,
      ),
      sample("refresh", "Get new tokens", callsOf(facts).refresh),
      table(
        ["Parameter", "Meaning"],
        [
          [say`${code("grant_type")}`, say`Must be ${code("refresh_token")}.`],
          [say`${code("client_id")}`, say`Your ${id}.`],
          [say`${code("client_secret")}`, say`Your ${secret}.`],
          [say`${code("refresh_token")}`, say`The newest one that you have.`],
        ],
      ),
      list(
        settings.refresh_token === "always"
          ? say`Every code gives a refresh token; you need not ask for it.`
          : say`Ask for the scope ${code("offline_access")} to get one.`,
        say`Each use gives a new refresh token. Store it before you use the access token.`,
        say`When an answer is lost, send the same refresh token again within ${lasting(settings.refresh_overlap_seconds)}: you get the same new one. Later it counts as stolen, and all tokens of this person's consent end.`,
        say`Unused, it lasts ${lasting(settings.refresh_idle_seconds)}; in all, ${lasting(settings.refresh_absolute_seconds)} after the person allowed your app.`,
        say`${code(refusals.unknown_refresh_token.error)} means that it is over: ${has(facts) ? link("ask the person again", "#authorize") : "ask the person again"}.`,
      ),
    ],
  };
};
