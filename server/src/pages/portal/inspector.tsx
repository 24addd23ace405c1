/** The inspector: what happened with an app, newest first; each event opens to its facts, the cause and the fix. */
import type { VNode } from "preact";
import type { EventJson } from "../../desk/operations/events.ts";
import type { InspectorModel } from "../models/inspector.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Notice, Title } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { moment } from "../words/amounts.ts";
import { words, type Locale } from "../words/index.ts";
import { besideApp, crumbsOfApp } from "./around.ts";
import { portalPaths } from "./paths.ts";

/** Ways to a part of the events, one group for each question. */
function Filter({ model }: { model: InspectorModel }): VNode {
  const { common, desk, inspector: said } = words(model.frame.context.locale);
  const labels: Readonly<Record<string, string>> = {
    "": said.any,
    test: common.test,
    live: desk.live,
    ok: said.ok,
    refused: said.refused,
    ...said.kinds,
  };
  return (
    <div class="filter">
      {model.filters.map(({ name, options }) => (
        <nav aria-labelledby={`filter-${name}`}>
          <p id={`filter-${name}`} class="quiet">
            {said[name]}
          </p>
          <ul class="badges">
            {options.map(({ value, href, current }) => (
              <li>
                <a class="badge badge-plain" href={href} aria-current={current ? "true" : undefined}>
                  {labels[value]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      ))}
    </div>
  );
}

/** The names are the protocol's and our own: the same in every language, as in the management API. */
function Facts({ event, locale }: { event: EventJson; locale: Locale }): VNode {
  const { inspector: said } = words(locale);
  const { facts, client_id, refusal, grant_type, route, request_id } = event;
  const all = { client_id, refusal, grant_type, route, ...facts, request_id };
  return (
    <>
      <h2>{said.facts}</h2>
      <dl class="pairs facts">
        {Object.entries(all).map(
          ([name, value]) =>
            value !== null && (
              <>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  <Untrusted text={shown(value)} limit={200} />
                </dd>
              </>
            ),
        )}
      </dl>
    </>
  );
}

const shown = (value: string | number | boolean | readonly string[]): string =>
  typeof value === "object" ? value.join(", ") : String(value);

function Event({ event, model }: { event: EventJson; model: InspectorModel }): VNode {
  const { frame } = model;
  const { locale } = frame.context;
  const { health, inspector: said } = words(locale);
  const { id, at, kind, outcome, environment, diagnosis, refusal, route, grant_type, facts } = event;
  return (
    <li>
      <details id={`event-${id}`} class={`event event-${outcome}`}>
        <summary>
          <time datetime={at}>{moment(locale, Date.parse(at))}</time>
          <EnvironmentBadge locale={locale} environment={environment} />
          <span class={outcome === "ok" ? "badge badge-live" : "badge badge-bad"}>
            {outcome === "ok" ? said.ok : said.refused}
          </span>
          <span class="what">
            <strong>{said.kinds[kind]}</strong>
            <span lang="en">
              <Untrusted text={diagnosis?.cause ?? refusal ?? route ?? grant_type ?? ""} limit={200} />
            </span>
          </span>
        </summary>
        <div class="stack">
          {facts.only_named === true && <p class="quiet">{said.onlyNamed}</p>}
          {diagnosis !== null && (
            <Notice tone="warn">
              <h2>{said.fix}</h2>
              <p lang="en">{diagnosis.fix}</p>
              {frame.guidePath !== null && (
                <p>
                  <a href={`${frame.guidePath}#${diagnosis.guide}`}>{said.guide}</a>
                </p>
              )}
            </Notice>
          )}
          {facts.challenge_repeated !== undefined && (
            <Notice tone="warn">
              <p>{health.challenge_repeated}</p>
            </Notice>
          )}
          <Facts event={event} locale={locale} />
        </div>
      </details>
    </li>
  );
}

/** The page of the inspector. */
export function renderInspector(model: InspectorModel): string {
  const { frame, events, live, still, next } = model;
  const { inspector: said, playground } = words(frame.context.locale);
  return renderDeskPage({
    frame,
    title: said.title,
    crumbs: crumbsOfApp(model),
    side: besideApp(model, "inspector"),
    children: (
      <>
        <Title title={said.title} lead={said.lead}>
          <ButtonLink kind="plain" id="to-playground" href={portalPaths(frame.base).playground(model.app.id)}>
            {playground.title}
          </ButtonLink>
          <ButtonLink kind="plain" id={live === null ? "still" : "live"} href={live ?? still ?? ""}>
            {live === null ? said.stopLive : said.goLive}
          </ButtonLink>
        </Title>
        <Filter model={model} />
        {events.length === 0 ? (
          <p class="empty">{said.none}</p>
        ) : (
          <ol class="events">
            {events.map((event) => (
              <Event event={event} model={model} />
            ))}
          </ol>
        )}
        {next !== null && (
          <p>
            <ButtonLink kind="plain" id="older" href={next}>
              {said.older}
            </ButtonLink>
          </p>
        )}
        <p class="quiet">{said.kept}</p>
      </>
    ),
  });
}
