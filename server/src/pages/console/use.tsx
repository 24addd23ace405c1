/** What is in use: which apps call which version of an API, and who holds how many tokens. */
import type { VNode } from "preact";
import type { VersionUseJson } from "../../desk/operations/events.ts";
import type { TokensModel, VersionsModel } from "../models/console.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Day, Notice } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { amount } from "../words/amounts.ts";
import { words } from "../words/index.ts";
import { renderConsolePage } from "./page.tsx";
import { Row, Rows } from "./parts.tsx";
import { consolePaths } from "./paths.ts";

type Version = VersionsModel["apis"][number]["versions"][number];

function VersionPanel(props: {
  version: string;
  /** What the API's document says of it; null when it does not name it. */
  known: Version | null;
  uses: readonly VersionUseJson[];
  model: VersionsModel;
}): VNode {
  const { version, known, uses, model } = props;
  const { locale } = model.frame.context;
  const { common, platform } = words(locale);
  const said = platform.versions;
  const statuses: Readonly<Record<string, string>> = said.statuses;
  const going = known?.status === "deprecated" || known?.status === "retired";
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>
          <code dir="ltr">{version}</code>
        </h2>
        <span class={`badge ${known?.status === "stable" ? "badge-live" : "badge-plain"}`}>
          {statuses[known?.status ?? "unknown"] ?? known?.status}
        </span>
      </div>
      {going && uses.length > 0 && (
        <Notice tone="warn">
          <p>
            {known.sunset_at === null
              ? said.stillCalled
              : said.retires(<Day locale={locale} at={known.sunset_at} />)}
          </p>
        </Notice>
      )}
      {uses.length === 0 ? (
        <p class="quiet">{said.nobody}</p>
      ) : (
        <ul class="list">
          {uses.map((use) => (
            <Row
              name={use.client_name}
              fallback={common.unnamedApp}
              href={consolePaths(model.frame.base).app(use.app_id)}
              about={
                <>
                  <Untrusted text={use.organisation} /> · {said.calls(amount(locale, use.calls))} ·{" "}
                  {said.last(<Day locale={locale} at={use.last_at} />)}
                </>
              }
            >
              <EnvironmentBadge locale={locale} environment={use.environment} />
            </Row>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Versions and who still calls them, in the last 30 days. */
export function renderVersions(model: VersionsModel): string {
  const { apis, uses, frame } = model;
  const said = words(frame.context.locale).platform.versions;
  const known = new Map(apis.flatMap(({ versions }) => versions.map((one) => [one.version, one] as const)));
  const calls = Map.groupBy(uses, ({ version }) => version);
  const all = [...new Set([...known.keys(), ...calls.keys()])].toSorted().toReversed();
  return renderConsolePage(model, {
    here: "versions",
    title: said.title,
    lead: said.lead,
    children:
      all.length === 0 ? (
        <p class="empty">{said.none}</p>
      ) : (
        <>
          {all.map((version) => (
            <VersionPanel
              version={version}
              known={known.get(version) ?? null}
              uses={calls.get(version) ?? []}
              model={model}
            />
          ))}
        </>
      ),
  });
}

/** Living tokens, of those with the most. */
export function renderTokens(model: TokensModel): string {
  const { frame, of, items } = model;
  const { locale } = frame.context;
  const { common, console, platform } = words(locale);
  const said = platform.tokens;
  const paths = consolePaths(frame.base);
  return renderConsolePage(model, {
    here: "tokens",
    title: said.title,
    lead: said.lead,
    actions: (
      <ButtonLink kind="quiet" id="other" href={of === "client" ? paths.tokensOfPeople : paths.tokens}>
        {of === "client" ? said.byPerson : said.byApp}
      </ButtonLink>
    ),
    children: (
      <Rows empty={said.none} count={items.length}>
        {items.map((one) => (
          <Row
            name={one.name}
            fallback={common.unnamedApp}
            href={of === "client" ? paths.consents(one.id) : paths.person(one.id)}
            about={said.counts(
              amount(locale, one.families),
              amount(locale, one.opaque),
              amount(locale, one.jwts),
            )}
          >
            {one.environment !== null && <EnvironmentBadge locale={locale} environment={one.environment} />}
            <a href={paths.endTokens(of, one.id)}>
              {console.acts.end_tokens.title}
              <span class="unseen">
                : <Untrusted text={one.name} />
              </span>
            </a>
          </Row>
        ))}
      </Rows>
    ),
  });
}
