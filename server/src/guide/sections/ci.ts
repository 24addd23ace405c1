/** A partner's own tests: simulated persons and consent without a browser, in the test environment. */
import { ciPrograms } from "../samples/ci.ts";
import { valuesOf } from "../samples/calls.ts";
import { code, link, say } from "../text.ts";
import { list, prose, steps, type WriteSection } from "./section.ts";

export const ci: WriteSection = (facts) => {
  const { grants, settings } = facts;
  if (settings.management_api !== "on" || !grants.has("authorization_code")) return null;
  const values = { ...valuesOf(facts), management: "YOUR_TEST_TOKEN", app: "YOUR_APP_ID" };
  return {
    id: "ci",
    title: "In your CI",
    blocks: [
      prose(
        say`Tests that run by themselves need people who allow your app without a browser. In the test environment you make them up: a simulated person has a name and claims, signs in nowhere, and is unknown to the live environment.`,
      ),
      steps(
        say`Get a token of the management API with the scope ${code("gatehouse:test")}. It allows nothing else. Create a program for it in the portal, on the page “Test programs” of your organisation: its secret is shown once, and ${code("client_credentials")} gets the token.`,
        say`${code("POST /v1/apps/{app}/test-persons")} makes a person; the answer has its ${code("id")}, which is ${code("sub")} in tokens.`,
        say`${code("POST /v1/apps/{app}/test-consents")} takes the parameters of ${link("an authorization request", "#authorize")} and that person, checks them as the endpoint does, and answers what the browser would bring back: ${code("location")}, and its ${code("parameters")}.`,
        say`Exchange the code ${link("as always", "#exchange")}. Delete the person when you are done: all of its tokens end.`,
      ),
      {
        kind: "sample",
        id: "ci",
        title: "A token for a person who does not exist",
        programs: ciPrograms(facts, values),
      },
      list(
        say`A refusal comes back as it would to your redirect URI: ${code("error")} is among the parameters. ${code(`"decision": "deny"`)} lets you test a person who says no.`,
        say`Send ${code("Idempotency-Key")} when you repeat a call. An app has a hundred simulated persons at most.`,
        say`The portal shows them on the page “Simulated persons” of your app.`,
      ),
    ],
  };
};
