/** What the lists of the console are made of: the search above, a row, and the way to the next page. */
import type { ComponentChildren, VNode } from "preact";
import type { AppJson } from "../../desk/json.ts";
import type { ConsentJson } from "../../desk/operations/people.ts";
import type { DeskFrame } from "../models/desk.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Day } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { TextInput } from "../parts/inputs.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words, type Locale } from "../words/index.ts";
import { consolePaths } from "./paths.ts";

/** Asks by GET, so that what was found can be reloaded and shared; it changes nothing and carries no token. */
export function Search(props: {
  frame: DeskFrame;
  action: string;
  search: string;
  children?: ComponentChildren;
}): VNode {
  const said = words(props.frame.context.locale).console;
  return (
    <form method="get" action={props.action} role="search" class="search">
      <TextInput
        id="search"
        label={said.search}
        hint={said.searchHint}
        value={props.search}
        maxlength={200}
        error={null}
      />
      {props.children}
      <button type="submit" id="find" class="button button-choice button-small">
        {said.search}
      </button>
    </form>
  );
}

/** One of a few, in a form that searches. */
export function Select(props: {
  id: string;
  label: string;
  value: string;
  options: Readonly<Record<string, string>>;
}): VNode {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      <select id={props.id} name={props.id}>
        {Object.entries(props.options).map(([value, label]) => (
          <option value={value} selected={value === props.value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A list in a panel, or that nothing is there. */
export function Rows(props: { empty: string; count: number; children: ComponentChildren }): VNode {
  return props.count === 0 ? (
    <p class="empty">{props.empty}</p>
  ) : (
    <div class="panel">
      <ul class="list">{props.children}</ul>
    </div>
  );
}

/** Something with a name of its own; below it what matters about it. */
export function Row(props: {
  name: string;
  href?: string | null;
  fallback?: string;
  about?: ComponentChildren;
  children?: ComponentChildren;
}): VNode {
  const { name, href = null, about, children } = props;
  const shown = (
    <Untrusted text={name} {...(props.fallback === undefined ? {} : { fallback: props.fallback })} />
  );
  return (
    <li>
      <div class="what">
        <p>{href === null ? <strong>{shown}</strong> : <a href={href}>{shown}</a>}</p>
        {about !== undefined && <p class="quiet">{about}</p>}
      </div>
      {children}
    </li>
  );
}

export function Next({ locale, path }: { locale: Locale; path: string | null }): VNode | null {
  if (path === null) return null;
  return (
    <p>
      <ButtonLink kind="quiet" id="next" href={path}>
        {words(locale).console.next}
      </ButtonLink>
    </p>
  );
}

/** An app in a list. */
export function AppRow({ app, frame }: { app: AppJson; frame: DeskFrame }): VNode {
  const { locale } = frame.context;
  const { apps, common, console } = words(locale);
  const types: Readonly<Record<string, string>> = apps.types;
  return (
    <Row
      name={app.client_name}
      fallback={common.unnamedApp}
      href={consolePaths(frame.base).app(app.id)}
      about={
        <>
          <Untrusted text={app.organisation.name} /> · {types[app.application_type] ?? app.application_type} ·{" "}
          {console.created(<Day locale={locale} at={app.created_at} />)}
        </>
      }
    >
      <p class="badges">
        {app.suspended_at !== null && <span class="badge badge-bad">{apps.suspended}</span>}
        {app.clients.map(({ environment }) => (
          <EnvironmentBadge locale={locale} environment={environment} />
        ))}
      </p>
    </Row>
  );
}

/** What was allowed, by whom or to whom, and the way to end it. `about` is what the page is not about already. */
export function ConsentRow(props: {
  consent: ConsentJson;
  frame: DeskFrame;
  about: "person" | "app";
  href: string;
  revokePath: string;
}): VNode {
  const { consent, frame, about, href, revokePath } = props;
  const { locale } = frame.context;
  const { console } = words(locale);
  const name = about === "app" ? consent.client_name : consent.username;
  return (
    <Row
      name={name}
      href={href}
      about={
        <>
          <code dir="ltr">{consent.scope}</code> ·{" "}
          {console.created(<Day locale={locale} at={consent.created_at} />)} ·{" "}
          {console.consents.tokens(consent.families)}
        </>
      }
    >
      {about === "app" && (
        <EnvironmentBadge locale={locale} environment={consent.environment === "live" ? "live" : "test"} />
      )}
      <a class="button button-danger" href={revokePath}>
        {console.acts.revoke_consent.title}
        <span class="unseen">
          : <Untrusted text={name} />
        </span>
      </a>
    </Row>
  );
}
