/** Apps of an organisation: made with test credentials at once, named, listed (RFC 7591 §2). */
import { Type } from "typebox";
import { makeApp } from "../apps.ts";
import type { AppJson, List } from "../json.ts";
import { AuthMethod, Metadata, proveMetadata, readMetadata } from "../client-metadata.ts";
import { operation, type Operation } from "../operation.ts";
import type { Desk } from "../ports.ts";
import { Problem } from "../problems.ts";
import { AppShape, appJson, listOf } from "../shapes.ts";
import type { Resource } from "../../oauth/resource.ts";

/** Apps of one organisation; more are a mistake of a program. */
export const MOST_APPS = 200;

const ApplicationType = Type.Union(
  (["web", "native", "browser", "machine"] as const).map((type) => Type.Literal(type)),
);

export const listApps: Operation<List<AppJson>> = operation({
  name: "app.list",
  method: "GET",
  path: "/organisations/{organisation}/apps",
  summary: "The apps of an organisation, with the clients they have in each environment.",
  target: "organisation",
  who: { member: "viewer" },
  fresh: false,
  input: Type.Object({ organisation: Type.String() }, { additionalProperties: false }),
  output: listOf(AppShape),
  async run(desk, caller, { organisation }) {
    const apps = await desk.registry(caller.by).listApps(organisation);
    return { items: apps.map((app) => appJson(app)) };
  },
});

export const readApp: Operation<AppJson> = operation({
  name: "app.read",
  method: "GET",
  path: "/apps/{app}",
  summary: "One app.",
  target: "app",
  who: { member: "viewer" },
  fresh: false,
  input: Type.Object({ app: Type.String() }, { additionalProperties: false }),
  output: AppShape,
  run: (_desk, _caller, _input, { app }) => Promise.resolve(appJson(app)),
});

export const createApp: Operation<AppJson> = operation({
  name: "app.create",
  method: "POST",
  path: "/organisations/{organisation}/apps",
  summary:
    "Registers an app. It has test credentials at once; its secret is in this answer and nowhere else.",
  target: "organisation",
  who: { member: "developer" },
  fresh: false,
  input: Type.Object(
    {
      organisation: Type.String(),
      client_name: Type.String({ maxLength: 400 }),
      application_type: ApplicationType,
      redirect_uris: Type.Optional(Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 50 })),
      scope: Type.String({ maxLength: 4000, description: "Scopes of the API, separated by spaces." }),
      grant_types: Type.Optional(Type.Array(Type.String(), { maxItems: 20 })),
      token_endpoint_auth_method: AuthMethod,
      metadata: Metadata,
      /** The API's identifier; needed when there are several. */
      resource: Type.Optional(Type.String()),
    },
    { additionalProperties: false },
  ),
  output: AppShape,
  async run(desk, caller, input) {
    const api = await apiOf(desk, input.resource);
    const registry = desk.registry(caller.by);
    const { application_type, token_endpoint_auth_method: method } = input;
    const metadata = readMetadata(input.metadata ?? {}, application_type, caller);
    const made = makeApp(
      {
        client_name: input.client_name,
        application_type: input.application_type,
        organisation: input.organisation,
        environments: ["test"],
        scopes: wordsOf(input.scope),
        ...(input.redirect_uris === undefined ? {} : { redirect_uris: input.redirect_uris }),
        ...(input.grant_types === undefined ? {} : { grant_types: input.grant_types }),
        ...(method === undefined ? {} : { token_endpoint_auth_method: method }),
        metadata,
      },
      api,
      desk,
    );
    if ("troubles" in made) throw new Problem("invalid", made.troubles.map(asSent));
    const [client] = made.app.clients;
    if (client !== undefined)
      await proveMetadata(client.token_endpoint_auth_method, metadata, client.redirect_uris, desk);
    if (!(await registry.createApp(made.app, MOST_APPS))) throw new Problem("too_many");
    const app = await registry.findApp(made.app.id);
    if (app === null) throw new Problem("conflict");
    return appJson(app, made.secrets);
  },
});

