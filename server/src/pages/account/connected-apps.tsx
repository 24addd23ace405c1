/** RFC 6749 §10.2 and RFC 7009 §1 — what a person allowed, and the way to take it back. */
import type { VNode } from "preact";
import type { ConnectedApp, ConnectedAppsModel, PageContext } from "../models.ts";
import { AppBadge, AppName } from "../parts/app-badge.tsx";
import { Button, ButtonLink } from "../parts/button.tsx";
import { Detail } from "../parts/detail.tsx";
import { Form } from "../parts/form.tsx";
import { Icon } from "../parts/icon.tsx";
import { renderPage } from "../parts/layout.tsx";
import { PersonCard } from "../parts/person.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { day } from "../words/amounts.ts";
import { words } from "../words/index.ts";

/** More than this many scopes are folded away, so that one app does not fill the screen. */
const SHOWN = 4;
const SENTENCE_LIMIT = 240;

function ScopeList({ scopes }: { scopes: string[] }): VNode {
  return (
    <ul class="scopes">
      {scopes.map((scope) => (
        <li>
          <Icon name="check" />
          <Untrusted text={scope} limit={SENTENCE_LIMIT} />
        </li>
      ))}
    </ul>
  );
}

function Allowed({ app, context }: { app: ConnectedApp; context: PageContext }): VNode {
  const { connected } = words(context.locale);
  if (app.scopes.length === 0 && app.details.length === 0) return <p class="quiet">{connected.noScopes}</p>;
  const folded = app.scopes.slice(SHOWN);
  return (
    <>
      <h3>{connected.can}</h3>
      {app.scopes.length > 0 && <ScopeList scopes={app.scopes.slice(0, SHOWN)} />}
      {folded.length > 0 && (
        <details>
          <summary>{connected.more(folded.length)}</summary>
          <ScopeList scopes={folded} />
        </details>
      )}
      {app.details.length > 0 && (
        <ul class="scopes">
          {app.details.map((one) => (
            <Detail detail={one} />
          ))}
        </ul>
      )}
    </>
  );
}

function Day({ context, at }: { context: PageContext; at: number }): VNode {
  return <time datetime={new Date(at).toISOString()}>{day(context.locale, at)}</time>;
}

function Connection({ app, model }: { app: ConnectedApp; model: ConnectedAppsModel }): VNode {
  const { context } = model;
  const { connected, activity } = words(context.locale);
  return (
    <li class="connection">
      <AppBadge app={app.app} context={context} heading />
      <Allowed app={app} context={context} />
      <ul class="meta">
        {app.lasting && (
          <li class="lasting">
            <Icon name="clock" />
            <span>{connected.lasting}</span>
          </li>
        )}
        <li>{connected.since(<Day context={context} at={app.connectedAt} />)}</li>
        <li>
          {app.lastUsedAt === null
            ? connected.neverUsed
            : connected.lastUsed(<Day context={context} at={app.lastUsedAt} />)}
        </li>
      </ul>
      {app.activityPath !== null && (
        <ButtonLink id={`activity-${app.consentId}`} kind="quiet" href={app.activityPath}>
          {activity.title}{" "}
          <span class="unseen">
            <AppName app={app.app} context={context} />
          </span>
        </ButtonLink>
      )}
      <Form action={model.revokeAction} csrf={model.csrf}>
        <Button id={`disconnect-${app.consentId}`} kind="danger" name="consent" value={app.consentId}>
          {connected.disconnect}{" "}
          <span class="unseen">
            <AppName app={app.app} context={context} />
          </span>
        </Button>
      </Form>
    </li>
  );
}

function Apps({ model }: { model: ConnectedAppsModel }): VNode {
  const { connected } = words(model.context.locale);
  const company = <bdi>{model.context.company}</bdi>;
  return model.apps.length === 0 ? (
    <section class="empty">
      <h2>{connected.none}</h2>
      <p class="quiet">{connected.noneMeans(company)}</p>
    </section>
  ) : (
    <>
      <p class="lead">{connected.intro(company)}</p>
      <ul class="connections">
        {model.apps.map((app) => (
          <Connection app={app} model={model} />
        ))}
      </ul>
    </>
  );
}

/** The list of connected apps. Each can be disconnected in one step; connecting again is the way back. */
export function renderConnectedApps(model: ConnectedAppsModel): string {
  const { context } = model;
  const { common, connected, security } = words(context.locale);
  return renderPage({
    context,
    title: connected.title,
    width: "wide",
    children: (
      <>
        <h1>{connected.title}</h1>
        {model.disconnected !== null && (
          <p class="done" role="status">
            <Icon name="check" />
            <span>
              {connected.disconnected(
                <strong>
                  <Untrusted text={model.disconnected} fallback={common.unnamedApp} />
                </strong>,
              )}
            </span>
          </p>
        )}
        <div class="account">
          <PersonCard person={model.person} label={common.signedInAs} />
          <ButtonLink kind="quiet" href={model.signOutPath}>
            {common.signOut}
          </ButtonLink>
        </div>
        <p>
          <a id="security" href={model.securityPath}>
            {security.title}
          </a>
        </p>
        <Apps model={model} />
      </>
    ),
  });
}
