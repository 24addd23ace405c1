/** RFC 7591 §2 in plain words — what is being built, how it is called, where people return to, what it may do. */
import type { VNode } from "preact";
import type { NewAppModel, ScopeChoice } from "../models/portal.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { DeskForm, Title, errorOf } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Choice, Choices, TextArea, TextInput } from "../parts/inputs.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words, type Locale } from "../words/index.ts";
import { besideOrganisation } from "./around.ts";
import { portalPaths } from "./paths.ts";

const TYPES = ["web", "native", "browser", "machine"] as const;

/** The catalogue as choices: in the words that people read when they are asked. */
export function ScopeChoices(props: {
  scopes: readonly ScopeChoice[];
  locale: Locale;
  error: string | null;
}): VNode {
  const { scopes, locale, error } = props;
  const { newApp } = words(locale);
  if (scopes.length === 0) return <p class="quiet">{newApp.noScopes}</p>;
  return (
    <Choices id="scope" legend={newApp.scopes} hint={newApp.scopesHint} error={error}>
      {scopes.map(({ name, words: allows, person, chosen }) => (
        <Choice
          type="checkbox"
          flat
          id={`scope:${name}`}
          name={`scope:${name}`}
          value="on"
          checked={chosen}
          label={
            <>
              <Untrusted text={allows} limit={240} />{" "}
              {person && <span class="badge badge-plain">{newApp.onlyPerson}</span>}
            </>
          }
          meaning={
            <>
              <code>{name}</code>
              {name === "offline_access" && ` · ${newApp.offlineMeans}`}
            </>
          }
        />
      ))}
    </Choices>
  );
}

function Apis({ model }: { model: NewAppModel }): VNode {
  const { newApp } = words(model.frame.context.locale);
  return (
    <section class="panel">
      <h2>{newApp.whichApi}</h2>
      <ul class="list">
        {model.apis.map(({ name, identifier, href }) => (
          <li>
            <div class="what">
              <a href={href}>
                <Untrusted text={name} />
              </a>
              <p class="quiet">{identifier}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Questions({ model }: { model: NewAppModel }): VNode {
  const { frame, form, typed, scopes, organisation } = model;
  const { locale } = frame.context;
  const { apps, desk, newApp } = words(locale);
  const ids = {
    client_name: "client_name",
    application_type: "type-web",
    redirect_uris: "redirect_uris",
    scope: "scope",
  };
  return (
    <div class="panel">
      <DeskForm form={form} locale={locale} ids={ids}>
        <Choices
          id="application_type"
          legend={newApp.type}
          error={errorOf(form.problem, "application_type", locale)}
        >
          {TYPES.map((type) => (
            <Choice
              type="radio"
              id={`type-${type}`}
              name="application_type"
              value={type}
              checked={typed.application_type === type}
              label={apps.types[type]}
              meaning={newApp.types[type]}
            />
          ))}
        </Choices>
        <TextInput
          id="client_name"
          label={newApp.name}
          hint={newApp.nameHint}
          value={typed.client_name}
          error={errorOf(form.problem, "client_name", locale)}
        />
        <TextArea
          id="redirect_uris"
          label={newApp.redirects}
          hint={newApp.redirectsHint}
          value={typed.redirect_uris}
          code
          rows={4}
          error={errorOf(form.problem, "redirect_uris", locale)}
        />
        <ScopeChoices scopes={scopes} locale={locale} error={errorOf(form.problem, "scope", locale)} />
        <div class="actions">
          <Button id="create" kind="primary">
            {newApp.submit}
          </Button>
          <ButtonLink kind="quiet" id="cancel" href={portalPaths(frame.base).organisation(organisation.id)}>
            {desk.cancel}
          </ButtonLink>
        </div>
      </DeskForm>
    </div>
  );
}

/** One form; on success the credentials are the next page. */
export function renderNewApp(model: NewAppModel): string {
  const { frame, organisation, form } = model;
  const { newApp } = words(frame.context.locale);
  return renderDeskPage({
    frame,
    title: newApp.title,
    problem: form.problem !== null,
    width: "narrow",
    crumbs: [{ href: portalPaths(frame.base).organisation(organisation.id), label: organisation.name }],
    side: besideOrganisation(frame, organisation, "apps"),
    children: (
      <>
        <Title title={newApp.title} lead={newApp.lead} />
        {model.apis.length > 0 ? <Apis model={model} /> : <Questions model={model} />}
      </>
    ),
  });
}
