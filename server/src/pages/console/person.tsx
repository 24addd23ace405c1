/** One person as staff see them, and what people allowed: the apps of one person, or the people of one client. */
import type { ConsentsModel, PersonModel } from "../models/console.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Day } from "../parts/desk.tsx";
import { Untrusted, untrustedText } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";
import { renderConsolePage } from "./page.tsx";
import { ConsentRow, Rows } from "./parts.tsx";
import { consolePaths } from "./paths.ts";

/** The person's page. Nobody can disable themselves: they could not undo it. */
export function renderConsolePerson(model: PersonModel): string {
  const { frame, person, consents, admin, self } = model;
  const { locale } = frame.context;
  const { console } = words(locale);
  const said = console.people;
  const paths = consolePaths(frame.base);
  const disabled = person.disabled_at !== null;
  const staff: Readonly<Record<string, string>> = said.staff;
  const name = untrustedText(person.name) || person.id;
  return renderConsolePage(model, {
    here: "people",
    title: name,
    heading: (
      <>
        <bdi>{name}</bdi> {disabled && <span class="badge badge-bad">{console.disabled}</span>}
      </>
    ),
    crumbs: [{ href: paths.people, label: said.title }],
    actions:
      admin && !self ? (
        <>
          <ButtonLink kind="quiet" id="end-sessions" href={paths.endSessions(person.id)}>
            {console.acts.end_sessions.title}
          </ButtonLink>
          <ButtonLink
            kind={disabled ? "choice" : "danger"}
            id={disabled ? "enable" : "disable"}
            href={disabled ? paths.enable(person.id) : paths.disable(person.id)}
          >
            {disabled ? console.acts.enable.title : console.acts.disable.title}
          </ButtonLink>
        </>
      ) : undefined,
    children: (
      <>
        <div class="panel">
          <dl class="pairs">
            <dt>{said.username}</dt>
            <dd>
              <Untrusted text={person.username} />
            </dd>
            <dt>{said.email}</dt>
            <dd>
              {person.email === null ? (
                said.noEmail
              ) : (
                <>
                  <Untrusted text={person.email} limit={254} /> (
                  {person.email_verified_at === null ? said.unproven : said.proven})
                </>
              )}
            </dd>
            <dt>{said.role}</dt>
            <dd>{person.staff === null ? said.noStaff : (staff[person.staff] ?? person.staff)}</dd>
            <dt>{console.id}</dt>
            <dd>
              <code dir="ltr">{person.id}</code>
            </dd>
            <dt>{console.since}</dt>
            <dd>
              <Day locale={locale} at={person.created_at} />
            </dd>
          </dl>
        </div>
        <section class="panel">
          <h2>{said.allowed}</h2>
          {consents.length === 0 ? (
            <p class="quiet">{console.consents.none}</p>
          ) : (
            <ul class="list">
              {consents.map((consent) => (
                <ConsentRow
                  consent={consent}
                  frame={frame}
                  about="app"
                  href={paths.consents(consent.client_id)}
                  revokePath={paths.revokeOfPerson(person.id, consent.id)}
                />
              ))}
            </ul>
          )}
        </section>
      </>
    ),
  });
}

/** The people who allowed one client. */
export function renderConsents(model: ConsentsModel): string {
  const { frame, app, client_id, consents } = model;
  const { console, common } = words(frame.context.locale);
  const paths = consolePaths(frame.base);
  return renderConsolePage(model, {
    here: "apps",
    title: console.consents.title,
    lead: console.consents.ofClient(<code dir="ltr">{client_id}</code>),
    crumbs: [
      { href: paths.apps, label: console.apps.title },
      { href: paths.app(app.id), label: untrustedText(app.client_name) || common.unnamedApp },
    ],
    children: (
      <Rows empty={console.consents.none} count={consents.length}>
        {consents.map((consent) => (
          <ConsentRow
            consent={consent}
            frame={frame}
            about="person"
            href={paths.person(consent.subject)}
            revokePath={paths.revokeOfClient(client_id, consent.id)}
          />
        ))}
      </Rows>
    ),
  });
}