export const renameApp: Operation<AppJson> = operation({
  name: "app.rename",
  method: "PATCH",
  path: "/apps/{app}",
  summary: "Gives an app another name. Every person is asked again, because the name is what they agreed to.",
  target: "app",
  who: { member: "developer" },
  fresh: false,
  input: Type.Object(
    { app: Type.String(), client_name: Type.String({ maxLength: 400 }) },
    { additionalProperties: false },
  ),
  output: AppShape,
  async run(desk, caller, { client_name }, { app }) {
    const name = readName(client_name, "client_name");
    const registry = desk.registry(caller.by);
    await registry.renameApp(app.id, name);
    return appJson((await registry.findApp(app.id)) ?? app);
  },
});

export const deleteApp: Operation<{ deleted: boolean }> = operation({
  name: "app.delete",
  method: "DELETE",
  path: "/apps/{app}",
  summary: "Deletes an app for good: every token, secret and client of it ends.",
  target: "app",
  who: { member: "owner" },
  fresh: true,
  input: Type.Object({ app: Type.String() }, { additionalProperties: false }),
  output: Type.Object({ deleted: Type.Boolean() }),
  async run(desk, caller, _input, { app }) {
    // What staff suspended stays where they can see it.
    if (app.suspendedAt !== null) throw new Problem("suspended");
    return { deleted: await desk.registry(caller.by).deleteApp(app.id, desk.clock.now()) };
  },
});

export const suspendApp: Operation<AppJson> = operation({
  name: "app.suspend",
  method: "POST",
  path: "/apps/{app}/suspension",
  summary: "Ends all that an app holds and refuses it everywhere within a second. For staff.",
  target: "app",
  who: { staff: "reviewer" },
  fresh: true,
  input: Type.Object(
    { app: Type.String(), reason: Type.String({ minLength: 1, maxLength: 1000 }) },
    { additionalProperties: false },
  ),
  output: AppShape,
  async run(desk, caller, { reason }, { app }) {
    const registry = desk.registry(caller.by);
    await registry.suspendApp(app.id, reason, desk.clock.now());
    return appJson((await registry.findApp(app.id)) ?? app);
  },
});

export const resumeApp: Operation<AppJson> = operation({
  name: "app.resume",
  method: "DELETE",
  path: "/apps/{app}/suspension",
  summary: "Lets a suspended app begin anew; what was ended stays ended. For staff.",
  target: "app",
  who: { staff: "reviewer" },
  fresh: true,
  input: Type.Object({ app: Type.String() }, { additionalProperties: false }),
  output: AppShape,
  async run(desk, caller, _input, { app }) {
    const registry = desk.registry(caller.by);
    await registry.suspendApp(app.id, null, desk.clock.now());
    return appJson((await registry.findApp(app.id)) ?? app);
  },
});

/** The API that is meant: the only one when nothing was said. Throws Problem `invalid`. */
export async function apiOf(
  desk: Pick<Desk, "resources">,
  identifier: string | undefined,
): Promise<Resource> {
  const all = await desk.resources();
  const [only, another] = all;
  const found =
    identifier === undefined
      ? another === undefined
        ? only
        : undefined
      : all.find((api) => api.identifier === identifier);
  if (found === undefined)
    throw new Problem("invalid", [
      { field: "resource", sentence: "Name one of the APIs that are registered here." },
    ]);
  return found;
}

/** A name that people will read. Throws Problem `invalid`. */
export function readName(wanted: string, field: string): string {
  const name = wanted.trim();
  if (name === "" || Array.from(name).length > 80)
    throw new Problem("invalid", [{ field, sentence: "Give a name of 1 to 80 characters." }]);
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(name))
    throw new Problem("invalid", [{ field, sentence: "The name holds an invisible character." }]);
  return name;
}

export const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

/** `scopes` are sent as `scope`, as everywhere in OAuth. */
export const asSent = (trouble: { field: string; sentence: string }): { field: string; sentence: string } =>
  trouble.field === "scopes" ? { ...trouble, field: "scope" } : trouble;
