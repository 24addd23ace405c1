/** For the tests of a partner, in the test environment only: simulated persons, and what they allow without a browser. */
import { Type } from "typebox";
import { uuid7 } from "../../lib/random.ts";
import { parametersOf } from "../../oauth/checks/parameters.ts";
import { locationOf } from "../../oauth/authorize/answer.ts";
import { authorizeParameters } from "../../oauth/authorize/read.ts";
import { standardClaims } from "../../oauth/openid/scopes.ts";
import type { List, TestAnswerJson, TestPersonJson } from "../json.ts";
import { operation, type Operation } from "../operation.ts";
import { Problem } from "../problems.ts";
import { TEST_SCOPE } from "../scopes.ts";
import { listOf, stamp } from "../shapes.ts";
import type { TestPerson } from "../test-people.ts";
import { readName } from "./apps.ts";

/** Of one app, at a time. */
const MOST = 100;
/** Of all claims of one, as JSON. */
const LONGEST_CLAIMS = 4000;
/** What follows from the row itself. */
const settable: ReadonlySet<string> = new Set(
  standardClaims.filter((name) => !["name", "locale", "updated_at"].includes(name)),
);

const Text = Type.String();
const Shape = Type.Object({
  id: Text,
  name: Text,
  locale: Type.Union([Text, Type.Null()]),
  claims: Type.Record(Text, Type.Unknown()),
  created_at: Text,
});

const json = ({ id, name, locale, claims, createdAt }: TestPerson): TestPersonJson => ({
  id,
  name,
  locale,
  claims: { ...claims },
  created_at: stamp(createdAt),
});

export const listTestPeople: Operation<List<TestPersonJson>> = operation({
  name: "test_person.list",
  method: "GET",
  path: "/apps/{app}/test-persons",
  summary: "The simulated persons of an app.",
  scope: TEST_SCOPE,
  target: "app",
  who: { member: "viewer" },
  fresh: false,
  input: Type.Object({ app: Text }, { additionalProperties: false }),
  output: listOf(Shape),
  run: async (desk, _caller, { app }) => ({ items: (await desk.testPeople.list(app)).map(json) }),
});

export const createTestPerson: Operation<TestPersonJson> = operation({
  name: "test_person.create",
  method: "POST",
  path: "/apps/{app}/test-persons",
  summary:
    "Makes a person up, for the tests of an app. It signs in nowhere, and no live client ever gets a token for it.",
  scope: TEST_SCOPE,
  target: "app",
  who: { member: "developer" },
  fresh: false,
  input: Type.Object(
    {
      app: Text,
      name: Type.String({ maxLength: 400 }),
      locale: Type.Optional(Type.String({ maxLength: 35, pattern: "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$" })),
      claims: Type.Optional(
        Type.Record(Text, Type.Unknown(), {
          description: "Standard claims (OpenID Connect Core §5.1), e.g. email and email_verified.",
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: Shape,
  async run(desk, caller, { name, locale = null, claims = {} }, { app }) {
    if (app.suspendedAt !== null) throw new Problem("suspended");
    const unknown = Object.keys(claims).find((claim) => !settable.has(claim));
    if (unknown !== undefined || JSON.stringify(claims).length > LONGEST_CLAIMS)
      throw new Problem("invalid", [
        { field: "claims", sentence: "Give standard claims of OpenID Connect, of 4000 characters at most." },
      ]);
    const person: TestPerson = {
      id: `sim_${uuid7(desk.clock, desk.random)}`,
      app: app.id,
      name: readName(name, "name"),
      locale,
      claims,
      createdAt: desk.clock.now(),
    };
    if (!(await desk.testPeople.create(person, MOST, caller.by))) throw new Problem("too_many");
    return json(person);
  },
});

export const deleteTestPerson: Operation<{ deleted: boolean }> = operation({
  name: "test_person.delete",
  method: "DELETE",
  path: "/apps/{app}/test-persons/{person}",
  summary: "Deletes a simulated person, with every consent and token that was theirs.",
  scope: TEST_SCOPE,
  target: "app",
  who: { member: "developer" },
  fresh: false,
  input: Type.Object({ app: Text, person: Text }, { additionalProperties: false }),
  output: Type.Object({ deleted: Type.Boolean() }),
  async run(desk, caller, { app, person }) {
    if (!(await desk.testPeople.remove(app, person, desk.clock.now(), caller.by)))
      throw new Problem("not_found");
    return { deleted: true };
  },
});

const asked = [...authorizeParameters].filter((name) => name !== "client_id");

export const giveTestConsent: Operation<TestAnswerJson> = operation({
  name: "test_consent.give",
  method: "POST",
  path: "/apps/{app}/test-consents",
  summary:
    "Decides for a simulated person about an authorization request of the app's test client, and answers what the browser would bring back.",
  scope: TEST_SCOPE,
  target: "app",
  who: { member: "developer" },
  fresh: false,
  input: Type.Object(
    {
      app: Text,
      person: Text,
      decision: Type.Optional(Type.Union([Type.Literal("allow"), Type.Literal("deny")])),
      client_id: Text,
      ...Object.fromEntries(asked.map((name) => [name, Type.Optional(Type.String({ maxLength: 8192 }))])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    location: Type.String({ description: "Where the browser would go: the redirect URI with the answer." }),
    redirect_uri: Text,
    response_mode: Text,
    parameters: Type.Record(Text, Text, { description: "The answer: code, state and iss, or error." }),
  }),
  async run(desk, caller, { person, decision = "allow", ...input }, { app }) {
    const test = app.clients.find(({ environment }) => environment === "test");
    if (test?.client_id !== input.client_id)
      throw new Problem("invalid", [
        { field: "client_id", sentence: "Give the client_id of this app's test environment." },
      ]);
    if ((await desk.testPeople.find(app.id, person)) === null)
      throw new Problem("invalid", [{ field: "person", sentence: "Give a simulated person of this app." }]);
    const sent: Readonly<Record<string, unknown>> = input;
    const pairs = [...authorizeParameters].flatMap((name): [string, string][] => {
      const value = sent[name];
      return typeof value === "string" ? [[name, value]] : [];
    });
    const request = { parameters: parametersOf(pairs), subject: person, decision, by: caller.by };
    const answer = await desk.headless(request);
    return {
      location: locationOf(answer),
      redirect_uri: answer.target.uri,
      response_mode: answer.response_mode,
      parameters: Object.fromEntries(answer.parameters),
    };
  },
});
