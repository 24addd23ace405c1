/** The frame of every page of portal and console: the bar, the way beside, where one is, and the page. */
import type { ComponentChildren, VNode } from "preact";
import { render } from "preact-render-to-string";
import type { DeskFrame, NavItem, Way } from "../models/desk.ts";
import { portalPaths } from "../portal/paths.ts";
import { words, type Locale } from "../words/index.ts";
import { CompanyLinks, CompanyMark } from "./company-mark.tsx";
import { EnvironmentBadge } from "./environment.tsx";
import { Icon } from "./icon.tsx";
import { Tile } from "./tile.tsx";
import { Untrusted, untrustedText } from "./untrusted.tsx";

/** Links under a heading; `environment` marks those that belong to one, so that test and live are never confused. */
export interface SideGroup {
  title: string;
  environment?: "test" | "live";
  items: readonly NavItem[];
}

interface DeskLayoutProps {
  frame: DeskFrame;
  /** What this page is; the document's title adds the company. */
  title: string;
  /** Whether something was wrong with what was sent; the document's title says so first. */
  problem?: boolean;
  /** From the top to the page above this one. */
  crumbs?: readonly Way[];
  /** What stands beside the page, in groups with a heading. */
  side?: readonly SideGroup[];
  /** `narrow` for one form or one question. */
  width?: "narrow" | "full";
  /** Whether something on the page can be copied. */
  copies?: boolean;
  children: ComponentChildren;
}

function Organisations({ frame }: { frame: DeskFrame }): VNode | null {
  const { desk } = words(frame.context.locale);
  const paths = portalPaths(frame.base);
  const current = frame.organisations.find((one) => one.current);
  if (frame.place === "console" || frame.person === null || frame.organisations.length === 0) return null;
  return (
    <details class="menu" id="organisations">
      <summary>
        <span class="unseen">{desk.organisations}: </span>
        <bdi>{current === undefined ? desk.organisations : untrustedText(current.name)}</bdi>
      </summary>
      <div>
        <ul>
          {frame.organisations.map((one) => (
            <li>
              <a href={paths.organisation(one.id)} aria-current={one.current ? "true" : undefined}>
                <Untrusted text={one.name} />
                {one.current && <Icon name="check" />}
              </a>
            </li>
          ))}
          <li class="apart">
            <a id="add-organisation" href={paths.newOrganisation}>
              {desk.newOrganisation}
            </a>
          </li>
        </ul>
      </div>
    </details>
  );
}

function Account({ frame }: { frame: DeskFrame }): VNode {
  const { common, desk } = words(frame.context.locale);
  const { base, person, staff, place } = frame;
  if (person === null)
    return (
      <a class="bar-link" id="sign-in" href={`${base}/sign-in?next=${encodeURIComponent(`${base}/portal`)}`}>
        {common.signIn}
      </a>
    );
  const name = untrustedText(person.name) || untrustedText(person.username);
  const other =
    place === "portal"
      ? { href: `${base}/console`, label: desk.toConsole }
      : { href: `${base}/portal`, label: desk.toPortal };
  return (
    <details class="menu menu-end" id="account">
      <summary>
        <Tile name={name} kind="person" />
        <span class="unseen">{desk.account}: </span>
        <bdi>{name}</bdi>
      </summary>
      <div>
        <ul>
          <li>
            <span>
              <Untrusted text={person.username} />
            </span>
          </li>
          <li>
            <a href={`${base}/connected-apps`}>{desk.connectedApps}</a>
          </li>
          <li>
            <a id="security" href={`${base}/account/security`}>
              {desk.security}
            </a>
          </li>
          {(place === "console" || staff) && (
            <li>
              <a href={other.href}>{other.label}</a>
            </li>
          )}
          <li class="apart">
            <a id="sign-out" href={`${base}/sign-out`}>
              {common.signOut}
            </a>
          </li>
        </ul>
      </div>
    </details>
  );
}

