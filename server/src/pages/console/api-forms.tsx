/** The forms with which staff register an API, and add and change its scopes (RFC 6749 §3.3). */
import type { NewApiModel, ScopeFormModel } from "../models/console.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { DeskForm, errorOf } from "../parts/desk.tsx";
import { Choice, Select, TextInput } from "../parts/inputs.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { languageName } from "../words/amounts.ts";
import { LOCALES, words } from "../words/index.ts";
import { renderConsolePage } from "./page.tsx";
import { consolePaths } from "./paths.ts";

/** Adds a scope, or changes what it says. */
export function renderScopeForm({ frame, form, api, name, typed }: ScopeFormModel): string {
  const { locale } = frame.context;
  const { console, desk, platform } = words(locale);
  const said = platform.scopes;
  const paths = consolePaths(frame.base);
  const title = name === null ? said.add : said.change;
  const error = (field: string): string | null => errorOf(form.problem, field, locale);
  const back = name === null ? paths.apis : paths.scope(api.id, name);
  return renderConsolePage(
    { frame, admin: true, done: null },
    {
      here: "apis",
      title,
      problem: form.problem !== null,
      lead: (
        <>
          {name !== null && (
            <>
              <code dir="ltr">{name}</code> ·{" "}
            </>
          )}
          <Untrusted text={api.name} />
        </>
      ),
      crumbs: [
        { href: paths.apis, label: console.apis.title },
        ...(name === null ? [] : [{ href: back, label: name }]),
      ],
      children: (
        <div class="panel">
          <DeskForm form={form} locale={locale} ids={{ scope: "scope", words: "words_en" }}>
            {name === null && (
              <TextInput
                id="scope"
                label={said.name}
                hint={said.nameHint}
                value={typed.scope}
                error={error("scope")}
              />
            )}
            {LOCALES.map((language) => (
              <TextInput
                id={`words_${language}`}
                label={said.wordsIn(languageName(locale, language))}
                hint={language === "en" ? said.wordsHint : undefined}
                value={typed.words[language] ?? ""}
                maxlength={400}
                error={language === "en" ? error("words") : null}
              />
            ))}
            <Choice
              type="checkbox"
              id="person"
              name="person"
              value="yes"
              checked={typed.person}
              flat
              label={console.apis.person}
              meaning={said.personMeans}
            />
            <Select
              id="access"
              label={said.access}
              hint={said.accessHint}
              value={typed.access}
              options={(["unknown", "read", "write"] as const).map((value) => ({
                value,
                label: said.accesses[value],
              }))}
              error={error("access")}
            />
            <div class="actions">
              <Button id="save" kind="primary">
                {said.save}
              </Button>
              <ButtonLink kind="quiet" id="cancel" href={back}>
                {desk.cancel}
              </ButtonLink>
            </div>
          </DeskForm>
        </div>
      ),
    },
  );
}

/** Registers an API. */
export function renderNewApi({ frame, form, typed }: NewApiModel): string {
  const { locale } = frame.context;
  const { console, desk, platform } = words(locale);
  const said = platform.scopes;
  const paths = consolePaths(frame.base);
  return renderConsolePage(
    { frame, admin: true, done: null },
    {
      here: "apis",
      title: said.addApi,
      problem: form.problem !== null,
      lead: said.addApiLead,
      crumbs: [{ href: paths.apis, label: console.apis.title }],
      children: (
        <div class="panel">
          <DeskForm form={form} locale={locale} ids={{ identifier: "identifier", name: "name" }}>
            <TextInput
              id="name"
              label={said.apiName}
              value={typed.name}
              error={errorOf(form.problem, "name", locale)}
            />
            <TextInput
              id="identifier"
              label={said.identifier}
              hint={said.identifierHint}
              value={typed.identifier}
              error={errorOf(form.problem, "identifier", locale)}
            />
            <div class="actions">
              <Button id="save" kind="primary">
                {said.saveApi}
              </Button>
              <ButtonLink kind="quiet" id="cancel" href={paths.apis}>
                {desk.cancel}
              </ButtonLink>
            </div>
          </DeskForm>
        </div>
      ),
    },
  );
}
