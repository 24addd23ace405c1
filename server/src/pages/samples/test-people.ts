/** Samples of the page about simulated persons. */
import type { TestPeopleModel, TestProgramsModel } from "../models/test-people.ts";
import { renderConfirm } from "../portal/confirm.tsx";
import { renderTestPeople } from "../portal/test-people.tsx";
import { renderTestPrograms } from "../portal/test-programs.tsx";
import { hostile } from "./parts.ts";
import type { Sample } from "./parts.ts";
import { form, frame, organisation, place } from "./portal-parts.ts";

const made = (number: number, name: string, claims: object = {}): TestPeopleModel["people"][number] => ({
  id: `sim_019b76da-a800-7745-9600-1b6870fd27${number}`,
  name,
  locale: null,
  claims: { ...claims },
  created_at: "2026-11-20T09:00:00.000Z",
});

function sample(what: string, change: Partial<TestPeopleModel>): Sample {
  return {
    name: `portal-test-people/${what}`,
    render: (locale) =>
      renderTestPeople({
        ...place(locale),
        people: [
          made(12, "Ida Example", { email: "ida@example.com", email_verified: true }),
          made(11, "Max Mustermann"),
        ],
        form: form("/portal/apps/app_1/test-people"),
        typed: { name: "", email: "" },
        api: "https://auth.example/v1",
        client: {
          client_id: "test_4f1d8a0c6b2e49d7a3c5e8f1b0d2946e",
          redirect_uri: "http://127.0.0.1/callback",
          scope: "shipments:read shipments:write",
        },
        done: null,
        ...change,
      }),
  };
}

function programs(what: string, change: Partial<TestProgramsModel>): Sample {
  const made = { client_id: "test_4f1d8a0c6b2e49d7a3c5e8f1b0d2946e", created_at: "2026-11-20T09:00:00.000Z" };
  return {
    name: `portal-test-programs/${what}`,
    render: (locale) =>
      renderTestPrograms({
        frame: frame(locale),
        organisation,
        may: { change: true, own: true },
        programs: [
          { ...made, id: "app_2", name: "Nightly tests", last_used_at: "2026-11-21T17:05:00.000Z" },
          { ...made, id: "app_3", name: "Pull requests", last_used_at: null },
        ],
        on: true,
        labels: { client_id: "Client ID", client_secret: "Client secret" },
        made: null,
        form: form("/portal/organisations/org_1/test-programs"),
        name: "",
        done: null,
        ...change,
      }),
  };
}

const justMade = {
  client_id: "test_4f1d8a0c6b2e49d7a3c5e8f1b0d2946e",
  client_secret: "ghs_test_sample",
  token: "curl https://auth.example/oauth/token -d grant_type=client_credentials -d client_id=…",
};

const nameless = form("/portal/apps/app_1/test-people", "invalid", [
  "name",
  "Give a name of 1 to 80 characters.",
]);

export const testPeopleSamples: Sample[] = [
  sample("several", { done: "test_person_made" }),
  sample("none", { people: [], api: null }),
  sample("nameless", { form: nameless, typed: { name: "", email: "ida@example.com" } }),
  sample("viewer", { may: { change: false, own: false } }),
  sample("hostile", { api: null, people: [made(13, hostile, { email: hostile })] }),
  {
    name: "portal-test-people/delete",
    render: (locale) =>
      renderConfirm({
        frame: frame(locale),
        kind: "delete_test_person",
        form: form("/portal/apps/app_1/test-people/sim_1/delete"),
        subject: "Ida Example",
        environment: "test",
        back: { href: "/portal/apps/app_1/test-people", label: "Simulated persons" },
        typed: false,
      }),
  },
  programs("several", { done: "program_revoked" }),
  programs("made", { made: justMade }),
  programs("none", { programs: [], on: false }),
  programs("nameless", { form: nameless }),
  programs("viewer", { may: { change: false, own: false } }),
  programs("hostile", {
    programs: [
      {
        id: "app_9",
        name: hostile,
        client_id: "test_9",
        created_at: "2026-11-20T09:00:00.000Z",
        last_used_at: null,
      },
    ],
  }),
  {
    name: "portal-test-programs/revoke",
    render: (locale) =>
      renderConfirm({
        frame: frame(locale),
        kind: "revoke_program",
        form: form("/portal/organisations/org_1/test-programs/app_2/revoke"),
        subject: "Nightly tests",
        environment: "test",
        back: { href: "/portal/organisations/org_1/test-programs", label: "Test programs" },
        typed: false,
      }),
  },
];
