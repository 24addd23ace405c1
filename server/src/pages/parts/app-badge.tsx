/** RFC 6749 §10.2 — who asks: the app's name, its organisation, and whether anybody checked who that is. */
import type { ComponentChildren, VNode } from "preact";
import type { AppView, PageContext } from "../models.ts";
import { words } from "../words/index.ts";
import { Icon } from "./icon.tsx";
import { TestBadge } from "./test-notice.tsx";
import { Tile } from "./tile.tsx";
import { Untrusted } from "./untrusted.tsx";

/** The app's name, set apart from the words around it. */
export function AppName({ app, context }: { app: AppView; context: PageContext }): VNode {
  return (
    <strong class="name">
      <Untrusted text={app.name} fallback={words(context.locale).common.unnamedApp} />
    </strong>
  );
}

/** "Verified by …" or "Not verified by …": both are said, because silence would be read as approval. */
export function Verification({ app, context }: { app: AppView; context: PageContext }): VNode {
  const { common } = words(context.locale);
  const company = <bdi>{context.company}</bdi>;
  return app.verified ? (
    <span class="badge badge-good">
      <Icon name="shield" />
      <span>{common.verifiedBy(company)}</span>
    </span>
  ) : (
    <span class="badge badge-plain">
      <Icon name="warning" />
      <span>{common.notVerifiedBy(company)}</span>
    </span>
  );
}

/** Organisation and verification on one quiet line. */
export function AppMaker({ app, context }: { app: AppView; context: PageContext }): VNode {
  const { common } = words(context.locale);
  return (
    <p class="maker">
      <span>{common.madeBy(<Untrusted text={app.organisation} />)}</span>
      <Verification app={app} context={context} />
    </p>
  );
}

interface AppBadgeProps {
  app: AppView;
  context: PageContext;
  /** In a list the name is a heading, so that a screen reader can step from app to app. */
  heading?: boolean;
  /** A sentence with the app's name, on a page that has its own notice about test; without it, name and test badge. */
  children?: ComponentChildren;
}

/** The app with its tile: its name or a sentence about it, and below that who makes it. */
export function AppBadge({ app, context, heading = false, children }: AppBadgeProps): VNode {
  const Line = heading ? "h2" : "p";
  return (
    <div class="app-badge">
      <Tile name={app.name} kind="app" />
      <div>
        <Line class="app-badge-name">
          <span>{children ?? <AppName app={app} context={context} />}</span>
          {children === undefined && app.environment === "test" && <TestBadge locale={context.locale} />}
        </Line>
        <AppMaker app={app} context={context} />
      </div>
    </div>
  );
}
