/** The members of an organisation and who is invited: who may do what, seen at a glance. */
import type { VNode } from "preact";
import type { MembersModel } from "../models/portal-team.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Day, Title } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Tile } from "../parts/tile.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";
import { besideOrganisation } from "./around.ts";
import { Done } from "./done.tsx";
import { portalPaths } from "./paths.ts";

function Member({ member, model }: { member: MembersModel["members"][number]; model: MembersModel }): VNode {
  const { frame, organisation, may } = model;
  const { locale } = frame.context;
  const { desk, team } = words(locale);
  const paths = portalPaths(frame.base);
  const { person, role, since, self } = member;
  return (
    <li>
      <Tile name={person.name} kind="person" />
      <div class="what">
        <p>
          <strong>
            <Untrusted text={person.name} />
          </strong>{" "}
          {self && <span class="badge badge-plain">{team.you}</span>}
        </p>
        <p class="quiet">
          <Untrusted text={person.email ?? person.username} /> ·{" "}
          {team.since(<Day locale={locale} at={since} />)}
        </p>
      </div>
      <span class="badge badge-plain">{desk.roles[role]}</span>
      {may.own && (
        <ButtonLink kind="plain" id={`member-${person.id}`} href={paths.member(organisation.id, person.id)}>
          {team.change}
          <span class="unseen">
            {" "}
            <Untrusted text={person.name} />
          </span>
        </ButtonLink>
      )}
    </li>
  );
}

function Invitations({ model }: { model: MembersModel }): VNode | null {
  const { frame, organisation, invitations } = model;
  const { locale } = frame.context;
  const { desk, team } = words(locale);
  if (invitations === null) return null;
  return (
    <section class="panel">
      <h2>{team.invitations}</h2>
      {invitations.length === 0 ? (
        <p class="quiet">{team.none}</p>
      ) : (
        <ul class="list">
          {invitations.map(({ id, email, role, expires_at }) => (
            <li>
              <div class="what">
                <p>
                  <Untrusted text={email} />
                </p>
                <p class="quiet">{team.until(<Day locale={locale} at={expires_at} />)}</p>
              </div>
              <span class="badge badge-plain">{desk.roles[role]}</span>
              <ButtonLink
                kind="plain"
                id={`withdraw-${id}`}
                href={portalPaths(frame.base).withdraw(organisation.id, id)}
              >
                {team.withdraw}
                <span class="unseen">
                  {" "}
                  <Untrusted text={email} />
                </span>
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The page; owners can change it. */
export function renderMembers(model: MembersModel): string {
  const { frame, organisation, members, may, done } = model;
  const { locale } = frame.context;
  const { team } = words(locale);
  return renderDeskPage({
    frame,
    title: team.title,
    crumbs: [{ href: portalPaths(frame.base).organisation(organisation.id), label: organisation.name }],
    side: besideOrganisation(frame, organisation, "members"),
    children: (
      <>
        <Title title={team.title} lead={team.lead}>
          {may.own ? (
            <ButtonLink kind="primary" id="invite" href={portalPaths(frame.base).invite(organisation.id)}>
              {team.invite}
            </ButtonLink>
          ) : undefined}
        </Title>
        <Done locale={locale} done={done} />
        <section class="panel" aria-label={team.members}>
          <ul class="list">
            {members.map((member) => (
              <Member member={member} model={model} />
            ))}
          </ul>
        </section>
        <Invitations model={model} />
      </>
    ),
  });
}
