/** RFC 6749 §4.4, RFC 8628, RFC 8693 — machines, devices, calls passed on. */
import { refusals } from "../../oauth/refusals.ts";
import { lasting, namesOf, pathOf } from "../names.ts";
import { callsOf } from "../samples/calls.ts";
import { code, link, say, strong } from "../text.ts";
import { answer, list, note, prose, sample, steps, table, wire, type WriteSection } from "./section.ts";

export const machine: WriteSection = (facts) => {
  const { grants, settings, api } = facts;
  if (!grants.has("client_credentials")) return null;
  const { id, secret, token, mediaType } = namesOf(facts);
  const path = pathOf(token);
  const { machine: call } = callsOf(facts);
  const persons = (api?.scopes ?? []).filter(({ person }) => person).map(({ name }) => name);
  return {
    id: "machine",
    title: "Tokens for a machine",
    blocks: [
      prose(
        say`From server to server, with no person: your app gets a token for itself with ${code(`POST ${path}`)} and a body of type ${code(mediaType)}.`,
      ),
      sample("machine", "Get an access token", call),
      wire("The request", [
        `POST ${path} HTTP/1.1`,
        "Accept: application/json",
        `Content-Type: ${mediaType}`,
        "",
        settings.guide_token_body === "json"
          ? JSON.stringify(Object.fromEntries(call.parameters), null, 2)
          : new URLSearchParams(call.parameters.map(([name, value]) => [name, value])).toString(),
      ]),
      table(
        ["Parameter", "Meaning"],
        [
          [say`${code("grant_type")}`, say`${strong("Required.")} Must be ${code("client_credentials")}.`],
          [say`${code("client_id")}`, say`${strong("Required.")} Your ${id}.`],
          [say`${code("client_secret")}`, say`${strong("Required.")} Your ${secret}.`],
          [
            say`${code("scope")}`,
            say`${strong(settings.scope_when_absent === "refuse" ? "Required." : "Optional.")} ${link("Scopes", "#routes")} separated by spaces. ${settings.scope_when_absent === "refuse" ? "" : "Without it you get every scope that your app was assigned."}`,
          ],
        ],
      ),
      answer("The answer", {
        token_type: "Bearer",
        expires_in: settings.access_token_seconds,
        access_token: "eyJ…",
        scope: call.parameters.find(([name]) => name === "scope")?.[1] ?? "",
      }),
      list(
        say`The token lasts ${code("expires_in")} seconds (${lasting(settings.access_token_seconds)}) and cannot be refreshed: there is no refresh token. Ask again shortly before it runs out. Tokens that you got earlier stay valid until their own end.`,
        say`Keep a token and use it for many calls; do not get one for each.`,
        ...(persons.length === 0
          ? []
          : [
              say`No person stands behind this token. Scopes about a person have no effect in it and are left out of the answer; routes that need a person refuse it and say so.`,
            ]),
      ),
      ...(settings.token_endpoint_get === "basic_only"
        ? [
            note(
              say`${code(`GET ${path}`)} works too, for this grant only, with ${id} and ${secret} as HTTP Basic. A ${secret} in the query is refused: URLs end up in logs.`,
            ),
          ]
        : []),
    ],
  };
};

export const device: WriteSection = (facts) => {
  const { grants, metadata } = facts;
  if (!grants.has("device_code")) return null;
  const { company } = namesOf(facts);
  return {
    id: "device",
    title: "Devices without a keyboard",
    blocks: [
      prose(
        say`A television or a command line shows a code; the person opens a page on their telephone, types it and decides (RFC 8628).`,
      ),
      sample("device", "Connect a device", callsOf(facts).device),
      steps(
        say`Send ${code("client_id")} and ${code("scope")} to ${code(`POST ${pathOf(metadata.device_authorization_endpoint)}`)}.`,
        say`Show the person ${code("user_code")} and ${code("verification_uri")}, or a QR code of ${code("verification_uri_complete")}.`,
        say`Ask for the token every ${code("interval")} seconds. ${code(refusals.device_undecided.error)} means go on; ${code(refusals.device_too_fast.error)} means five seconds more between two questions; ${code(refusals.device_denied.error)} and ${code(refusals.device_code_expired.error)} mean that it is over.`,
      ),
      note(
        say`${company} asks the person to go on only if they started this themselves. Say on your screen who you are.`,
      ),
    ],
  };
};

export const tokenExchange: WriteSection = (facts) => {
  if (!facts.grants.has("token_exchange")) return null;
  return {
    id: "token-exchange",
    title: "Pass a person's call on",
    blocks: [
      prose(
        say`A service of yours that was called with a person's token gets one of its own, for the same person and never for more scopes (RFC 8693).`,
      ),
      sample("token-exchange", "Exchange a token", callsOf(facts).tokenExchange),
      list(
        say`${code("subject_token")} is the access token that you were called with, and ${code("subject_token_type")} says so.`,
        say`Apps of one organisation may exchange among themselves. The new token names your app in ${code("act")}, and ends no later than the first.`,
        say`Narrow it: send ${code("scope")} with what the next call needs.`,
      ),
    ],
  };
};
