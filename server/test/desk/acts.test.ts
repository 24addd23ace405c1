/** What members and staff do, from an organisation to live credentials, and what each act leaves behind. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Check } from "typebox/value";
import { createApp, readApp, resumeApp, suspendApp } from "../../src/desk/operations/apps.ts";
import { addSecret, changeClient, endSecret } from "../../src/desk/operations/clients.ts";
import { decideLive, liveQueue, requestLive } from "../../src/desk/operations/live.ts";
import {
  acceptInvitation,
  invite,
  listMembers,
  removeMember,
  setRole,
} from "../../src/desk/operations/organisations.ts";
import { perform } from "../../src/desk/perform.ts";
import { Problem } from "../../src/desk/problems.ts";
import { newestAudit } from "../../src/store/audit/read.ts";
import { postToken } from "../support/flow.ts";
import { callerOf, deskWorld, type DeskWorld } from "./world.ts";

let world: DeskWorld;
beforeAll(async () => void (world = await deskWorld()));
afterAll(() => world.server.close());

const desk = (): DeskWorld["server"]["gatehouse"]["desk"] => world.server.gatehouse.desk;

async function refused(work: Promise<unknown>): Promise<Problem> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Problem);
  return error as Problem;
}

test("a new app has test credentials that work at once, and answers as its schema says", async () => {
  const { ours } = world;
  const made = await perform(createApp, desk(), ours.developer, {
    organisation: ours.organisation.id,
    client_name: "Machine",
    application_type: "machine",
    scope: "bookings:read",
  });
  expect(Check(createApp.output, made)).toBe(true);
  const [client] = made.clients;
  const answer = await postToken(world.server, {
    grant_type: "client_credentials",
    client_id: client?.client_id ?? "",
    client_secret: client?.client_secret ?? "",
  });
  expect(answer.status).toBe(200);
  const read = await perform(readApp, desk(), ours.viewer, { app: made.id });
  expect(JSON.stringify(read)).not.toContain(client?.client_secret ?? "none");
  expect(made.clients.map(({ environment }) => environment)).toEqual(["test"]);
});

test("everything that is wrong with an app is said at once, beside its field", async () => {
  const { ours } = world;
  const problem = await refused(
    perform(createApp, desk(), ours.owner, {
      organisation: ours.organisation.id,
      client_name: " ",
      application_type: "web",
      redirect_uris: ["http://app.example/cb"],
      scope: "nonsense",
    }),
  );
  expect(problem.problem).toBe("invalid");
  expect(problem.fields.map(({ field }) => field).toSorted()).toEqual([
    "client_name",
    "redirect_uris",
    "scope",
  ]);
});

test("PO-02 secrets are shown once, several live side by side, and a rolled one ends", async () => {
  const { ours } = world;
  const client_id = ours.app.clients[0]?.client_id ?? "";
  const second = await perform(addSecret, desk(), ours.developer, { client_id, label: "second" });
  expect(second.client_secret).toMatch(/^ghs_test_/);
  const ask = (client_secret: string): Promise<{ status: number }> =>
    postToken(world.server, { grant_type: "refresh_token", refresh_token: "none", client_id, client_secret });
  // Not 401: the secret is right, and only the refresh token is not.
  expect((await ask(second.client_secret)).status).toBe(400);
  expect((await ask(ours.app.clients[0]?.client_secret ?? "")).status).toBe(400);
  await perform(endSecret, desk(), ours.developer, { secret: second.id });
  world.server.clock.advance(1000);
  expect((await ask(second.client_secret)).status).toBe(401);
});

test("changed terms are checked as if they were new", async () => {
  const client_id = world.ours.app.clients[0]?.client_id ?? "";
  const bad = await refused(
    perform(changeClient, desk(), world.ours.developer, {
      client_id,
      redirect_uris: ["https://*.example/cb"],
    }),
  );
  expect(bad.fields[0]?.field).toBe("redirect_uris");
  const good = await perform(changeClient, desk(), world.ours.developer, {
    client_id,
    redirect_uris: ["https://app.example/cb", "https://app.example/other"],
  });
  expect(good.redirect_uris).toHaveLength(2);
});

test("PO-09 an invitation works once, before its end, for its own address", async () => {
  const { ours, server } = world;
  let secret = "";
  const listening = { ...desk(), sendInvitation: async (_: unknown, sent: string) => void (secret = sent) };
  const email = "newcomer@example.com";
  await perform(invite, listening, ours.owner, {
    organisation: ours.organisation.id,
    email,
    role: "developer",
  });
  const newcomer = await callerOf(server, await server.addPerson("newcomer"));
  const other = await refused(perform(acceptInvitation, desk(), world.stranger, { secret }));
  expect(other.problem).toBe("invitation_other");
  await perform(acceptInvitation, desk(), newcomer, { secret });
  expect((await refused(perform(acceptInvitation, desk(), newcomer, { secret }))).problem).toBe(
    "invitation_gone",
  );
  const members = await perform(listMembers, desk(), ours.viewer, { organisation: ours.organisation.id });
  expect(members.items.map(({ role }) => role)).toContain("developer");

  await perform(invite, listening, ours.owner, { organisation: ours.organisation.id, email, role: "owner" });
  server.clock.advance(8 * 24 * 3600 * 1000);
  expect((await refused(perform(acceptInvitation, desk(), newcomer, { secret }))).problem).toBe(
    "invitation_gone",
  );
});

test("the last owner can neither leave nor step down; ownership is handed over", async () => {
  const { theirs } = world;
  const organisation = theirs.organisation.id;
  const person = theirs.owner.person?.id ?? "";
  const leaving = perform(removeMember, desk(), theirs.owner, { organisation, person });
  expect((await refused(leaving)).problem).toBe("last_owner");
  const heir = theirs.developer.person?.id ?? "";
  await perform(setRole, desk(), theirs.owner, { organisation, person: heir, role: "owner" });
  await perform(setRole, desk(), theirs.owner, { organisation, person, role: "viewer" });
  const mine = await callerOf(world.server, { id: person, username: "theirs-owner" });
  expect(mine.roles.get(organisation)).toBe("viewer");
});

test("going live waits for staff; the live client has no secret that anybody else saw", async () => {
  const { ours, reviewer } = world;
  const app = ours.app.id;
  await perform(requestLive, desk(), ours.developer, { app, answers: { purpose: "Bookings for hotels" } });
  expect((await refused(perform(requestLive, desk(), ours.developer, { app }))).problem).toBe("conflict");
  const queue = await perform(liveQueue, desk(), reviewer, {});
  expect(queue.items.map(({ app_id }) => app_id)).toEqual([app]);
  const declined = await refused(perform(decideLive, desk(), reviewer, { app, decision: "declined" }));
  expect(declined.fields[0]?.field).toBe("reason");
  const approvals = await Promise.allSettled(
    Array.from({ length: 5 }, () => perform(decideLive, desk(), reviewer, { app, decision: "approved" })),
  );
  expect(approvals.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const now = await perform(readApp, desk(), ours.viewer, { app });
  const live = now.clients.find(({ environment }) => environment === "live");
  expect(live?.secrets).toEqual([]);
});

test("a suspended app is refused everywhere, and only staff end that", async () => {
  const { ours, reviewer, server } = world;
  const made = await perform(createApp, desk(), ours.owner, {
    organisation: ours.organisation.id,
    client_name: "Suspended",
    application_type: "machine",
    scope: "bookings:read",
  });
  const [client] = made.clients;
  const ask = (): Promise<{ status: number }> =>
    postToken(server, {
      grant_type: "client_credentials",
      client_id: client?.client_id ?? "",
      client_secret: client?.client_secret ?? "",
    });
  expect((await ask()).status).toBe(200);
  await perform(suspendApp, desk(), reviewer, { app: made.id, reason: "Leaked its secret" });
  expect((await ask()).status).toBe(401);
  const adding = perform(addSecret, desk(), ours.owner, { client_id: client?.client_id ?? "", label: "new" });
  expect((await refused(adding)).problem).toBe("suspended");
  await perform(resumeApp, desk(), reviewer, { app: made.id });
  expect((await ask()).status).toBe(200);
});

test("PO-06 every act is in the audit log, by the person who did it, without a secret", async () => {
  const all = await newestAudit(world.server.gatehouse.store.engine, {}, 500);
  const text = JSON.stringify(all);
  for (const action of ["member.set", "invitation.accepted", "live.decided", "app.suspended", "secret.added"])
    expect(all.map((entry) => entry.action)).toContain(action);
  const made = all.find(({ action, actor }) => action === "app.created" && actor.type === "person");
  expect(made).toBeDefined();
  expect(text).not.toMatch(/ghs_(test|live)_/);
});
