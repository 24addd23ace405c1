/** A role: chosen for somebody who is invited, or changed for a member. */
import type { VNode } from "preact";
import { ROLES } from "../../desk/caller.ts";
import type { InviteModel, MemberModel } from "../models/portal-team.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { DeskForm, Title, errorOf } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Choice, Choices, TextInput } from "../parts/inputs.tsx";
import { PersonCard } from "../parts/person.tsx";
import { words, type Locale } from "../words/index.ts";
import { besideOrganisation } from "./around.ts";
import { portalPaths } from "./paths.ts";

function RoleChoices(props: { locale: Locale; legend: string; chosen: string; error: string | null }): VNode {
  const { locale, legend, chosen, error } = props;
  const { desk } = words(locale);
  return (
    <Choices id="role" legend={legend} error={error}>
      {ROLES.map((role) => (
        <Choice
          type="radio"
          id={`role-${role}`}
          name="role"
          value={role}
          checked={chosen === role}
          label={desk.roles[role]}
          meaning={desk.rolesMean[role]}
        />
      ))}
    </Choices>
  );
}

/** Invites by e-mail. */
export function renderInvite({ frame, organisation, form, typed }: InviteModel): string {
  const { locale } = frame.context;
  const { desk, invite, team } = words(locale);
  const back = portalPaths(frame.base).members(organisation.id);
  return renderDeskPage({
    frame,
    title: invite.title,
    problem: form.problem !== null,
    width: "narrow",
    crumbs: [{ href: back, label: team.title }],
    side: besideOrganisation(frame, organisation, "members"),
    children: (
      <>
        <Title title={invite.title} lead={invite.lead} />
        <div class="panel">
          <DeskForm form={form} locale={locale} ids={{ email: "email", role: "role-viewer" }}>
            <TextInput
              id="email"
              type="email"
              label={invite.email}
              hint={invite.emailHint}
              value={typed.email}
              autofocus={form.problem === null}
              error={errorOf(form.problem, "email", locale)}
            />
            <RoleChoices
              locale={locale}
              legend={invite.role}
              chosen={typed.role}
              error={errorOf(form.problem, "role", locale)}
            />
            <div class="actions">
              <Button id="send" kind="primary">
                {invite.submit}
              </Button>
              <ButtonLink kind="quiet" id="cancel" href={back}>
                {desk.cancel}
              </ButtonLink>
            </div>
          </DeskForm>
        </div>
      </>
    ),
  });
}

/** Changes the role of a member, or leads to the end of the membership. */
export function renderMember({ frame, organisation, form, member, role }: MemberModel): string {
  const { locale } = frame.context;
  const { desk, member: said, team } = words(locale);
  const paths = portalPaths(frame.base);
  const back = paths.members(organisation.id);
  const { person } = member;
  return renderDeskPage({
    frame,
    title: said.title,
    problem: form.problem !== null,
    width: "narrow",
    crumbs: [{ href: back, label: team.title }],
    side: besideOrganisation(frame, organisation, "members"),
    children: (
      <>
        <Title title={said.title} />
        <div class="panel">
          <PersonCard person={person} label={desk.roles[member.role]} />
          <DeskForm form={form} locale={locale} ids={{ role: "role-viewer" }}>
            <RoleChoices
              locale={locale}
              legend={said.role}
              chosen={role}
              error={errorOf(form.problem, "role", locale)}
            />
            <p class="field-hint">{said.handOver}</p>
            <div class="actions">
              <Button id="save" kind="primary">
                {said.submit}
              </Button>
              <ButtonLink kind="quiet" id="cancel" href={back}>
                {desk.cancel}
              </ButtonLink>
            </div>
          </DeskForm>
        </div>
        <section class="panel danger-zone">
          <h2>{said.remove}</h2>
          <p class="quiet">{said.removeMeans}</p>
          <ButtonLink kind="danger" id="remove" href={paths.removeMember(organisation.id, person.id)}>
            {said.removeSubmit}
          </ButtonLink>
        </section>
      </>
    ),
  });
}
