/** The app as a whole: its name, whether each environment is in service, and its end. */
import type { VNode } from "preact";
import type { AppSettingsModel } from "../models/portal.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { DeskForm, Title, errorOf } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { TextInput } from "../parts/inputs.tsx";
import { words } from "../words/index.ts";
import { besideApp, crumbsOfApp } from "./around.ts";
import { Done } from "./done.tsx";
import { portalPaths } from "./paths.ts";

function Service({ model }: { model: AppSettingsModel }): VNode {
  const { frame, app, may } = model;
  const { locale } = frame.context;
  const { appSettings } = words(locale);
  const paths = portalPaths(frame.base);
  return (
    <section class="panel">
      <h2>{appSettings.service}</h2>
      <ul class="list">
        {app.clients.map(({ environment, status }) => (
          <li>
            <EnvironmentBadge locale={locale} environment={environment} />
            <p class="what">{status === "active" ? appSettings.serviceOn : appSettings.serviceOff}</p>
            {may.own && (
              <ButtonLink
                kind={status === "active" ? "danger" : "plain"}
                id={`service-${environment}`}
                href={paths.service(app.id, environment)}
              >
                {status === "active" ? appSettings.disable : appSettings.enable}
              </ButtonLink>
            )}
          </li>
        ))}
      </ul>
      {!may.own && <p class="quiet">{appSettings.onlyOwners}</p>}
    </section>
  );
}

/** Names and dangerous things, in this order. */
export function renderAppSettings(model: AppSettingsModel): string {
  const { frame, app, may, form, name, done } = model;
  const { locale } = frame.context;
  const { appSettings } = words(locale);
  return renderDeskPage({
    frame,
    title: appSettings.title,
    problem: form.problem !== null,
    width: "narrow",
    crumbs: crumbsOfApp(model),
    side: besideApp(model, "settings"),
    children: (
      <>
        <Title title={appSettings.title} />
        <Done locale={locale} done={done} />
        {may.change && (
          <section class="panel">
            <DeskForm form={form} locale={locale} ids={{ client_name: "client_name" }}>
              <TextInput
                id="client_name"
                label={appSettings.name}
                hint={appSettings.nameHint}
                value={name}
                error={errorOf(form.problem, "client_name", locale)}
              />
              <div class="actions">
                <Button id="rename" kind="primary">
                  {appSettings.rename}
                </Button>
              </div>
            </DeskForm>
          </section>
        )}
        <Service model={model} />
        {may.own && app.suspended_at === null && (
          <section class="panel danger-zone">
            <h2>{appSettings.danger}</h2>
            <p class="quiet">{appSettings.dangerMeans}</p>
            <p>
              <ButtonLink kind="danger" id="delete-app" href={portalPaths(frame.base).deleteApp(app.id)}>
                {appSettings.delete}
              </ButtonLink>
            </p>
          </section>
        )}
      </>
    ),
  });
}
