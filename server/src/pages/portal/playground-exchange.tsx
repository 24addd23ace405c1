/** One request and its answer: each part with what it means, the whole of it on demand, and the inspector's diagnosis. */
import type { ComponentChildren, VNode } from "preact";
import type { Exchange, Sent } from "../../desk/playground.ts";
import { CopyBlock, Notice } from "../parts/desk.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words, type Locale } from "../words/index.ts";
import {
  PART_CLAUSES,
  STEP_CLAUSES,
  addressOf,
  lineOf,
  partsAnswered,
  partsSent,
  wentWell,
  wholeAnswered,
  wholeSent,
  type Clause,
  type Part,
} from "./playground-parts.ts";

const LONGEST_VALUE = 600;

/** Where it is written. */
export function ClauseLink({ clause }: { clause: Clause }): VNode {
  const href = addressOf(clause);
  const name = `${clause[0]} §${clause[1]}`;
  return href === null ? (
    <span class="clause">{name}</span>
  ) : (
    <a class="clause" href={href} rel="external nofollow noopener noreferrer">
      {name}
    </a>
  );
}

function Parts({ parts, locale }: { parts: readonly Part[]; locale: Locale }): VNode | null {
  const { playground } = words(locale);
  if (parts.length === 0) return null;
  return (
    <dl class="parts">
      {parts.map(({ name, shown, means }) => (
        <div>
          <dt>
            <code>
              <Untrusted text={name} />
            </code>
          </dt>
          <dd>
            <code class="value">
              <Untrusted text={shown} limit={LONGEST_VALUE} />
            </code>
            {means !== null && (
              <p class="quiet">
                {playground.parts[means]} <ClauseLink clause={PART_CLAUSES[means]} />
              </p>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** All of it, secrets included, for whoever opens it. */
function Whole(props: { id: string; text: string; label: string; locale: Locale }): VNode {
  const { playground } = words(props.locale);
  return (
    <details class="whole">
      <summary>
        {playground.whole}
        <span class="unseen">: {props.label}</span>
      </summary>
      <CopyBlock {...props} />
    </details>
  );
}

function Half({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return (
    <div class="half">
      <h3>{title}</h3>
      {children}
    </div>
  );
}

/** A request: its line, its parts, the whole of it. */
export function Request({ id, sent, locale }: { id: string; sent: Sent; locale: Locale }): VNode {
  const { playground } = words(locale);
  return (
    <Half title={playground.request}>
      <p class="line">
        <code dir="ltr">
          <Untrusted text={lineOf(sent)} limit={LONGEST_VALUE} />
        </code>
      </p>
      <Parts parts={partsSent(sent)} locale={locale} />
      <Whole id={`${id}-request`} text={wholeSent(sent)} label={playground.request} locale={locale} />
    </Half>
  );
}

function Answer({ id, exchange, locale }: { id: string; exchange: Exchange; locale: Locale }): VNode {
  const { playground } = words(locale);
  const { answer, unanswered } = exchange;
  if (answer === null)
    return (
      <Half title={playground.answer}>
        <p class="quiet">{unanswered === null ? playground.underWay : playground.unanswered(unanswered)}</p>
      </Half>
    );
  const { status, headers, body, page } = answer;
  const location = headers.find(([name]) => name === "location")?.[1].replace(/\?.*$/s, "");
  const parts = partsAnswered(answer);
  return (
    <Half title={playground.answer}>
      <p class="line">
        <code dir="ltr">
          <Untrusted
            text={
              status === null ? `GET ${location ?? ""}` : `HTTP ${status}${location ? ` → ${location}` : ""}`
            }
            limit={LONGEST_VALUE}
          />
        </code>
      </p>
      {status === null && <p class="quiet">{playground.cameBack}</p>}
      {page && <p class="quiet">{playground.page}</p>}
      {status !== null && !page && body === "" && location === undefined && (
        <p class="quiet">{playground.empty}</p>
      )}
      <Parts parts={parts} locale={locale} />
      <Whole id={`${id}-answer`} text={wholeAnswered(answer)} label={playground.answer} locale={locale} />
    </Half>
  );
}

function Verdict({ exchange, locale }: { exchange: Exchange; locale: Locale }): VNode | null {
  const { playground } = words(locale);
  const { answer, unanswered } = exchange;
  if (answer === null)
    return (
      <span class="badge badge-plain">{unanswered === null ? playground.waiting : playground.noAnswer}</span>
    );
  return (
    <span class={wentWell(answer) ? "badge badge-live" : "badge badge-bad"}>
      {answer.status === null
        ? wentWell(answer)
          ? playground.back
          : playground.backRefused
        : String(answer.status)}
    </span>
  );
}

/** One entry of the list; the newest stands open. */
export function ExchangeItem(props: {
  exchange: Exchange;
  number: number;
  newest: boolean;
  locale: Locale;
  guidePath: string | null;
}): VNode {
  const { exchange, number, newest, locale, guidePath } = props;
  const { inspector, playground } = words(locale);
  const { step, mistake, sent, diagnosis, answer } = exchange;
  const id = `exchange-${number}`;
  const good = answer === null || wentWell(answer);
  return (
    <li id={newest ? "now" : undefined}>
      <details id={id} class={`event event-${good ? "ok" : "refused"}`} open={newest}>
        <summary>
          <Verdict exchange={exchange} locale={locale} />
          <h2>{playground.steps[step].title}</h2>
          {mistake !== null && <span class="badge badge-plain">{playground.mistakes[mistake]}</span>}
        </summary>
        <div class="stack">
          <p>
            {playground.steps[step].means} <ClauseLink clause={STEP_CLAUSES[step]} />
          </p>
          {diagnosis !== null && (
            <Notice tone="warn">
              <p lang="en">
                <strong>{diagnosis.cause}</strong>
              </p>
              <p lang="en">{diagnosis.fix}</p>
              {guidePath !== null && (
                <p>
                  <a href={`${guidePath}#${diagnosis.guide}`}>{inspector.guide}</a>
                </p>
              )}
            </Notice>
          )}
          <div class="halves">
            <Request id={id} sent={sent} locale={locale} />
            <Answer id={id} exchange={exchange} locale={locale} />
          </div>
        </div>
      </details>
    </li>
  );
}
