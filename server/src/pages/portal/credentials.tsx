/** The credentials of one environment and how to use them at once; the secret only just after it was made. */
import type { ComponentChildren, VNode } from "preact";
import type { CredentialsModel } from "../models/portal.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Copy, CopyBlock, Notice, Title } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { words, type Locale } from "../words/index.ts";
import { besideApp, crumbsOfApp } from "./around.ts";
import { portalPaths } from "./paths.ts";

function Secret({ model }: { model: CredentialsModel }): VNode {
  const { frame, app, client, client_secret, labels, may } = model;
  const { locale } = frame.context;
  const { credentials } = words(locale);
  const newSecret = portalPaths(frame.base).newSecret(app.id, client.environment);
  if (!client.token_endpoint_auth_method.startsWith("client_secret"))
    return <p class="quiet">{credentials.isPublic}</p>;
  if (client_secret !== null)
    return (
      <Copy id="client-secret" text={client_secret} locale={locale} label={labels.client_secret} secret />
    );
  return (
    <>
      <p class="quiet">{client.secrets.length === 0 ? credentials.noSecret : credentials.gone}</p>
      {may.change && (
        <p>
          <ButtonLink
            kind={client.secrets.length === 0 ? "primary" : "quiet"}
            id="new-secret"
            href={newSecret}
          >
            {credentials.newSecret}
          </ButtonLink>
        </p>
      )}
    </>
  );
}

function Step({
  title,
  text,
  done = false,
  locale,
  children,
}: {
  title: string;
  text: string;
  done?: boolean;
  locale: Locale;
  children?: ComponentChildren;
}): VNode {
  return (
    <li class={done ? "step step-done" : "step"}>
      <div>
        <h3>
          {title}
          {done && <span class="unseen"> – {words(locale).firstRun.done}</span>}
        </h3>
        <p class="quiet">{text}</p>
        {children}
      </div>
    </li>
  );
}

function FirstCall({ model }: { model: CredentialsModel }): VNode {
  const { frame, app, trial, client_secret, client, reached } = model;
  const { locale } = frame.context;
  const { credentials, playground } = words(locale);
  const { machine, person, call } = trial;
  // Each by the name of its step: regions of one name could not be told apart.
  const block = (id: string, text: string, label: string): VNode => (
    <CopyBlock id={id} text={text} locale={locale} label={label} />
  );
  return (
    <section class="panel">
      <h2>{credentials.first}</h2>
      {client.environment === "test" && (
        <p>
          {playground.invite}{" "}
          <a id="to-playground" href={portalPaths(frame.base).playground(app.id)}>
            {playground.title}
          </a>
        </p>
      )}
      {client_secret === null && client.secrets.length > 0 && <p class="quiet">{credentials.secretHere}</p>}
      <ol class="steps">
        {machine !== null && (
          <Step title={credentials.tokenTitle} text={credentials.token} done={reached.token} locale={locale}>
            {block("curl-token", machine, credentials.tokenTitle)}
          </Step>
        )}
        {person !== null && (
          <>
            <Step title={credentials.linkTitle} text={credentials.link} locale={locale}>
              {block("authorize-link", person.link, credentials.linkTitle)}
            </Step>
            <Step
              title={credentials.exchangeTitle}
              text={credentials.exchange}
              done={machine === null && reached.token}
              locale={locale}
            >
              {block("curl-exchange", person.exchange, credentials.exchangeTitle)}
            </Step>
          </>
        )}
        <Step
          title={credentials.callTitle}
          text={call === null ? credentials.callUnknown : credentials.call}
          done={reached.call}
          locale={locale}
        >
          {call !== null && block("curl-call", call, credentials.callTitle)}
        </Step>
      </ol>
    </section>
  );
}

/** The page that a new app leads to, and the one to come back to. */
export function renderCredentials(model: CredentialsModel): string {
  const { frame, app, client, client_secret, labels } = model;
  const { locale } = frame.context;
  const { common, desk, credentials } = words(locale);
  const { environment } = client;
  return renderDeskPage({
    frame,
    title: credentials.title(environment === "test" ? common.test : desk.live),
    crumbs: crumbsOfApp(model),
    side: besideApp(model, `${environment}/credentials`),
    copies: true,
    children: (
      <>
        <Title title={credentials.title(environment === "test" ? common.test : desk.live)} />
        {client_secret !== null && (
          <Notice tone="warn" id="once" status>
            <h2>{credentials.created}</h2>
            <p>{credentials.once}</p>
          </Notice>
        )}
        <section class={`panel env env-${environment}`}>
          <div class="panel-head">
            <h2>{credentials.yours}</h2>
            <EnvironmentBadge locale={locale} environment={environment} />
          </div>
          <dl class="pairs">
            <dt>{labels.client_id}</dt>
            <dd>
              <Copy id="client-id" text={client.client_id} locale={locale} label={labels.client_id} />
            </dd>
            <dt>{labels.client_secret}</dt>
            <dd>
              <Secret model={model} />
            </dd>
          </dl>
          {client_secret !== null && <p class="quiet">{credentials.keep}</p>}
        </section>
        <FirstCall model={model} />
        <p>
          <ButtonLink kind="plain" id="to-app" href={portalPaths(frame.base).app(app.id)}>
            {credentials.toApp}
          </ButtonLink>
        </p>
      </>
    ),
  });
}
