/** What every page of the console has: the way beside it, its title, and what was just done. */
import type { ComponentChildren } from "preact";
import type { ConsoleModel } from "../models/console.ts";
import type { DeskFrame, NavItem, Way } from "../models/desk.ts";
import { Notice, Title } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { words } from "../words/index.ts";
import { consolePaths } from "./paths.ts";

/** The places of the console. */
export type ConsolePlace =
  | "requests"
  | "apps"
  | "organisations"
  | "people"
  | "funnel"
  | "apis"
  | "versions"
  | "tokens"
  | "keys"
  | "audit"
  | "branding"
  | "settings";

interface ConsolePage {
  here: ConsolePlace;
  title: string;
  /** Whether a form was refused: the document's title says so, the heading stays. */
  problem?: boolean;
  /** How the title looks; the text where it is not given. */
  heading?: ComponentChildren;
  lead?: ComponentChildren;
  crumbs?: readonly Way[];
  /** Beside the title. */
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** Beside every page: partners, then the platform. */
export function besideConsole(
  { base, context }: DeskFrame,
  here: ConsolePlace,
): { title: string; items: NavItem[] }[] {
  const { nav } = words(context.locale).console;
  const paths = consolePaths(base);
  const item = (place: ConsolePlace, href: string): NavItem => ({
    href,
    label: nav[place],
    current: place === here,
  });
  return [
    {
      title: nav.partners,
      items: [
        item("requests", paths.home),
        item("apps", paths.apps),
        item("organisations", paths.organisations),
        item("people", paths.people),
        item("funnel", paths.funnel),
      ],
    },
    {
      title: nav.platform,
      items: [
        item("apis", paths.apis),
        item("versions", paths.versions),
        item("tokens", paths.tokens),
        item("keys", paths.keys),
        item("audit", paths.audit),
        item("branding", paths.branding),
        item("settings", paths.settings),
      ],
    },
  ];
}

/** A complete document. */
export function renderConsolePage({ frame, done }: ConsoleModel, page: ConsolePage): string {
  const { acts } = words(frame.context.locale).console;
  const said = done !== null && Object.hasOwn(acts, done) ? acts[done as keyof typeof acts].done : null;
  return renderDeskPage({
    frame,
    title: page.title,
    problem: page.problem ?? false,
    ...(page.crumbs === undefined ? {} : { crumbs: page.crumbs }),
    side: besideConsole(frame, page.here),
    children: (
      <>
        <Title title={page.heading ?? page.title} lead={page.lead}>
          {page.actions}
        </Title>
        {said !== null && (
          <Notice tone="good" id="done" status>
            <p>{said}</p>
          </Notice>
        )}
        {page.children}
      </>
    ),
  });
}
