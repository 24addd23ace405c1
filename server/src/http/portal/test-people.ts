/** The simulated persons of an app: seen by its members, made and deleted by those who may change it. */
import { managementApi } from "../../desk/management.ts";
import { createTestPerson, deleteTestPerson, listTestPeople } from "../../desk/operations/test-people.ts";
import { Problem } from "../../desk/problems.ts";
import { renderConfirm } from "../../pages/portal/confirm.tsx";
import { renderTestPeople } from "../../pages/portal/test-people.tsx";
import { words } from "../../pages/words/index.ts";
import { ask, formPage, param } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { appOf, doneOf, placeOf } from "./read.ts";

export const testPeople: { show: Handler; submit: Handler } = formPage({
  fresh: false,
  read: appOf,
  async render(visit, app, form, typed) {
    const { context } = visit;
    const client = app.clients.find(({ environment }) => environment === "test");
    return renderTestPeople({
      ...(await placeOf(visit, app)),
      people: (await ask(visit, listTestPeople, { app: app.id })).items,
      form,
      typed: { name: typed?.get("name") ?? "", email: typed?.get("email") ?? "" },
      api: context.management ? managementApi(context.ports.issuer) : null,
      client:
        client === undefined
          ? null
          : {
              client_id: client.client_id,
              redirect_uri: client.redirect_uris[0] ?? "",
              scope: client.scope,
            },
      done: doneOf(visit),
    });
  },
  async act(visit, app, form) {
    const email = (form.get("email") ?? "").trim();
    await ask(visit, createTestPerson, {
      app: app.id,
      name: form.get("name") ?? "",
      claims: email === "" ? {} : { email, email_verified: true },
    });
    return `${visit.paths.testPeople(app.id)}?done=test_person_made`;
  },
});

export const removeTestPerson: { show: Handler; submit: Handler } = formPage({
  fresh: false,
  async read(visit) {
    const app = await appOf(visit);
    const place = await placeOf(visit, app);
    if (!place.may.change) throw new Problem("role_too_low");
    const { items } = await ask(visit, listTestPeople, { app: app.id });
    const person = items.find(({ id }) => id === param(visit, "person"));
    if (person === undefined) throw new Problem("not_found");
    return { app, place, person };
  },
  render: (visit, { app, place, person }, form) =>
    renderConfirm({
      frame: place.frame,
      kind: "delete_test_person",
      form,
      subject: person.name,
      environment: "test",
      back: {
        href: visit.paths.testPeople(app.id),
        label: words(place.frame.context.locale).testPeople.title,
      },
      typed: false,
    }),
  async act(visit, { app, person }) {
    await ask(visit, deleteTestPerson, { app: app.id, person: person.id });
    return `${visit.paths.testPeople(app.id)}?done=test_person_deleted`;
  },
});
