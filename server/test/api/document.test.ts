/** OpenAPI 3.1 — every operation of `/v1` done for real: its answer is what the document says, and holds nothing else (PO-02). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Check, Errors } from "typebox/value";
import type { TSchema } from "typebox";
import { operations } from "../../src/desk/operations/index.ts";
import { getCode, redeem } from "../support/flow.ts";
import { pictures } from "../support/pictures.ts";
import { apiWorld, call, type ApiWorld, type Said } from "./world.ts";
import { strays, type Schema } from "./strays.ts";

let world: ApiWorld;
beforeAll(async () => void (world = await apiWorld()));
afterAll(() => world.server.close());

interface Described {
  parameters: { name: string; in: string }[];
  responses: Record<string, { content?: { "application/json": { schema: Schema } } }>;
}

const first = (json: Said["json"], list: string): Record<string, string> =>
  (json[list] as Record<string, string>[])[0] ?? {};

test("every operation answers as the document says", async () => {
  const document = (await call(world, null, "GET", "/openapi.json")).json;
  const paths = document["paths"] as Record<string, Record<string, Described>>;
  const walked: string[] = [];

  /** Does one as `who`: what stands in the path goes there, the rest where the document puts it. */
  const act = async (name: string, who: string, input: Record<string, unknown>): Promise<Said["json"]> => {
    const operation = operations.find((one) => one.name === name);
    if (operation === undefined) throw new Error(`there is no operation ${name}`);
    const described = paths[operation.path]?.[operation.method.toLowerCase()];
    const inPath = new Set(
      described?.parameters.filter((one) => one.in === "path").map((one) => one.name) ?? [],
    );
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, field: string) =>
      encodeURIComponent(String(input[field])),
    );
    const rest = Object.entries(input).filter(([field]) => !inPath.has(field));
    const query = new URLSearchParams(rest.map(([field, value]) => [field, String(value)])).toString();
    const plain = operation.method === "GET" || operation.method === "DELETE";
    const said = await call(
      world,
      world.asker(who).token,
      operation.method,
      plain && query !== "" ? `${path}?${query}` : path,
      plain || rest.length === 0 ? undefined : Object.fromEntries(rest),
    );
    const status = operation.method === "POST" ? 201 : 200;
    expect([name, said.status, said.status === status ? "" : said.json]).toEqual([name, status, ""]);
    expect(said.headers.get("content-type")).toContain("application/json");
    expect(said.headers.get("cache-control")).toBe("no-store");
    const schema = described?.responses[status]?.content?.["application/json"].schema;
    if (schema === undefined) throw new Error(`${name} has no schema`);
    const wrong = Check(schema as TSchema, said.json) ? [] : Errors(schema as TSchema, said.json);
    expect([name, wrong]).toEqual([name, []]);
    expect([name, strays(schema, said.json)]).toEqual([name, []]);
    walked.push(name);
    return said.json;
  };

  const { server, ours, stranger } = world;
  const { store, ring } = server.gatehouse;
  const organisation = ours.organisation.id;

  await act("organisation.mine", "owner", {});
  await act("organisation.found", "owner", { name: "Another" });
  await act("organisation.read", "viewer", { organisation });
  await act("organisation.rename", "owner", { organisation, name: "Ours Ltd" });
  await act("organisation.search", "reviewer", { search: "ours" });
  await act("organisation.verify", "reviewer", { organisation, verified: true });
  await act("member.list", "viewer", { organisation });
  await act("api.list", "outsider", {});
  const app = await act("app.create", "developer", {
    organisation,
    client_name: "Walk",
    application_type: "web",
    redirect_uris: ["https://app.example/cb"],
    scope: "bookings:read",
  });
  const id = String(app["id"]);
  const { client_id = "", client_secret = "" } = first(app, "clients");
  await act("app.list", "viewer", { organisation });
  await act("milestone.list", "viewer", { organisation });
  await act("app.read", "viewer", { app: id });
  await act("app.rename", "developer", { app: id, client_name: "Walk on" });
  await act("client.policy", "viewer", { client_id });
  await act("client.change", "developer", { client_id, redirect_uris: ["https://app.example/cb"] });
  const secret = await act("secret.add", "developer", { client_id, label: "second" });
  await act("secret.end", "developer", { secret: secret["id"] });

  const person = await act("test_person.create", "developer", {
    app: id,
    name: "Ida",
    claims: { nickname: "I" },
  });
  await act("test_person.list", "viewer", { app: id });
  await act("test_consent.give", "developer", {
    app: id,
    person: person["id"],
    client_id,
    response_type: "code",
    redirect_uri: "https://app.example/cb",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  });
  await act("test_person.delete", "developer", { app: id, person: person["id"] });

  const program = await act("test_program.create", "developer", { organisation, name: "Nightly" });
  await act("test_program.list", "viewer", { organisation });
  await act("test_program.revoke", "developer", { organisation, program: program["id"] });

  const test_ = { appId: id, client_id, client_secret, redirect_uri: "https://app.example/cb" };
  const verifier = { code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" };
  const code = await getCode(server, test_, { ...verifier, code_challenge_method: "S256" });
  await redeem(server, test_, code, { code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" });
  await act("event.list", "viewer", { app: id });
  await act("usage.read", "viewer", { app: id });
  await act("usage.versions", "reviewer", {});
  await act("funnel.read", "reviewer", {});
  const consents = await act("consent.list", "reviewer", { client_id });
  await act("consent.revoke", "reviewer", { consent: first(consents, "items")["id"] });

  await act("app.request_live", "developer", { app: id, answers: { purpose: "Trips" } });
  await act("app.live_request", "viewer", { app: id });
  await act("app.live_checks", "viewer", { app: id });
  await act("live_request.list", "reviewer", {});
  await act("app.decide_live", "reviewer", { app: id, decision: "approved" });
  await act("client.disable", "owner", { client_id });
  await act("client.enable", "owner", { client_id });
  await act("app.search", "reviewer", { state: "live" });
  await act("app.suspend", "reviewer", { app: id, reason: "Look at this" });
  await act("app.resume", "reviewer", { app: id });
  await act("app.delete", "owner", { app: id });

  const newcomer = stranger.person?.id ?? "";
  await store.people.setEmail(newcomer, "stranger@example.com", server.clock.now());
  const letters = { organisation, email: "stranger@example.com", role: "viewer" };
  await act("invitation.send", "owner", letters);
  const link = server.letters()[0]?.text ?? "";
  const word = /[?&]secret=([\w-]+)/.exec(link)?.[1] ?? "";
  await act("invitation.preview", "outsider", { secret: word });
  await act("invitation.accept", "outsider", { secret: word });
  const waiting = await act("invitation.send", "owner", { ...letters, email: "late@example.com" });
  await act("invitation.list", "owner", { organisation });
  await act("invitation.withdraw", "owner", { organisation, invitation: waiting["id"] });
  await act("member.set_role", "owner", { organisation, person: newcomer, role: "developer" });
  await act("member.remove", "owner", { organisation, person: newcomer });

  await act("person.search", "reviewer", {});
  await act("person.read", "reviewer", { person: newcomer });
  await act("person.end_sessions", "admin", { person: newcomer });
  await act("person.disable", "admin", { person: newcomer, disabled: true });
  await act("audit.read", "reviewer", {});
  await ring.ensure({ alg: "ES256", rsa_bits: 0, environment: "test" });
  const keys = await act("key.list", "reviewer", {});
  await act("key.rotate", "admin", {});
  await act("key.revoke", "admin", { kid: first(keys, "items")["kid"] });
  await act("setting.list", "reviewer", {});

  const { id: api } = await act("api.create", "admin", { identifier: "https://walk.example", name: "Walk" });
  const scope = { api, scope: "walk:read" };
  const words = { en: "See your walks" };
  await act("scope.put", "admin", { ...scope, words, person: false, access: "read" });
  await act("scope.read", "reviewer", scope);
  await act("scope.remove", "admin", scope);
  await act("api.remove", "admin", { api });
  await act("token.count", "reviewer", { of: "person" });
  await act("token.end_all", "reviewer", { of: "person", id: newcomer });

  const looks = { name: "Bookings", accent: "#204080", accent_dark: null, logo: null };
  await act("branding.read", "reviewer", {});
  await act("branding.preview", "admin", looks);
  await act("branding.update", "admin", looks);
  await act("branding.add_logo", "admin", { image: pictures.png });

  // A new operation is done here once, too.
  expect(new Set(walked)).toEqual(new Set(operations.map(({ name }) => name)));
});
