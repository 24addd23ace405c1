/** The first step: the organisation that apps will belong to. */
import type { NewOrganisationModel } from "../models/portal.ts";
import { Button } from "../parts/button.tsx";
import { DeskForm, Title, errorOf } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { TextInput } from "../parts/inputs.tsx";
import { words } from "../words/index.ts";

/** Founds an organisation; the reader becomes its owner. */
export function renderNewOrganisation({ frame, form, name, first }: NewOrganisationModel): string {
  const { locale } = frame.context;
  const { newOrganisation } = words(locale);
  const title = first ? newOrganisation.first : newOrganisation.title;
  return renderDeskPage({
    frame,
    title: newOrganisation.title,
    problem: form.problem !== null,
    width: "narrow",
    children: (
      <>
        <Title title={title} lead={newOrganisation.lead} />
        <div class="panel">
          <DeskForm form={form} locale={locale} ids={{ name: "name" }}>
            <TextInput
              id="name"
              label={newOrganisation.name}
              hint={newOrganisation.nameHint}
              value={name}
              autocomplete="organization"
              autofocus={form.problem === null}
              error={errorOf(form.problem, "name", locale)}
            />
            <div class="actions">
              <Button id="add" kind="primary">
                {newOrganisation.submit}
              </Button>
            </div>
          </DeskForm>
        </div>
      </>
    ),
  });
}
