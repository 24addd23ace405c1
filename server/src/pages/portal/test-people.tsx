/** Simulated persons of an app: who there is, one more, and the call with which a test decides for them. */
import type { VNode } from "preact";
import { TEST_SCOPE } from "../../desk/scopes.ts";
import type { TestPeopleModel } from "../models/test-people.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { Copy, CopyBlock, Day, DeskForm, Notice, Title, errorOf } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { TextInput } from "../parts/inputs.tsx";
import { Tile } from "../parts/tile.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";
import { besideApp, crumbsOfApp } from "./around.ts";
import { Done } from "./done.tsx";
import { portalPaths } from "./paths.ts";

function Person({
  person,
  model,
}: {
  person: TestPeopleModel["people"][number];
  model: TestPeopleModel;
}): VNode {
  const { frame, app, may } = model;
  const { locale } = frame.context;
  const { testPeople: said } = words(locale);
  const { id, name, claims, created_at } = person;
  const email = claims["email"];
  return (
    <li>
      <Tile name={name} kind="person" />
      <div class="what">
        <p>
          <strong>
            <Untrusted text={name} />
          </strong>
        </p>
        <p class="quiet">
          {typeof email === "string" && (
            <>
              <Untrusted text={email} /> ·{" "}
            </>
          )}
          {said.made(<Day locale={locale} at={created_at} />)}
        </p>
        <Copy id={`id-${id}`} text={id} locale={locale} label={id} />
      </div>
      {may.change && (
        <ButtonLink
          kind="plain"
          id={`delete-${id}`}
          href={portalPaths(frame.base).deleteTestPerson(app.id, id)}
        >
          {said.delete}
          <span class="unseen">
            {" "}
            <Untrusted text={name} />
          </span>
        </ButtonLink>
      )}
    </li>
  );
}

function InTests({ model }: { model: TestPeopleModel }): VNode {
  const { frame, app, api, people } = model;
  const { locale } = frame.context;
  const { testPeople: said, testPrograms } = words(locale);
  const example = exampleFor(model, people[0]?.id ?? "sim_…");
  return (
    <section class="panel">
      <h2>{said.inTests}</h2>
      <p>{said.inTestsMeans(<code>{TEST_SCOPE}</code>)}</p>
      <p>
        <a id="to-programs" href={portalPaths(frame.base).testPrograms(app.organisation.id)}>
          {testPrograms.title}
        </a>
      </p>
      {api === null && (
        <Notice tone="plain">
          <p>{said.off}</p>
        </Notice>
      )}
      {example !== null && <CopyBlock id="example" text={example} locale={locale} label={said.example} />}
      {api !== null && frame.guidePath !== null && (
        <p>
          <a href={`${frame.guidePath}#ci`}>{said.more}</a>
        </p>
      )}
    </section>
  );
}

/** The call for this very app; `$TOKEN` is the reader's. */
function exampleFor({ api, app, client }: TestPeopleModel, person: string): string | null {
  if (api === null || client === null) return null;
  const body = JSON.stringify({ person, response_type: "code", ...client, state: "a-state" }, null, 2);
  return [
    `curl ${api}/apps/${app.id}/test-consents \\`,
    '  -H "Authorization: Bearer $TOKEN" \\',
    '  -H "Content-Type: application/json" \\',
    // A quote inside single quotes of a shell.
    `  -d '${body.replaceAll("'", String.raw`'\''`)}'`,
  ].join("\n");
}

/** The page; viewers only read it. */
export function renderTestPeople(model: TestPeopleModel): string {
  const { frame, people, may, form, typed, done } = model;
  const { locale } = frame.context;
  const { testPeople: said } = words(locale);
  return renderDeskPage({
    frame,
    title: said.title,
    problem: form.problem !== null,
    crumbs: crumbsOfApp(model),
    side: besideApp(model, "test-people"),
    children: (
      <>
        <Title title={said.title} lead={said.lead}>
          <EnvironmentBadge locale={locale} environment="test" />
        </Title>
        <Done locale={locale} done={done} />
        <section class="panel env env-test" aria-label={said.title}>
          {people.length === 0 ? (
            <>
              <p>
                <strong>{said.none}</strong>
              </p>
              <p class="quiet">{said.noneMeans}</p>
            </>
          ) : (
            <ul class="list">
              {people.map((person) => (
                <Person person={person} model={model} />
              ))}
            </ul>
          )}
        </section>
        {may.change && (
          <section class="panel">
            <h2>{said.add}</h2>
            <DeskForm form={form} locale={locale} ids={{ name: "name", claims: "email" }}>
              <TextInput
                id="name"
                label={said.name}
                hint={said.nameHint}
                value={typed.name}
                error={errorOf(form.problem, "name", locale)}
              />
              <TextInput
                id="email"
                type="email"
                label={said.email}
                hint={said.emailHint}
                value={typed.email}
                error={errorOf(form.problem, "claims", locale)}
              />
              <div class="actions">
                <Button id="make-person" kind="primary">
                  {said.submit}
                </Button>
              </div>
            </DeskForm>
          </section>
        )}
        <InTests model={model} />
      </>
    ),
  });
}
