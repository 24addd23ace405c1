/** `/v1` over HTTP with a token of everybody who may come: persons of every role, programs, and those who were shut out. */
import { managementApi } from "../../src/desk/management.ts";
import type { Role } from "../../src/desk/caller.ts";
import { READ, STAFF_SCOPE, TEST_SCOPE, WRITE } from "../../src/desk/scopes.ts";
import type { Staff } from "../../src/accounts/ports.ts";
import { newClientId, newClientSecret } from "../../src/oauth/clients/register.ts";
import { deskWorld, type Company, type DeskWorld } from "../desk/world.ts";
import { cheapPasswords } from "../support/answers.ts";
import { DEVICE } from "../support/device.ts";
import { getCode, postToken, redeem } from "../support/flow.ts";
import { redirectUri, type TestApp } from "../support/server.ts";

/** Who asks, as the declarations of operations speak of it. */
export interface Asker {
  name: string;
  /** Null for somebody without any. */
  token: string | null;
  /** Whether the token is good for this API at all. */
  good: boolean;
  scopes: readonly string[];
  roles: ReadonlyMap<string, Role>;
  staff: Staff | null;
  fresh: boolean;
}

export interface ApiWorld extends DeskWorld {
  askers: readonly Asker[];
  asker(name: string): Asker;
}

export interface Said {
  status: number;
  headers: Headers;
  json: Record<string, unknown>;
}

export const ALL = [READ, WRITE, STAFF_SCOPE, TEST_SCOPE];

/** One request; `body` is sent as JSON. */
export async function call(
  { server }: Pick<ApiWorld, "server">,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Said> {
  const answer = await fetch(`${server.origin}/v1${path}`, {
    method,
    headers: {
      ...headers,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, json: JSON.parse(text) as Said["json"] };
}

/** An app for the management API with these scopes, owned by `organisation`. */
export async function programOf(
  { server }: Pick<ApiWorld, "server">,
  name: string,
  organisation: string,
  scopes: readonly string[],
  grant_types: readonly string[] = ["client_credentials"],
): Promise<TestApp> {
  const { desk, store } = server.gatehouse;
  const client_id = newClientId("live", desk);
  const { client_secret, ...secret } = newClientSecret("live", desk);
  const web = grant_types.includes("authorization_code");
  // What runs at somebody's own place keeps no secret.
  const open = grant_types.includes(DEVICE);
  await store.registry.createApp({
    id: `app_${name}`,
    organisationId: organisation,
    name,
    application_type: web ? "web" : open ? "native" : "machine",
    serviceAccount: name,
    clients: [
      {
        client_id,
        environment: "live",
        resource: managementApi(server.issuer),
        token_endpoint_auth_method: open ? "none" : "client_secret_post",
        grant_types,
        redirect_uris: web ? [redirectUri] : [],
        scopes,
        settings: { pkce: "optional" },
        secrets: open ? [] : [{ ...secret, label: "first" }],
      },
    ],
  });
  return { appId: `app_${name}`, client_id, client_secret, redirect_uri: web ? redirectUri : "" };
}

/** The token of a program that acts for itself. */
export async function ownToken({ server }: Pick<ApiWorld, "server">, app: TestApp): Promise<string> {
  const { client_id, client_secret } = app;
  const answer = await postToken(server, { grant_type: "client_credentials", client_id, client_secret });
  return String(answer.json["access_token"]);
}

/** The token of a person who signs in now and allows `scopes`. */
export async function personToken(
  { server }: Pick<ApiWorld, "server">,
  app: TestApp,
  username: string,
  scopes: readonly string[],
): Promise<string> {
  const person = { ...server.person, username };
  const code = await getCode(server, app, { scope: scopes.join(" ") }, person);
  return (await redeem(server, app, code)).access_token;
}

const member = (company: Company, role: Role): Pick<Asker, "roles"> => ({
  roles: new Map([[company.organisation.id, role]]),
});

export async function apiWorld(): Promise<ApiWorld> {
  const world = await deskWorld({ management_api: "on" });
  const { server, ours, theirs } = world;
  const { people, registry } = server.gatehouse.store;
  cheapPasswords(server);
  for (const name of ["reviewer", "admin"] as const)
    await people.setStaff(world[name].person?.id ?? "", name);
  await server.addPerson("disabled");
  await registry.createOrganisation({ id: "org_front", name: "Front" });
  const front = await programOf(world, "front", "org_front", ALL, ["authorization_code"]);
  const program = (name: string, scopes: readonly string[]): Promise<TestApp> =>
    programOf(world, name, ours.organisation.id, scopes);

  const askers: Asker[] = [];
  const add = (name: string, token: string | null, more: Partial<Asker> = {}): void => {
    const nobody = { good: true, scopes: ALL, roles: new Map<string, Role>(), staff: null, fresh: true };
    askers.push({ ...nobody, ...more, name, token });
  };
  const person = async (name: string, username: string, more: Partial<Asker>): Promise<void> =>
    add(name, await personToken(world, front, username, more.scopes ?? ALL), more);
  const itself = async (name: string, scopes: readonly string[], staff: Staff | null): Promise<void> =>
    add(name, await ownToken(world, await program(name, scopes)), {
      ...member(ours, "owner"),
      scopes,
      staff,
    });

  // They sign in first, and are late when the others come.
  await person("late owner", "ours-owner", { ...member(ours, "owner"), fresh: false });
  await person("late admin", "admin", { staff: "admin", fresh: false });
  server.clock.advance(11 * 60_000);
  add("anonymous", null, { good: false });
  add("nonsense", "gha_nonsense", { good: false });
  await person("outsider", "stranger", {});
  for (const role of ["viewer", "developer", "owner"] as const)
    await person(role, `ours-${role}`, member(ours, role));
  await person("owner elsewhere", "theirs-owner", member(theirs, "owner"));
  await person("owner with a token for reading", "ours-owner", { ...member(ours, "owner"), scopes: [READ] });
  await person("owner with a token for writing", "ours-owner", { ...member(ours, "owner"), scopes: [WRITE] });
  await person("reviewer", "reviewer", { staff: "reviewer" });
  await person("admin", "admin", { staff: "admin" });
  await person("admin without the scope", "admin", { scopes: [READ, WRITE] });
  await itself("program-reads", [READ], null);
  await itself("program-writes", [READ, WRITE], null);
  await itself("program-staff", ALL, "admin");

  const suspended = await program("program-suspended", ALL);
  add("suspended program", await ownToken(world, suspended), { good: false });
  await registry.suspendApp(suspended.appId, "misuse", server.clock.now());
  const disabled = await server.addPerson("disabled");
  add("disabled person", await personToken(world, front, "disabled", ALL), { good: false });
  await people.disable(disabled.id, server.clock.now());
  const other = await server.addApp({
    grant_types: ["client_credentials"],
    organisation: ours.organisation.id,
  });
  add("another audience", await ownToken(world, other), { good: false });
  return {
    ...world,
    askers,
    asker(name) {
      const found = askers.find((one) => one.name === name);
      if (found === undefined) throw new Error(`nobody is called ${name}`);
      return found;
    },
  };
}
