/** The programs with which an organisation's own tests come: test clients of our own API, with the scope for tests and no other. */
import { Type } from "typebox";
import { makeApp } from "../apps.ts";
import type { Caller } from "../caller.ts";
import type { List, TestProgramJson } from "../json.ts";
import { operation, type Operation } from "../operation.ts";
import type { Desk } from "../ports.ts";
import { Problem } from "../problems.ts";
import type { AppView } from "../registry.ts";
import { TEST_SCOPE } from "../scopes.ts";
import { listOf, stamp, stampOrNull } from "../shapes.ts";
import { asSent, MOST_APPS, readName } from "./apps.ts";

const Text = Type.String();
const Moment = Type.String({ format: "date-time" });
const Shape = Type.Object({
  id: Text,
  name: Text,
  client_id: Text,
  /** Only in the answer that made it. */
  client_secret: Type.Optional(Text),
  created_at: Moment,
  last_used_at: Type.Union([Moment, Type.Null()]),
});

export const listTestPrograms: Operation<List<TestProgramJson>> = operation({
  name: "test_program.list",
  method: "GET",
  path: "/organisations/{organisation}/test-programs",
  summary: "The programs of an organisation that may do nothing but tests with simulated persons.",
  target: "organisation",
  who: { member: "viewer" },
  fresh: false,
  input: Type.Object({ organisation: Text }, { additionalProperties: false }),
  output: listOf(Shape),
  run: async (desk, caller, { organisation }) => ({
    items: (await programsOf(desk, caller, organisation)).map(({ json }) => json),
  }),
});

export const createTestProgram: Operation<TestProgramJson> = operation({
  name: "test_program.create",
  method: "POST",
  path: "/organisations/{organisation}/test-programs",
  summary:
    "Makes a program that gets tokens with the scope gatehouse:test and no other, for the organisation's own apps. Its secret is in this answer and nowhere else.",
  target: "organisation",
  who: { member: "developer" },
  fresh: false,
  input: Type.Object(
    { organisation: Text, name: Type.String({ maxLength: 400 }) },
    { additionalProperties: false },
  ),
  output: Shape,
  async run(desk, caller, { organisation, name }) {
    const api = await desk.managementResource();
    if (api === null || desk.settings.management_api === "off") throw new Problem("conflict");
    const wanted = {
      client_name: readName(name, "name"),
      application_type: "machine",
      organisation,
      environments: ["test"],
      scopes: [TEST_SCOPE],
    } as const;
    const made = makeApp(wanted, api, desk);
    if ("troubles" in made) throw new Problem("invalid", made.troubles.map(asSent));
    if (!(await desk.registry(caller.by).createApp(made.app, MOST_APPS))) throw new Problem("too_many");
    const program = (await programsOf(desk, caller, organisation)).find(({ app }) => app.id === made.app.id);
    const client_secret = made.secrets.get(program?.json.client_id ?? "");
    if (program === undefined || client_secret === undefined) throw new Problem("conflict");
    return { ...program.json, client_secret };
  },
});

export const revokeTestProgram: Operation<{ revoked: boolean }> = operation({
  name: "test_program.revoke",
  method: "DELETE",
  path: "/organisations/{organisation}/test-programs/{program}",
  summary: "Deletes a program for tests: its secret and its tokens end at once.",
  target: "organisation",
  who: { member: "developer" },
  fresh: false,
  input: Type.Object({ organisation: Text, program: Text }, { additionalProperties: false }),
  output: Type.Object({ revoked: Type.Boolean() }),
  async run(desk, caller, { organisation, program }) {
    const found = (await programsOf(desk, caller, organisation)).find(({ app }) => app.id === program);
    if (found === undefined) throw new Problem("not_found");
    // What staff suspended stays where they can see it.
    if (found.app.suspendedAt !== null) throw new Problem("suspended");
    return { revoked: await desk.registry(caller.by).deleteApp(program, desk.clock.now()) };
  },
});

/** Those of one organisation. An app with more than this scope, or with a live client, is none. */
async function programsOf(
  desk: Desk,
  caller: Caller,
  organisation: string,
): Promise<{ app: AppView; json: TestProgramJson }[]> {
  const api = await desk.managementResource();
  const apps = await desk.registry(caller.by).listApps(organisation);
  return apps.flatMap((app) => {
    const [client, another] = app.clients;
    if (client === undefined || another !== undefined || client.resource !== api?.identifier) return [];
    if (client.environment !== "test" || client.scopes.join(" ") !== TEST_SCOPE) return [];
    const used = client.secrets.flatMap(({ lastUsedAt }) => lastUsedAt ?? []);
    return {
      app,
      json: {
        id: app.id,
        name: app.name,
        client_id: client.client_id,
        created_at: stamp(app.createdAt),
        last_used_at: stampOrNull(used.length === 0 ? null : Math.max(...used)),
      },
    };
  });
}
