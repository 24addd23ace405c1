/** The organisation itself: how people read of it, its name, and the way out of it. */
import type { OrganisationSettingsModel, RenameOrganisationModel } from "../models/portal-team.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { DeskForm, Title, errorOf } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { TextInput } from "../parts/inputs.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";
import { besideOrganisation } from "./around.ts";
import { Done } from "./done.tsx";
import { portalPaths } from "./paths.ts";

/** What is known of it. */
export function renderOrganisationSettings(model: OrganisationSettingsModel): string {
  const { frame, organisation, may, done } = model;
  const { locale, company } = frame.context;
  const { organisation: said } = words(locale);
  const paths = portalPaths(frame.base);
  const verified = organisation.verified_at === null ? said.unverified : said.verified;
  return renderDeskPage({
    frame,
    title: said.title,
    width: "narrow",
    crumbs: [{ href: paths.organisation(organisation.id), label: organisation.name }],
    side: besideOrganisation(frame, organisation, "settings"),
    children: (
      <>
        <Title title={said.title} />
        <Done locale={locale} done={done} />
        <section class="panel">
          <div class="panel-head">
            <div>
              <p class="quiet">{said.name}</p>
              <p>
                <strong>
                  <Untrusted text={organisation.name} />
                </strong>
              </p>
            </div>
            {may.own && (
              <ButtonLink kind="plain" id="rename" href={paths.renameOrganisation(organisation.id)}>
                {said.rename}
              </ButtonLink>
            )}
          </div>
          <p class="quiet">{verified(<bdi>{company}</bdi>)}</p>
        </section>
        <section class="panel danger-zone">
          <h2>{said.leave}</h2>
          <p class="quiet">{said.leaveMeans}</p>
          <p>
            <ButtonLink kind="danger" id="leave" href={paths.leave(organisation.id)}>
              {said.leave}
            </ButtonLink>
          </p>
        </section>
      </>
    ),
  });
}

/** Another name. */
export function renderRenameOrganisation(model: RenameOrganisationModel): string {
  const { frame, organisation, form, name } = model;
  const { locale } = frame.context;
  const { desk, organisation: said } = words(locale);
  const back = portalPaths(frame.base).organisationSettings(organisation.id);
  return renderDeskPage({
    frame,
    title: said.renameTitle,
    problem: form.problem !== null,
    width: "narrow",
    crumbs: [{ href: back, label: said.title }],
    side: besideOrganisation(frame, organisation, "settings"),
    children: (
      <>
        <Title title={said.renameTitle} lead={said.renameLead} />
        <div class="panel">
          <DeskForm form={form} locale={locale} ids={{ name: "name" }}>
            <TextInput
              id="name"
              label={said.name}
              value={name}
              autocomplete="organization"
              error={errorOf(form.problem, "name", locale)}
            />
            <div class="actions">
              <Button id="save" kind="primary">
                {said.rename}
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
