/** One app: what needs attention, test and live side by side and never mixed, and how healthy it is. */
import type { VNode } from "preact";
import type { AppModel, Attention, EnvironmentFacts } from "../models/portal.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Copy, Day, Notice, Title } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words, type Locale } from "../words/index.ts";
import { besideApp, crumbsOfApp } from "./around.ts";
import { Done } from "./done.tsx";
import { FirstRunSteps } from "./first-run.tsx";
import { portalPaths } from "./paths.ts";

const SENTENCE_LIMIT = 1000;

function toneOf(kind: Attention["kind"]): "bad" | "plain" | "warn" {
  if (kind === "suspended" || kind === "disabled") return "bad";
  return kind === "live_waiting" ? "plain" : "warn";
}

function Detail({ item, locale }: { item: Attention; locale: Locale }): VNode | null {
  const { attention } = words(locale);
  const { kind, detail, at } = item;
  if (kind === "secret_expires" || kind === "secret_unused")
    return (
      <p class="quiet">
        {attention.secret(<Untrusted text={detail ?? ""} />)}
        {at !== null && <> · {attention.until(<Day locale={locale} at={at} />)}</>}
      </p>
    );
  if (detail === null) return null;
  return <p class="quiet">{attention.reason(<Untrusted text={detail} limit={SENTENCE_LIMIT} />)}</p>;
}

/** Everything about an app that somebody should look at. */
function Attentions({ model }: { model: AppModel }): VNode | null {
  const { locale } = model.frame.context;
  const { attention } = words(locale);
  if (model.attention.length === 0) return null;
  return (
    <section class="notices" aria-label={attention.title}>
      {model.attention.map((item) => (
        <Notice
          tone={toneOf(item.kind)}
          action={
            item.href !== null && (
              <ButtonLink kind="plain" href={item.href}>
                {attention.look}
                <span class="unseen">: {attention[item.kind]}</span>
              </ButtonLink>
            )
          }
        >
          <p>
            {item.environment !== null && <EnvironmentBadge locale={locale} environment={item.environment} />}{" "}
            {attention[item.kind]}
          </p>
          <Detail item={item} locale={locale} />
        </Notice>
      ))}
    </section>
  );
}

function Environment({ facts, model }: { facts: EnvironmentFacts; model: AppModel }): VNode {
  const { locale } = model.frame.context;
  const { app: said, apps, common, desk, playground } = words(locale);
  const { client, secrets, lastUsedAt } = facts;
  const { environment } = client;
  const paths = portalPaths(model.frame.base);
  const scopes = client.scope.split(" ").filter((scope) => scope !== "");
  const confidential = client.token_endpoint_auth_method.startsWith("client_secret");
  const isSuspended = model.app.suspended_at !== null;
  return (
    <section class={`panel env env-${environment}`} aria-labelledby={`env-${environment}`}>
      <div class="panel-head">
        <h2 class="env-name" id={`env-${environment}`}>
          {environment === "test" ? common.test : desk.live}
        </h2>
        {client.status === "active" && !isSuspended ? (
          <span class="badge badge-good">{said.active}</span>
        ) : (
          <span class="badge badge-bad">{isSuspended ? apps.suspended : apps.disabled}</span>
        )}
      </div>
      <p class="quiet">{environment === "test" ? common.testSentence : desk.liveSentence}</p>
      <dl class="pairs">
        <dt>{said.clientId}</dt>
        <dd>
          <Copy
            id={`client-id-${environment}`}
            text={client.client_id}
            locale={locale}
            label={said.clientId}
          />
        </dd>
        <dt>{said.redirects}</dt>
        <dd>
          {client.redirect_uris.length === 0
            ? said.noRedirects
            : client.redirect_uris.slice(0, 3).map((uri) => (
                <div>
                  <Untrusted text={uri} limit={120} />
                </div>
              ))}
          {client.redirect_uris.length > 3 && <div>+ {client.redirect_uris.length - 3}</div>}
        </dd>
        <dt>{said.scopes}</dt>
        <dd>
          {scopes.length === 0
            ? said.noScopes
            : scopes.map((scope) => (
                <>
                  <code>{scope}</code>{" "}
                </>
              ))}
        </dd>
        {confidential && (
          <>
            <dt>{said.secrets}</dt>
            <dd>{secrets}</dd>
            <dt>{said.lastUsed}</dt>
            <dd>{lastUsedAt === null ? desk.never : <Day locale={locale} at={lastUsedAt} />}</dd>
          </>
        )}
      </dl>
      <p class="ways">
        <a href={paths.credentials(model.app.id, environment)}>{said.start}</a>
        {environment === "test" && (
          <a id="to-playground" href={paths.playground(model.app.id)}>
            {playground.title}
          </a>
        )}
        <a href={paths.access(model.app.id, environment)}>{said.change}</a>
        {confidential && <a href={paths.secrets(model.app.id, environment)}>{said.toSecrets}</a>}
      </p>
    </section>
  );
}

function NotLive({ model }: { model: AppModel }): VNode {
  const { app: said } = words(model.frame.context.locale);
  return (
    <section class="panel env-none" aria-labelledby="env-live">
      <h2 id="env-live">{said.notLive}</h2>
      <p class="quiet">{said.notLiveMeans}</p>
      {model.may.change && (
        <p>
          <ButtonLink
            kind={model.firstRun?.callAt == null ? "plain" : "primary"}
            id="go-live"
            href={portalPaths(model.frame.base).goLive(model.app.id)}
          >
            {said.askLive}
          </ButtonLink>
        </p>
      )}
    </section>
  );
}

function Health({ model }: { model: AppModel }): VNode {
  const { locale } = model.frame.context;
  const { app: said, health } = words(locale);
  return (
    <section class="panel">
      <h2>{said.health}</h2>
      {model.health.length === 0 ? (
        <p class="quiet">{said.healthy}</p>
      ) : (
        <ul class="list">
          {model.health.map(({ kind, environment, detail }) => (
            <li>
              <EnvironmentBadge locale={locale} environment={environment} />
              <div class="what">
                <p>{health[kind]}</p>
                {detail !== null && (
                  <p class="quiet">
                    <Untrusted text={detail} limit={120} />
                  </p>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The overview of an app. */
export function renderApp(model: AppModel): string {
  const { frame, app, environments, firstRun, may, done } = model;
  const { locale } = frame.context;
  const { apps, common } = words(locale);
  const types: Readonly<Record<string, string>> = apps.types;
  return renderDeskPage({
    frame,
    title: app.client_name,
    crumbs: crumbsOfApp(model).slice(0, 1),
    side: besideApp(model, "overview"),
    copies: true,
    children: (
      <>
        <Title
          title={<Untrusted text={app.client_name} fallback={common.unnamedApp} />}
          lead={types[app.application_type] ?? app.application_type}
        />
        <Done locale={locale} done={done} />
        <Attentions model={model} />
        {firstRun !== null && <FirstRunSteps run={firstRun} may={may} locale={locale} base={frame.base} />}
        <div class="panels">
          {environments.map((facts) => (
            <Environment facts={facts} model={model} />
          ))}
          {environments.every(({ client }) => client.environment !== "live") && <NotLive model={model} />}
        </div>
        <Health model={model} />
      </>
    ),
  });
}
