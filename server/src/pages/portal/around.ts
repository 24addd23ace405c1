/** What stands beside the pages of an organisation and of an app: the ways between them. */
import { hasMoreInTest } from "../../desk/live-changes.ts";
import type { DeskFrame, NavItem, Way } from "../models/desk.ts";
import type { AppPlace, Environment } from "../models/portal.ts";
import type { SideGroup } from "../parts/desk-layout.tsx";
import { words } from "../words/index.ts";
import { portalPaths } from "./paths.ts";

type OrganisationPage = "apps" | "members" | "test-programs" | "settings";

/** Beside the pages of an organisation. */
export function besideOrganisation(
  frame: DeskFrame,
  organisation: { id: string; name: string },
  here: OrganisationPage,
): SideGroup[] {
  const { apps, testPrograms } = words(frame.context.locale);
  const paths = portalPaths(frame.base);
  const item = (page: OrganisationPage, href: string, label: string): NavItem => ({
    href,
    label,
    current: page === here,
  });
  return [
    {
      title: organisation.name,
      items: [
        item("apps", paths.organisation(organisation.id), apps.title),
        item("members", paths.members(organisation.id), apps.members),
        item("test-programs", paths.testPrograms(organisation.id), testPrograms.title),
        item("settings", paths.organisationSettings(organisation.id), apps.settings),
      ],
    },
  ];
}

/** Where one is in an app. */
export type AppPage =
  | "overview"
  | "inspector"
  | "playground"
  | "usage"
  | "test-people"
  | "go-live"
  | "settings"
  | `${Environment}/${"credentials" | "access" | "secrets"}`;

/** Beside the pages of an app: the app as a whole, then what belongs to one environment, never mixed. */
export function besideApp({ frame, app }: AppPlace, here: AppPage): SideGroup[] {
  const { common, desk, appNav, inspector, playground, testPeople, usage } = words(frame.context.locale);
  const paths = portalPaths(frame.base);
  const item = (page: AppPage, href: string, label: string): NavItem => ({
    href,
    label,
    current: page === here,
  });
  const live = app.clients.some(({ environment }) => environment === "live");
  const groups: SideGroup[] = [
    {
      title: app.client_name,
      items: [
        item("overview", paths.app(app.id), appNav.overview),
        item("playground", paths.playground(app.id), playground.title),
        item("inspector", paths.inspector(app.id), inspector.title),
        item("usage", paths.usage(app.id), usage.title),
        ...(live && !hasMoreInTest(app) ? [] : [item("go-live", paths.goLive(app.id), appNav.goLive)]),
        item("settings", paths.appSettings(app.id), appNav.settings),
      ],
    },
  ];
  for (const { environment, token_endpoint_auth_method } of app.clients) {
    const hasSecrets = token_endpoint_auth_method.startsWith("client_secret");
    groups.push({
      title: environment === "test" ? common.test : desk.live,
      environment,
      items: [
        item(`${environment}/credentials`, paths.credentials(app.id, environment), appNav.credentials),
        item(`${environment}/access`, paths.access(app.id, environment), appNav.access),
        ...(hasSecrets
          ? [item(`${environment}/secrets`, paths.secrets(app.id, environment), appNav.secrets)]
          : []),
        ...(environment === "test" ? [item("test-people", paths.testPeople(app.id), testPeople.title)] : []),
      ],
    });
  }
  return groups;
}

/** The way to a page inside an app. */
export function crumbsOfApp({ frame, app }: AppPlace, ...more: readonly Way[]): Way[] {
  const paths = portalPaths(frame.base);
  return [
    { href: paths.organisation(app.organisation.id), label: app.organisation.name },
    { href: paths.app(app.id), label: app.client_name },
    ...more,
  ];
}