function Bar({ frame }: { frame: DeskFrame }): VNode {
  const { desk } = words(frame.context.locale);
  const { base, context, place, guidePath } = frame;
  return (
    <header class="bar">
      <a class="brand" href={`${base}/${place}`}>
        <CompanyMark context={context} />
        <bdi>{context.company}</bdi>
      </a>
      <span class="place">{place === "portal" ? desk.portal : desk.console}</span>
      <Organisations frame={frame} />
      <div class="bar-end">
        {guidePath !== null && (
          <a class="bar-link" id="guide" href={guidePath}>
            {desk.guide}
          </a>
        )}
        <Account frame={frame} />
      </div>
    </header>
  );
}

/** The groups of ways. `of`: what their ids begin with, for the same groups stand in two places. */
function Groups({ side, locale, of }: { side: readonly SideGroup[]; locale: Locale; of: string }): VNode {
  return (
    <>
      {side.map(({ title, environment, items }, index) => (
        <nav aria-labelledby={`${of}-${index}`}>
          <p class="side-title" id={`${of}-${index}`}>
            {environment === undefined ? (
              <Untrusted text={title} limit={40} />
            ) : (
              <EnvironmentBadge locale={locale} environment={environment} />
            )}
          </p>
          <ul>
            {items.map(({ href, label, current }) => (
              <li>
                <a href={href} aria-current={current ? "page" : undefined}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      ))}
    </>
  );
}

/** Beside the page; where there is no room for two columns, a menu that says where one is. */
function Side({ side, locale }: { side: readonly SideGroup[]; locale: Locale }): VNode {
  const here = side.find(({ items }) => items.some(({ current }) => current)) ?? side[0];
  return (
    <>
      <div class="side">
        <Groups side={side} locale={locale} of="side" />
      </div>
      <details class="side-menu" id="side-menu">
        <summary>
          {here?.environment === undefined ? (
            <Untrusted text={here?.title ?? ""} limit={40} />
          ) : (
            <EnvironmentBadge locale={locale} environment={here.environment} />
          )}
          <strong>{here?.items.find(({ current }) => current)?.label}</strong>
        </summary>
        <div class="side-open">
          <Groups side={side} locale={locale} of="menu" />
        </div>
      </details>
    </>
  );
}

function Crumbs({ crumbs, title, label }: { crumbs: readonly Way[]; title: string; label: string }): VNode {
  return (
    <nav class="crumbs" aria-label={label}>
      <ol>
        {crumbs.map((way) => (
          <li>
            <a href={way.href}>
              <Untrusted text={way.label} limit={40} />
            </a>
          </li>
        ))}
        <li>
          <span aria-current="page">
            <Untrusted text={title} limit={40} />
          </span>
        </li>
      </ol>
    </nav>
  );
}

function DeskLayout({
  frame,
  title,
  problem = false,
  crumbs = [],
  side = [],
  width = "full",
  copies,
  children,
}: DeskLayoutProps): VNode {
  const { context, place } = frame;
  const { common, desk } = words(context.locale);
  const shown = untrustedText(title) || common.unnamedApp;
  const said = problem ? common.problemTitle(shown) : shown;
  return (
    <html lang={context.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${said} – ${context.company}`}</title>
        <link rel="stylesheet" href={context.stylesheet} />
        <link rel="stylesheet" href={frame.stylesheet} />
        <CompanyLinks context={context} />
      </head>
      <body class={`desk desk-${place} desk-${width}`}>
        <a class="skip" href="#content">
          {desk.skip}
        </a>
        <Bar frame={frame} />
        <div class={side.length > 0 ? "frame frame-beside" : "frame"}>
          {side.length > 0 && <Side side={side} locale={context.locale} />}
          <main id="content">
            {crumbs.length > 0 && <Crumbs crumbs={crumbs} title={title} label={desk.crumbs} />}
            {children}
          </main>
        </div>
        <footer>
          <Icon name="lock" />
          {common.securedBy}
        </footer>
        {copies === true && <script src={frame.script} />}
      </body>
    </html>
  );
}

/** A complete HTML document. No inline script and no inline style, so the strictest content security policy holds (UI-06). */
export function renderDeskPage(props: DeskLayoutProps): string {
  return `<!doctype html>${render(<DeskLayout {...props} />)}`;
}
