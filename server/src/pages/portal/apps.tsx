/** The apps of an organisation: their state at a glance, or the way to the first call. */
import type { VNode } from "preact";
import type { AppCard, AppsModel } from "../models/portal.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Day, Title } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Icon } from "../parts/icon.tsx";
import { Tile } from "../parts/tile.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";
import { besideOrganisation } from "./around.ts";
import { Done } from "./done.tsx";
import { FirstRunSteps } from "./first-run.tsx";
import { portalPaths } from "./paths.ts";

function Card({ app, model }: { app: AppCard; model: AppsModel }): VNode {
  const { locale } = model.frame.context;
  const { apps, common } = words(locale);
  const types: Readonly<Record<string, string>> = apps.types;
  return (
    <li class="app-card">
      <Tile name={app.name} kind="app" />
      <div class="what">
        <h2>
          <a href={portalPaths(model.frame.base).app(app.id)}>
            <Untrusted text={app.name} fallback={common.unnamedApp} />
          </a>
        </h2>
        <p class="quiet">
          {types[app.type] ?? app.type} ·{" "}
          {app.lastUsedAt === null ? apps.unused : apps.lastUsed(<Day locale={locale} at={app.lastUsedAt} />)}
        </p>
      </div>
      <p class="badges">
        {app.attention.length > 0 && (
          <span class="badge badge-plain">
            <Icon name="warning" />
            {apps.attention}
          </span>
        )}
        {app.environments.map(({ environment, status }) => (
          <>
            <EnvironmentBadge locale={locale} environment={environment} />
            {status !== "active" && (
              <span class="badge badge-bad">{status === "disabled" ? apps.disabled : apps.suspended}</span>
            )}
          </>
        ))}
      </p>
    </li>
  );
}

/** The overview of an organisation. */
export function renderApps(model: AppsModel): string {
  const { frame, organisation, may, apps: all, firstRun, done } = model;
  const { apps } = words(frame.context.locale);
  return renderDeskPage({
    frame,
    title: apps.title,
    side: besideOrganisation(frame, organisation, "apps"),
    children: (
      <>
        <Title title={apps.title} lead={apps.lead}>
          {may.change && all.length > 0 ? (
            <ButtonLink
              kind={firstRun !== null && firstRun.callAt === null ? "plain" : "primary"}
              id="create-app"
              href={portalPaths(frame.base).newApp(organisation.id)}
            >
              {apps.create}
            </ButtonLink>
          ) : undefined}
        </Title>
        <Done locale={frame.context.locale} done={done} />
        {firstRun !== null && may.change && (
          <FirstRunSteps run={firstRun} may={may} locale={frame.context.locale} base={frame.base} />
        )}
        {all.length > 0 ? (
          <ul class="apps">
            {all.map((app) => (
              <Card app={app} model={model} />
            ))}
          </ul>
        ) : may.change ? null : (
          <p class="empty">{apps.noneViewer}</p>
        )}
      </>
    ),
  });
}
