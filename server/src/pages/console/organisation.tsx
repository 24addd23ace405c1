/** One organisation as staff see it: whether anybody checked who it is, its members, its apps. */
import type { OrganisationModel } from "../models/console.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Untrusted, untrustedText } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";
import { renderConsolePage } from "./page.tsx";
import { AppRow, Row } from "./parts.tsx";
import { consolePaths } from "./paths.ts";

/** The organisation's page. */
export function renderConsoleOrganisation(model: OrganisationModel): string {
  const { frame, organisation, members, apps, admin } = model;
  const { locale } = frame.context;
  const { console, desk } = words(locale);
  const said = console.organisations;
  const paths = consolePaths(frame.base);
  const verified = organisation.verified_at !== null;
  const name = untrustedText(organisation.name) || organisation.id;
  return renderConsolePage(model, {
    here: "organisations",
    title: name,
    heading: (
      <>
        <bdi>{name}</bdi>{" "}
        <span class={verified ? "badge badge-live" : "badge badge-plain"}>
          {verified ? console.verified : console.unverified}
        </span>
      </>
    ),
    lead: <code dir="ltr">{organisation.id}</code>,
    crumbs: [{ href: paths.organisations, label: said.title }],
    actions: (
      <>
        {admin && (
          <ButtonLink kind="quiet" id="rename" href={paths.rename(organisation.id)}>
            {console.acts.rename.title}
          </ButtonLink>
        )}
        <ButtonLink
          kind="choice"
          id={verified ? "unverify" : "verify"}
          href={verified ? paths.unverify(organisation.id) : paths.verify(organisation.id)}
        >
          {verified ? console.acts.unverify.title : console.acts.verify.title}
        </ButtonLink>
      </>
    ),
    children: (
      <>
        <section class="panel">
          <h2>{said.apps}</h2>
          {apps.length === 0 ? (
            <p class="quiet">{said.noApps}</p>
          ) : (
            <ul class="list">
              {apps.map((app) => (
                <AppRow app={app} frame={frame} />
              ))}
            </ul>
          )}
        </section>
        <section class="panel">
          <h2>{said.members}</h2>
          {members.length === 0 ? (
            <p class="quiet">{said.noMembers}</p>
          ) : (
            <ul class="list">
              {members.map(({ person, role }) => (
                <Row
                  name={person.name}
                  fallback={person.id}
                  href={paths.person(person.id)}
                  about={<Untrusted text={person.email ?? person.username} />}
                >
                  <span class="badge badge-plain">{desk.roles[role]}</span>
                </Row>
              ))}
            </ul>
          )}
        </section>
      </>
    ),
  });
}
