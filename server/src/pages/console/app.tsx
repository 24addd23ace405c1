/** One app as staff see it: who made it, what it may do in each environment, and what can be done about it. */
import type { VNode } from "preact";
import type { ClientJson } from "../../desk/json.ts";
import type { ConsoleAppModel } from "../models/console.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Day, Notice } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { Untrusted, untrustedText } from "../parts/untrusted.tsx";
import { portalPaths } from "../portal/paths.ts";
import { words, type Locale } from "../words/index.ts";
import { renderConsolePage } from "./page.tsx";
import { consolePaths } from "./paths.ts";

function lastUse({ secrets }: ClientJson): string | null {
  return (
    secrets
      .flatMap(({ last_used_at }) => last_used_at ?? [])
      .toSorted()
      .at(-1) ?? null
  );
}

/** What a client may do, and what it holds. */
export function ClientPanel(props: { client: ClientJson; locale: Locale; base: string }): VNode {
  const { client, locale, base } = props;
  const { apps, console, desk } = words(locale);
  const said = console.apps;
  const used = lastUse(client);
  return (
    <section class={`panel env env-${client.environment}`}>
      <div class="panel-head">
        <h2 class="env-name">
          <EnvironmentBadge locale={locale} environment={client.environment} />
        </h2>
        {client.status === "disabled" && <span class="badge badge-bad">{apps.disabled}</span>}
      </div>
      <dl class="pairs">
        <dt>{console.id}</dt>
        <dd>
          <code dir="ltr">{client.client_id}</code>
        </dd>
        <dt>{said.permissions}</dt>
        <dd>
          <code dir="ltr">{client.scope}</code>
        </dd>
        <dt>{said.redirects}</dt>
        <dd>
          {client.redirect_uris.length === 0 ? (
            said.noRedirects
          ) : (
            <ul>
              {client.redirect_uris.map((uri) => (
                <li>
                  <code dir="ltr">
                    <Untrusted text={uri} limit={300} />
                  </code>
                </li>
              ))}
            </ul>
          )}
        </dd>
        <dt>{said.secrets}</dt>
        <dd>{client.secrets.length}</dd>
        <dt>{said.lastUsed}</dt>
        <dd>{used === null ? desk.never : <Day locale={locale} at={used} />}</dd>
      </dl>
      <p>
        <a href={consolePaths(base).consents(client.client_id)}>
          {said.consents}
          <span class="unseen">
            : {client.environment === "live" ? desk.live : words(locale).common.test}
          </span>
        </a>
      </p>
    </section>
  );
}

/** The app's page. */
export function renderConsoleApp(model: ConsoleAppModel): string {
  const { frame, app, request } = model;
  const { locale } = frame.context;
  const { apps, attention, common, console } = words(locale);
  const said = console.apps;
  const paths = consolePaths(frame.base);
  const suspended = app.suspended_at !== null;
  const types: Readonly<Record<string, string>> = apps.types;
  const name = untrustedText(app.client_name) || common.unnamedApp;
  return renderConsolePage(model, {
    here: "apps",
    title: name,
    heading: <bdi>{name}</bdi>,
    crumbs: [{ href: paths.apps, label: said.title }],
    actions: (
      <>
        <ButtonLink kind="quiet" href={portalPaths(frame.base).app(app.id)}>
          {console.portal}
        </ButtonLink>
        <ButtonLink
          kind={suspended ? "choice" : "danger"}
          id={suspended ? "resume" : "suspend"}
          href={suspended ? paths.resume(app.id) : paths.suspend(app.id)}
        >
          {suspended ? console.acts.resume.title : console.acts.suspend.title}
        </ButtonLink>
      </>
    ),
    children: (
      <>
        {suspended && (
          <Notice tone="bad">
            <p>
              {attention.suspended} {said.why(<Untrusted text={app.suspended_why ?? ""} limit={1000} />)}
            </p>
          </Notice>
        )}
        {request !== null && (
          <Notice
            tone="warn"
            action={
              <ButtonLink kind="choice" id="decide" href={paths.decide(app.id)}>
                {console.requests.decide}
              </ButtonLink>
            }
          >
            <p>{said.waiting}</p>
          </Notice>
        )}
        <div class="panel">
          <dl class="pairs">
            <dt>{said.organisation}</dt>
            <dd>
              <a href={paths.organisation(app.organisation.id)}>
                <Untrusted text={app.organisation.name} />
              </a>{" "}
              ({app.organisation.verified_at === null ? console.unverified : console.verified})
            </dd>
            <dt>{said.type}</dt>
            <dd>{types[app.application_type] ?? app.application_type}</dd>
            <dt>{console.id}</dt>
            <dd>
              <code dir="ltr">{app.id}</code>
            </dd>
            <dt>{console.since}</dt>
            <dd>
              <Day locale={locale} at={app.created_at} />
            </dd>
          </dl>
        </div>
        <div class="panels">
          {app.clients.map((client) => (
            <ClientPanel client={client} locale={locale} base={frame.base} />
          ))}
        </div>
      </>
    ),
  });
}
