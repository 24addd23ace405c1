/** How many newcomers got how far, from sign-up to live, and how long it took: for staff. */
import type { VNode } from "preact";
import type { FunnelModel } from "../models/inspector.ts";
import { amount, share, span } from "../words/amounts.ts";
import { words, type Locale } from "../words/index.ts";
import { renderConsolePage } from "./page.tsx";

/** The same share as a picture. `part`: from 0 to 1. */
function Bar({ part }: { part: number }): VNode {
  return (
    <svg class="bar-line" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <path class="bar-ground" d="M0 0h100v1H0z" />
      <path class="bars" d={`M0 0h${part * 100}v1H0z`} />
    </svg>
  );
}

function Steps({ steps, locale }: { steps: FunnelModel["steps"]; locale: Locale }): VNode {
  const { funnel: said } = words(locale);
  const names: Readonly<Record<string, string>> = said.steps;
  const most = Math.max(1, ...steps.map(({ count }) => count));
  return (
    <section class="panel">
      <div class="table">
        <table>
          <thead>
            <tr>
              <th scope="col">{said.step}</th>
              <th scope="col" class="number">
                {said.count}
              </th>
              <th scope="col" class="number">
                {said.share}
              </th>
              <th scope="col" class="number">
                {said.time}
              </th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ step, count, median_seconds }) => (
              <tr id={`funnel-${step}`}>
                <th scope="row">
                  {names[step] ?? step}
                  <Bar part={count / most} />
                </th>
                <td class="number">{amount(locale, count)}</td>
                <td class="number">{share(locale, count / most)}</td>
                <td class="number">{median_seconds === null ? "–" : span(locale, median_seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function renderFunnel(model: FunnelModel): string {
  const { locale } = model.frame.context;
  const { funnel: said } = words(locale);
  return renderConsolePage(model, {
    here: "funnel",
    title: said.title,
    lead: said.lead,
    children: <Steps steps={model.steps} locale={locale} />,
  });
}
