/** Samples of the page about simulated persons. */
import type { TestPeopleModel } from "../models/test-people.ts";
import { renderConfirm } from "../portal/confirm.tsx";
import { renderTestPeople } from "../portal/test-people.tsx";
import { hostile } from "./parts.ts";
import type { Sample } from "./parts.ts";
import { form, frame, place } from "./portal-parts.ts";

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
];
