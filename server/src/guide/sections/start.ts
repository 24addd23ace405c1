/** What this guide is about, and the shortest way to a first answer. */
import { namesOf } from "../names.ts";
import { code, link, say, type Text } from "../text.ts";
import { list, prose, steps, warning, type WriteSection } from "./section.ts";

export const start: WriteSection = (facts) => {
  const { grants, apis, metadata } = facts;
  const { company, id, secret } = namesOf(facts);
  const ways: Text[] = [];
  if (grants.has("authorization_code"))
    ways.push(
      say`Your app acts for a person who allowed it: the ${link("authorization code flow", "#authorize")}.`,
    );
  if (grants.has("client_credentials"))
    ways.push(say`Your server acts for itself, with no person: ${link("client credentials", "#machine")}.`);
  if (grants.has("device_code"))
    ways.push(
      say`Your app runs where nobody can type, such as a television: the ${link("device flow", "#device")}.`,
    );
  if (grants.has("token_exchange"))
    ways.push(
      say`Your service passes a person's call on to another: ${link("token exchange", "#token-exchange")}.`,
    );
  const onlyCode = grants.has("authorization_code") && !grants.has("client_credentials");
  return {
    id: "start",
    title: "Overview",
    blocks: [
      prose(
        say`${company} uses OAuth 2.0. Your app gets an access token from ${code(metadata.issuer)} and sends it with every call to ${apis.length === 1 ? (apis[0]?.name ?? "the API") : "the APIs"}. This page is made from the settings of the server itself: what it shows is on, and what is not on is not here.`,
      ),
      steps(
        say`${link("Register your app", "#register")}, and keep its ${id} and ${secret}.`,
        onlyCode
          ? say`${link("Send the person", "#authorize")} to ${company}, and exchange the code that comes back.`
          : say`Get an access token, in one of the ways below.`,
        say`${link("Call the API", "#call")} with it.`,
      ),
      ...(ways.length > 1 ? [prose(say`Which way is yours?`), list(...ways)] : []),
      warning(
        say`Tokens are requested by your server, never by a page or an app that you hand out: whoever has your ${secret} is you. The implicit grant and the password grant do not exist here.`,
      ),
    ],
  };
};
