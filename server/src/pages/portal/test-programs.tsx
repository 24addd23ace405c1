/** The programs of an organisation's own tests: which there are, one more with its secret shown once, and how each ends. */
import type { VNode } from "preact";
import { TEST_SCOPE } from "../../desk/scopes.ts";
import type { TestProgramsModel } from "../models/test-people.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { Copy, CopyBlock, Day, DeskForm, Notice, Title, errorOf } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { TextInput } from "../parts/inputs.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";
import { besideOrganisation } from "./around.ts";
import { Done } from "./done.tsx";
import { portalPaths } from "./paths.ts";

function Program({
  program,
  model,
}: {
  program: TestProgramsModel["programs"][number];
  model: TestProgramsModel;
}): VNode {
  const { frame, organisation, may } = model;
  const { locale } = frame.context;
  const { testPrograms: said } = words(locale);
  const { id, name, client_id, created_at, last_used_at } = program;
  return (
    <li>
      <div class="what">
        <p>
          <strong>
            <Untrusted text={name} />
          </strong>
        </p>
        <p class="quiet">
          <code>{client_id}</code>
        </p>
        <p class="quiet">
          {said.added(<Day locale={locale} at={created_at} />)} ·{" "}
          {last_used_at === null ? said.unused : said.used(<Day locale={locale} at={last_used_at} />)}
        </p>
      </div>
      {may.change && (
        <ButtonLink
          kind="plain"
          id={`revoke-${id}`}
          href={portalPaths(frame.base).revokeTestProgram(organisation.id, id)}
        >
          {said.revoke}
          <span class="unseen">
            {" "}
            <Untrusted text={name} />
          </span>
        </ButtonLink>
      )}
    </li>
  );
}

/** Shown on the way from the form only. */
function Made({ model }: { model: TestProgramsModel }): VNode | null {
  const { frame, made, labels } = model;
  const { locale } = frame.context;
  const { credentials, testPrograms: said } = words(locale);
  if (made === null) return null;
  return (
    <>
      <Notice tone="warn" id="once" status>
        <h2>{said.created}</h2>
        <p>{credentials.once}</p>
      </Notice>
      <section class="panel env env-test">
        <div class="panel-head">
          <h2>{credentials.yours}</h2>
          <EnvironmentBadge locale={locale} environment="test" />
        </div>
        <dl class="pairs">
          <dt>{labels.client_id}</dt>
          <dd>
            <Copy id="client-id" text={made.client_id} locale={locale} label={labels.client_id} />
          </dd>
          <dt>{labels.client_secret}</dt>
          <dd>
            <Copy
              id="client-secret"
              text={made.client_secret}
              locale={locale}
              label={labels.client_secret}
              secret
            />
          </dd>
        </dl>
        <h3>{credentials.tokenTitle}</h3>
        <CopyBlock id="curl-token" text={made.token} locale={locale} label={credentials.tokenTitle} />
      </section>
    </>
  );
}

function Add({ model }: { model: TestProgramsModel }): VNode {
  const { frame, form, name, on } = model;
  const { locale } = frame.context;
  const { testPeople, testPrograms: said } = words(locale);
  return (
    <section class="panel">
      <h2>{said.add}</h2>
      {on ? (
        <DeskForm form={form} locale={locale} ids={{ name: "name" }}>
          <TextInput
            id="name"
            label={said.name}
            hint={said.nameHint}
            value={name}
            error={errorOf(form.problem, "name", locale)}
          />
          <div class="actions">
            <Button id="make-program" kind="primary">
              {said.submit}
            </Button>
          </div>
        </DeskForm>
      ) : (
        <p class="quiet">{testPeople.off}</p>
      )}
    </section>
  );
}

/** The page; viewers only read it. */
export function renderTestPrograms(model: TestProgramsModel): string {
  const { frame, organisation, may, programs, form, made, done } = model;
  const { locale } = frame.context;
  const { testPeople, testPrograms: said } = words(locale);
  const paths = portalPaths(frame.base);
  return renderDeskPage({
    frame,
    title: said.title,
    problem: form.problem !== null,
    crumbs: [{ href: paths.organisation(organisation.id), label: organisation.name }],
    side: besideOrganisation(frame, organisation, "test-programs"),
    copies: made !== null,
    children: (
      <>
        <Title title={said.title} lead={said.lead} />
        <Done locale={locale} done={done} />
        <Made model={model} />
        <section class="panel env env-test" aria-label={said.title}>
          <p class="quiet">{said.allows(<code>{TEST_SCOPE}</code>)}</p>
          {programs.length === 0 ? (
            <>
              <p>
                <strong>{said.none}</strong>
              </p>
              <p class="quiet">{said.noneMeans}</p>
            </>
          ) : (
            <ul class="list">
              {programs.map((program) => (
                <Program program={program} model={model} />
              ))}
            </ul>
          )}
        </section>
        {may.change && <Add model={model} />}
        {frame.guidePath !== null && (
          <p>
            <a href={`${frame.guidePath}#ci`}>{testPeople.more}</a>
          </p>
        )}
      </>
    ),
  });
}
