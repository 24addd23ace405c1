/** PO-06 — the audit log: what was changed, by whom, from where; filtered, and as a file. */
import type { VNode } from "preact";
import type { AuditEntry } from "../../desk/directory.ts";
import type { AuditModel } from "../models/console.ts";
import { ButtonLink } from "../parts/button.tsx";
import { TextInput } from "../parts/inputs.tsx";
import { Untrusted, untrustedText } from "../parts/untrusted.tsx";
import { words, type Locale } from "../words/index.ts";
import { renderConsolePage } from "./page.tsx";
import { Next, Rows } from "./parts.tsx";
import { consolePaths } from "./paths.ts";

/** Longer values are cut: the file has all of them. Code points. */
const SHOWN = 280;

function Value({ label, value }: { label: string; value: unknown }): VNode | null {
  if (value === null || value === undefined) return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <code dir="ltr">
          <bdi>{untrustedText(typeof value === "string" ? value : JSON.stringify(value), SHOWN)}</bdi>
        </code>
      </dd>
    </>
  );
}

function Entry({ entry, locale }: { entry: AuditEntry; locale: Locale }): VNode {
  const said = words(locale).console.audit;
  return (
    <li>
      <div class="what">
        <p>
          <strong>
            <code dir="ltr">{entry.action}</code>
          </strong>{" "}
          <time datetime={entry.at} dir="ltr">
            {entry.at.slice(0, 19).replace("T", " ")} UTC
          </time>
        </p>
        <p class="quiet">
          {said.did(
            <>
              {entry.actor.type} <Untrusted text={entry.actor.id} />
            </>,
            <>
              {entry.target.type} <Untrusted text={entry.target.id} />
            </>,
          )}
        </p>
        <details>
          <summary>
            {said.details}
            <span class="unseen">
              : {entry.action} {entry.id}
            </span>
          </summary>
          <dl class="pairs">
            <Value label={said.before} value={entry.before} />
            <Value label={said.after} value={entry.after} />
            <Value label={said.address} value={entry.address} />
            <Value label={said.request} value={entry.request_id} />
          </dl>
        </details>
      </div>
    </li>
  );
}

/** The log, a page at a time. */
export function renderConsoleAudit(model: AuditModel): string {
  const { frame, items, filter } = model;
  const { locale } = frame.context;
  const { console } = words(locale);
  const said = console.audit;
  const input = (id: "action" | "actor" | "target", label: string): VNode => (
    <TextInput id={id} label={label} value={filter[id]} maxlength={100} error={null} />
  );
  return renderConsolePage(model, {
    here: "audit",
    title: said.title,
    lead: said.lead,
    actions: (
      <>
        <ButtonLink kind="quiet" id="csv" href={model.csvPath}>
          {said.csv}
        </ButtonLink>
        <ButtonLink kind="quiet" id="json" href={model.jsonPath}>
          {said.json}
        </ButtonLink>
      </>
    ),
    children: (
      <>
        <form method="get" action={consolePaths(frame.base).audit} role="search" class="search">
          <TextInput
            id="since"
            label={console.since}
            hint={said.sinceHint}
            value={filter.since}
            maxlength={10}
            error={null}
          />
          {input("action", said.action)}
          {input("actor", said.actor)}
          {input("target", said.target)}
          <button type="submit" id="find" class="button button-choice button-small">
            {console.search}
          </button>
        </form>
        <Rows empty={console.nothing} count={items.length}>
          {items.map((entry) => (
            <Entry entry={entry} locale={locale} />
          ))}
        </Rows>
        <Next locale={locale} path={model.nextPath} />
      </>
    ),
  });
}
