/** How many newcomers got how far, from sign-up to live, and how long it took: for staff. */
import type { VNode } from "preact";
import type { FunnelModel } from "../models/inspector.ts";
import { Title } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { duration } from "../words/amounts.ts";
import { words, type Locale } from "../words/index.ts";

function Steps({ steps, locale }: { steps: FunnelModel["steps"]; locale: Locale }): VNode {
  const { funnel: said } = words(locale);
  const names: Readonly<Record<string, string>> = said.steps;
  const number = new Intl.NumberFormat(locale);
  return (
    <section class="panel">
      <div class="table">
        <table>
          <thead>
            <tr>
              <th scope="col">{said.step}</th>
              <th scope="col">{said.count}</th>
              <th scope="col">{said.time}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ step, count, median_seconds }) => (
              <tr id={`funnel-${step}`}>
                <th scope="row">{names[step] ?? step}</th>
                <td>{number.format(count)}</td>
                <td>{median_seconds === null ? "–" : duration(locale, median_seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function renderFunnel({ frame, steps }: FunnelModel): string {
  const { locale } = frame.context;
  const { funnel: said } = words(locale);
  return renderDeskPage({
    frame,
    title: said.title,
    width: "narrow",
    children: (
      <>
        <Title title={said.title} lead={said.lead} />
        <Steps steps={steps} locale={locale} />
      </>
    ),
  });
}
