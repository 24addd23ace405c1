/** How much an app is used: tokens, calls and refusals over time, and what they were. */
import type { ComponentChildren, VNode } from "preact";
import type { UsageModel } from "../models/inspector.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Chart } from "../parts/chart.tsx";
import { Title } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { amount, moment } from "../words/amounts.ts";
import { words } from "../words/index.ts";
import { besideApp, crumbsOfApp } from "./around.ts";
import { portalPaths } from "./paths.ts";

function Table(props: {
  id: string;
  title: string;
  columns: readonly string[];
  children: ComponentChildren;
}): VNode {
  return (
    <section class="panel">
      <h2 id={props.id}>{props.title}</h2>
      <div class="table" tabindex={0} role="region" aria-labelledby={props.id}>
        <table>
          <thead>
            <tr>
              {props.columns.map((column, index) => (
                <th scope="col" class={index === props.columns.length - 1 ? "number" : undefined}>
                  {/* The badges below say it themselves, and the column is as narrow as they are. */}
                  {index === 0 ? <span class="unseen">{column}</span> : column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{props.children}</tbody>
        </table>
      </div>
    </section>
  );
}

/** The page of usage. */
export function renderUsage(model: UsageModel): string {
  const { frame, days, ways, series, tokens, calls, refused, lastAt, inspectorPath } = model;
  const { locale } = frame.context;
  const { appNav, usage: said } = words(locale);
  const { environment, count } = said;
  return renderDeskPage({
    frame,
    title: said.title,
    crumbs: crumbsOfApp(model),
    side: besideApp(model, "usage"),
    children: (
      <>
        <Title
          title={said.title}
          lead={lastAt === null ? undefined : said.last(moment(locale, Date.parse(lastAt)))}
        />
        <nav aria-label={said.range}>
          <ul class="badges">
            {ways.map((way) => (
              <li>
                <a
                  class="badge badge-plain"
                  href={way.href}
                  aria-current={way.days === days ? "true" : undefined}
                >
                  {said.days(amount(locale, way.days))}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {lastAt === null ? (
          <div class="empty">
            <p>{said.nothing}</p>
            <p class="actions">
              <ButtonLink
                kind="plain"
                id="to-credentials"
                href={portalPaths(frame.base).credentials(model.app.id, "test")}
              >
                {appNav.credentials}
              </ButtonLink>
            </p>
          </div>
        ) : (
          <div class="charts">
            {series.map(({ name, points }) => (
              <Chart
                id={`chart-${name}`}
                title={said.series[name]}
                points={points}
                locale={locale}
                words={said}
              />
            ))}
          </div>
        )}
        {tokens.length > 0 && (
          <Table id="tokens" title={said.series.tokens} columns={[environment, said.grant, count]}>
            {tokens.map((row) => (
              <tr>
                <td>
                  <EnvironmentBadge locale={locale} environment={row.environment} />
                </td>
                <td>
                  <code>{row.name}</code>
                </td>
                <td class="number">{amount(locale, row.count)}</td>
              </tr>
            ))}
          </Table>
        )}
        {calls.length > 0 && (
          <Table
            id="calls"
            title={said.series.calls}
            columns={[environment, said.route, said.version, count]}
          >
            {calls.map((row) => (
              <tr>
                <td>
                  <EnvironmentBadge locale={locale} environment={row.environment} />
                </td>
                <td>
                  <code>{row.route}</code>
                </td>
                <td>{row.version === "" ? "–" : <Untrusted text={row.version} />}</td>
                <td class="number">{amount(locale, row.count)}</td>
              </tr>
            ))}
          </Table>
        )}
        {refused.length > 0 && (
          <Table id="refused" title={said.series.refused} columns={[environment, said.reason, count]}>
            {refused.map((row) => (
              <tr>
                <td>
                  <EnvironmentBadge locale={locale} environment={row.environment} />
                </td>
                <td>
                  <a href={inspectorPath}>
                    <code>{row.refusal}</code>
                  </a>
                  {row.cause !== null && (
                    <p class="quiet" lang="en">
                      {row.cause}
                    </p>
                  )}
                </td>
                <td class="number">{amount(locale, row.count)}</td>
              </tr>
            ))}
          </Table>
        )}
      </>
    ),
  });
}
