/** How an app comes to be, what its credentials are, and test beside live. */
import { namesOf, pathOf } from "../names.ts";
import { code, codes, link, say } from "../text.ts";
import { list, note, prose, steps, table, type WriteSection } from "./section.ts";

/** When an app gets live credentials, by the setting `app_creation`. */
const LIVE = {
  open: say`Test and live credentials are there at once. Begin with the ${link("test pair", "#environments")}.`,
  approve_live: say`The ${link("test credentials", "#environments")} are there at once. When your app works, ask for live ones in the portal: a person looks at it first.`,
  invite_only: say`The portal is open to whoever was invited. The ${link("test credentials", "#environments")} are there at once; live ones come after a person has looked at your app.`,
} as const;

export const register: WriteSection = (facts) => {
  const { company, id, secret } = namesOf(facts);
  const { grants, metadata, reader, settings } = facts;
  const base = pathOf(metadata.issuer).replace(/\/$/, "");
  return {
    id: "register",
    title: "Register your app",
    blocks: [
      prose(
        say`Your app is registered once, by the people who make it. Your customers register nothing: they allow your app, or they do not.`,
      ),
      steps(
        say`Register the app in the ${link("developer portal", `${base}/portal`)} of ${company}${grants.has("authorization_code") ? say`, with its name and its ${link("redirect URIs", "#redirect-uris")}` : say`, with its name`}.`,
        say`Take note of the ${id} (${code("client_id")}) and the ${secret} (${code("client_secret")}). You can look the ${id} up at any time; the ${secret} is shown once, so store it where your server finds it and nobody else does.`,
        LIVE[settings.app_creation],
        say`Ask for the ${link("scopes", "#routes")} that your app needs, and for no more.`,
      ),
      prose(
        say`A ${secret} never goes into JavaScript that a browser runs, into an app that you hand out, or into a URL. When one has leaked, or might have: make a second one, change your servers over, and end the first. Several are valid at the same time for that.`,
      ),
      ...(settings.registration === "off" && settings.mcp === "off"
        ? []
        : [
            prose(
              say`Programs can register themselves as well (RFC 7591), at ${code(metadata.registration_endpoint ?? "")}${settings.registration === "token" ? say`, with an initial access token that ${company} gives out` : say``}.`,
            ),
          ]),
      ...(reader === null
        ? []
        : [
            note(
              say`The samples on this page carry the ${id} of your test app ${reader.app}: ${code(reader.client_id)}. ${reader.client_secret === null ? `Its ${secret} is known to you only: put it in where the samples say so.` : `Its ${secret} stands in them too, this once.`}`,
            ),
          ]),
    ],
  };
};

export const environments: WriteSection = (facts) => {
  const { id, secret } = namesOf(facts);
  const { metadata, settings } = facts;
  const passport = settings.access_token_profile === "passport";
  return {
    id: "environments",
    title: "Test and live",
    blocks: [
      prose(
        say`Every app has two pairs of credentials. They use the same addresses (${code(metadata.issuer)}) and never each other's tokens.`,
      ),
      table(
        ["", "Test", "Live"],
        [
          [say`${id} begins with`, say`${code("test_")}`, say`${code("live_")}`],
          [say`${secret} begins with`, say`${code("ghs_test_")}`, say`${code("ghs_live_")}`],
          [
            say`What the API sees`,
            say`${passport ? code("is_test: true") : code("env: test")}`,
            say`${passport ? code("is_test: false") : code("env: live")}`,
          ],
          [say`Data behind the API`, say`test data`, say`real data of real people`],
        ],
      ),
      list(
        say`Build and try everything with the test pair; go live by changing the two values and nothing else.`,
        say`A test token at the live API is refused (${code("wrong_environment")}), and the other way round.`,
        say`The prefixes ${codes(["test_", "live_"])} are there for people and for secret scanners; do not parse them.`,
      ),
    ],
  };
};
