/** A further secret: what it is for, how long it lasts, and when the others end, so that nothing stops meanwhile. */
import type { NewSecretModel } from "../models/portal.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { DeskForm, Title, errorOf } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Choice, Choices, Select, TextInput } from "../parts/inputs.tsx";
import { words } from "../words/index.ts";
import { besideApp, crumbsOfApp } from "./around.ts";
import { portalPaths } from "./paths.ts";

const LIVES = ["never", "d30", "d90", "d365"] as const;
const OVERLAPS = ["keep", "d7", "d1", "now"] as const;

/** The form; the secret is on the page that it leads to. */
export function renderNewSecret({ form, typed, others, client, ...place }: NewSecretModel): string {
  const { frame, app } = place;
  const { locale } = frame.context;
  const { desk, secrets } = words(locale);
  const { environment } = client;
  const back = portalPaths(frame.base).secrets(app.id, environment);
  return renderDeskPage({
    frame,
    title: secrets.newTitle,
    problem: form.problem !== null,
    width: "narrow",
    crumbs: crumbsOfApp(place, { href: back, label: secrets.title }),
    side: besideApp(place, `${environment}/secrets`),
    children: (
      <>
        <Title
          title={
            <>
              {secrets.newTitle} <EnvironmentBadge locale={locale} environment={environment} />
            </>
          }
          lead={secrets.newLead}
        />
        <div class={`panel env env-${environment}`}>
          <DeskForm form={form} locale={locale} ids={{ label: "label" }}>
            <TextInput
              id="label"
              label={secrets.label}
              hint={secrets.labelHint}
              value={typed.label}
              autofocus={form.problem === null}
              error={errorOf(form.problem, "label", locale)}
            />
            <Select
              id="life"
              label={secrets.life}
              value={typed.life}
              options={LIVES.map((value) => ({ value, label: secrets.lives[value] }))}
              error={null}
            />
            {others && (
              <Choices id="overlap" legend={secrets.others} hint={secrets.othersHint}>
                {OVERLAPS.map((value) => (
                  <Choice
                    type="radio"
                    flat
                    id={`overlap-${value}`}
                    name="overlap"
                    value={value}
                    checked={typed.overlap === value}
                    label={secrets.overlaps[value]}
                  />
                ))}
              </Choices>
            )}
            <div class="actions">
              <Button id="make" kind="primary">
                {secrets.submit}
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
