/** The programs of an organisation's own tests: seen by its members, made and revoked by those who may change apps. */
import {
  createTestProgram,
  listTestPrograms,
  revokeTestProgram,
} from "../../desk/operations/test-programs.ts";
import { Problem } from "../../desk/problems.ts";
import { TEST_SCOPE } from "../../desk/scopes.ts";
import { renderConfirm } from "../../pages/portal/confirm.tsx";
import { renderTestPrograms } from "../../pages/portal/test-programs.tsx";
import { words } from "../../pages/words/index.ts";
import { readQuery } from "../account/form.ts";
import { ask, formPage, frameOf, param } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { mayOf } from "./facts.ts";
import { doneOf, organisationOf } from "./read.ts";
import { keepForOnce, takeOnce } from "./shown-once.ts";
import { tokenLine } from "./trial.ts";

export const testPrograms: { show: Handler; submit: Handler } = formPage({
  fresh: false,
  read: (visit) => organisationOf(visit, param(visit, "organisation")),
  async render(visit, organisation, form, typed) {
    const { context } = visit;
    const { client_id_label, client_secret_label } = context.desk.settings;
    const { items } = await ask(visit, listTestPrograms, { organisation: organisation.id });
    const made = items.find(({ client_id }) => client_id === readQuery(visit.request).get("made"));
    const client_secret = made === undefined ? null : takeOnce(visit, made.client_id);
    return renderTestPrograms({
      frame: await frameOf(visit, organisation.id),
      organisation,
      may: mayOf(visit, organisation.id),
      programs: items,
      on: context.management,
      labels: { client_id: client_id_label, client_secret: client_secret_label },
      made:
        made === undefined || client_secret === null
          ? null
          : {
              client_id: made.client_id,
              client_secret,
              token: tokenLine(context, {
                grant_type: "client_credentials",
                client_id: made.client_id,
                client_secret,
                scope: TEST_SCOPE,
              }),
            },
      form,
      name: typed?.get("name") ?? "",
      done: doneOf(visit),
    });
  },
  async act(visit, organisation, form) {
    const made = await ask(visit, createTestProgram, {
      organisation: organisation.id,
      name: form.get("name") ?? "",
    });
    keepForOnce(visit, made.client_id, made.client_secret ?? "");
    const query = new URLSearchParams({ made: made.client_id });
    return `${visit.paths.testPrograms(organisation.id)}?${query.toString()}`;
  },
});

export const revokeProgram: { show: Handler; submit: Handler } = formPage({
  fresh: false,
  async read(visit) {
    const organisation = await organisationOf(visit, param(visit, "organisation"));
    const { items } = await ask(visit, listTestPrograms, { organisation: organisation.id });
    const program = items.find(({ id }) => id === param(visit, "program"));
    if (program === undefined) throw new Problem("not_found");
    if (!mayOf(visit, organisation.id).change) throw new Problem("role_too_low");
    return { organisation, program };
  },
  async render(visit, { organisation, program }, form) {
    const frame = await frameOf(visit, organisation.id);
    return renderConfirm({
      frame,
      kind: "revoke_program",
      form,
      subject: program.name,
      environment: "test",
      back: {
        href: visit.paths.testPrograms(organisation.id),
        label: words(frame.context.locale).testPrograms.title,
      },
      typed: false,
    });
  },
  async act(visit, { organisation, program }) {
    await ask(visit, revokeTestProgram, { organisation: organisation.id, program: program.id });
    return `${visit.paths.testPrograms(organisation.id)}?done=program_revoked`;
  },
});
