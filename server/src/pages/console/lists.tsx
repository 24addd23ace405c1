/** The long lists of the console: apps, organisations, people. */
import type { AppsListModel, OrganisationsModel, PeopleModel } from "../models/console.ts";
import { Day } from "../parts/desk.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";
import { AppRow, Next, Row, Rows, Search, Select } from "./parts.tsx";
import { consolePaths } from "./paths.ts";
import { renderConsolePage } from "./page.tsx";

/** Every app, with those that are suspended or live to choose from. */
export function renderConsoleApps(model: AppsListModel): string {
  const { frame, items, search, state } = model;
  const said = words(frame.context.locale).console;
  return renderConsolePage(model, {
    here: "apps",
    title: said.apps.title,
    lead: said.apps.lead,
    children: (
      <>
        <Search frame={frame} action={consolePaths(frame.base).apps} search={search}>
          <Select id="state" label={said.apps.state} value={state} options={said.apps.states} />
        </Search>
        <Rows empty={said.nothing} count={items.length}>
          {items.map((app) => (
            <AppRow app={app} frame={frame} />
          ))}
        </Rows>
        <Next locale={frame.context.locale} path={model.nextPath} />
      </>
    ),
  });
}

/** Every organisation. */
export function renderConsoleOrganisations(model: OrganisationsModel): string {
  const { frame, items, search } = model;
  const { locale } = frame.context;
  const said = words(locale).console;
  const paths = consolePaths(frame.base);
  return renderConsolePage(model, {
    here: "organisations",
    title: said.organisations.title,
    lead: said.organisations.lead,
    children: (
      <>
        <Search frame={frame} action={paths.organisations} search={search} />
        <Rows empty={said.nothing} count={items.length}>
          {items.map((one) => (
            <Row
              name={one.name}
              href={paths.organisation(one.id)}
              about={
                <>
                  {said.organisations.counts(one.apps, one.members)} ·{" "}
                  {said.created(<Day locale={locale} at={one.created_at} />)}
                </>
              }
            >
              {one.verified_at !== null && <span class="badge badge-live">{said.verified}</span>}
            </Row>
          ))}
        </Rows>
        <Next locale={locale} path={model.nextPath} />
      </>
    ),
  });
}

/** Every person. */
export function renderConsolePeople(model: PeopleModel): string {
  const { frame, items, search } = model;
  const { locale } = frame.context;
  const said = words(locale).console;
  const paths = consolePaths(frame.base);
  const staff: Readonly<Record<string, string>> = said.people.staff;
  return renderConsolePage(model, {
    here: "people",
    title: said.people.title,
    lead: said.people.lead,
    children: (
      <>
        <Search frame={frame} action={paths.people} search={search} />
        <Rows empty={said.nothing} count={items.length}>
          {items.map((person) => (
            <Row
              name={person.name}
              fallback={person.id}
              href={paths.person(person.id)}
              about={
                <>
                  <Untrusted text={person.email ?? person.username} /> ·{" "}
                  {said.created(<Day locale={locale} at={person.created_at} />)}
                </>
              }
            >
              <p class="badges">
                {person.staff !== null && (
                  <span class="badge badge-plain">{staff[person.staff] ?? person.staff}</span>
                )}
                {person.disabled_at !== null && <span class="badge badge-bad">{said.disabled}</span>}
              </p>
            </Row>
          ))}
        </Rows>
        <Next locale={locale} path={model.nextPath} />
      </>
    ),
  });
}
