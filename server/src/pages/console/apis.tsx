/** APIs as staff see them: what apps can ask for, and what hangs on it. */
import type { VNode } from "preact";
import type { ApiJson } from "../../desk/json.ts";
import type { ApisModel, ScopeModel } from "../models/console.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Notice } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { amount, languageName } from "../words/amounts.ts";
import { words, type Locale } from "../words/index.ts";
import { renderConsolePage } from "./page.tsx";
import { Row, Rows } from "./parts.tsx";
import { consolePaths } from "./paths.ts";

const meant = (said: Readonly<Record<string, string>>, locale: Locale): string =>
  said[locale] ?? said["en"] ?? "";

function Api({ api, model }: { api: ApiJson; model: ApisModel }): VNode {
  const { context, base } = model.frame;
  const { console, platform } = words(context.locale);
  const said = console.apis;
  const paths = consolePaths(base);
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>
          <Untrusted text={api.name} />
        </h2>
        {model.admin && (
          <p class="actions">
            <a href={paths.newScope(api.id)}>
              {platform.scopes.add}
              <span class="unseen">: {api.name}</span>
            </a>
            <a href={paths.removeApi(api.id)}>
              {console.acts.remove_api.title}
              <span class="unseen">: {api.name}</span>
            </a>
          </p>
        )}
      </div>
      <p class="quiet">
        <code dir="ltr">
          <Untrusted text={api.identifier} limit={300} />
        </code>
      </p>
      <h3>{said.scopes}</h3>
      <ul class="list">
        {api.scopes.map((scope) => (
          <li>
            <div class="what">
              <p>
                <a href={paths.scope(api.id, scope.name)}>
                  <code dir="ltr">{scope.name}</code>
                </a>
              </p>
              <p class="quiet">
                <Untrusted text={meant(scope.words, context.locale)} limit={200} />
              </p>
            </div>
            {scope.person && <span class="badge badge-plain">{said.person}</span>}
          </li>
        ))}
      </ul>
      <h3>{said.routes}</h3>
      {api.routes.length === 0 ? (
        <p class="quiet">{said.noRoutes}</p>
      ) : (
        <ul class="list">
          {api.routes.map((route) => (
            <li>
              <div class="what">
                <p>
                  <code dir="ltr">
                    {route.method} {route.path}
                  </code>
                </p>
                <p class="quiet">
                  <Untrusted text={route.summary} limit={200} />
                </p>
              </div>
              <code dir="ltr">{route.scopes.join(" ")}</code>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What apps can ask for. */
export function renderConsoleApis(model: ApisModel): string {
  const { context, base } = model.frame;
  const { console, platform } = words(context.locale);
  return renderConsolePage(model, {
    here: "apis",
    title: console.apis.title,
    lead: console.apis.lead,
    actions: model.admin ? (
      <ButtonLink kind="choice" id="add-api" href={consolePaths(base).newApi}>
        {platform.scopes.addApi}
      </ButtonLink>
    ) : undefined,
    children:
      model.apis.length === 0 ? (
        <p class="empty">{console.nothing}</p>
      ) : (
        <>
          {model.apis.map((api) => (
            <Api api={api} model={model} />
          ))}
        </>
      ),
  });
}

/** One scope, and what hangs on it. */
export function renderScope(model: ScopeModel): string {
  const { frame, scope, admin } = model;
  const { locale } = frame.context;
  const { common, console, platform } = words(locale);
  const said = platform.scopes;
  const paths = consolePaths(frame.base);
  return renderConsolePage(model, {
    here: "apis",
    title: scope.name,
    heading: <code dir="ltr">{scope.name}</code>,
    crumbs: [{ href: paths.apis, label: console.apis.title }],
    actions: admin ? (
      <>
        <ButtonLink kind="choice" id="change" href={paths.changeScope(scope.api.id, scope.name)}>
          {said.change}
        </ButtonLink>
        <ButtonLink kind="danger" id="remove" href={paths.removeScope(scope.api.id, scope.name)}>
          {console.acts.remove_scope.title}
        </ButtonLink>
      </>
    ) : undefined,
    children: (
      <>
        <div class="panel">
          <dl class="pairs">
            {Object.entries(scope.words).map(([language, text]) => (
              <>
                <dt>{said.wordsIn(languageName(locale, language))}</dt>
                <dd lang={language}>
                  <Untrusted text={text} limit={250} />
                </dd>
              </>
            ))}
            <dt>{said.api}</dt>
            <dd>
              <Untrusted text={scope.api.name} />
            </dd>
            <dt>{said.whoFor}</dt>
            <dd>{scope.person ? console.apis.person : said.anybody}</dd>
            <dt>{said.access}</dt>
            <dd>{said.accesses[scope.access ?? "unknown"]}</dd>
            <dt>{said.consents}</dt>
            <dd>{amount(locale, scope.consents)}</dd>
            <dt>{console.apis.routes}</dt>
            <dd>
              {scope.routes.length === 0 ? (
                said.noRoutes
              ) : (
                <ul>
                  {scope.routes.map(({ method, path }) => (
                    <li>
                      <code dir="ltr">
                        {method} {path}
                      </code>
                    </li>
                  ))}
                </ul>
              )}
            </dd>
          </dl>
        </div>
        {scope.imported && (
          <Notice tone="plain">
            <p>{said.imported}</p>
          </Notice>
        )}
        <h2>{said.clients}</h2>
        <Rows empty={said.noClients} count={scope.clients.length}>
          {scope.clients.map((client) => (
            <Row
              name={client.client_name}
              fallback={common.unnamedApp}
              href={paths.app(client.app_id)}
              about={<Untrusted text={client.organisation} />}
            >
              <EnvironmentBadge locale={locale} environment={client.environment} />
            </Row>
          ))}
        </Rows>
      </>
    ),
  });
}
