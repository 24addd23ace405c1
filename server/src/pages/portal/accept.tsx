/** PO-09 — joining an organisation: by pressing a button, as the person whose address the invitation went to. */
import type { AcceptModel } from "../models/portal-team.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { DeskForm, Title } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { PersonCard } from "../parts/person.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";
import { portalPaths } from "./paths.ts";

/** One question; nothing is joined before it is answered. */
export function renderAccept({ frame, form, organisation, role, person }: AcceptModel): string {
  const { locale } = frame.context;
  const { accept, desk } = words(locale);
  const named = (
    <strong>
      <Untrusted text={organisation} />
    </strong>
  );
  return renderDeskPage({
    frame,
    title: accept.title,
    problem: form.problem !== null,
    width: "narrow",
    children: (
      <>
        <Title title={accept.title} lead={accept.lead(named)} />
        <div class="panel">
          <p>
            <span class="badge badge-plain">{desk.roles[role]}</span> {desk.rolesMean[role]}
          </p>
          <PersonCard person={person} label={accept.as} />
          <DeskForm form={form} locale={locale}>
            <div class="actions">
              <Button id="accept" kind="primary">
                {accept.submit}
              </Button>
              <ButtonLink kind="quiet" id="later" href={portalPaths(frame.base).home}>
                {accept.later}
              </ButtonLink>
              <ButtonLink kind="quiet" id="other-account" href={`${frame.base}/sign-out`}>
                {accept.otherAccount}
              </ButtonLink>
            </div>
          </DeskForm>
        </div>
      </>
    ),
  });
}
