/** The front door: for a person their account, for a developer the metadata (RFC 8414 §3). */
import type { VNode } from "preact";
import type { HomeModel } from "../models.ts";
import { ButtonLink } from "../parts/button.tsx";
import { renderPage } from "../parts/layout.tsx";
import { PersonCard } from "../parts/person.tsx";
import { words } from "../words/index.ts";

function Account({ model }: { model: HomeModel }): VNode {
  const { common, home, security } = words(model.context.locale);
  if (model.person === null) {
    return (
      <p class="stack">
        <ButtonLink kind="primary" href={model.signInPath}>
          {common.signIn}
        </ButtonLink>
      </p>
    );
  }
  return (
    <>
      <div class="account">
        <PersonCard person={model.person} label={common.signedInAs} />
        <ButtonLink kind="quiet" href={model.signOutPath}>
          {common.signOut}
        </ButtonLink>
      </div>
      <p class="stack">
        <ButtonLink kind="primary" href={model.connectedAppsPath}>
          {home.manage}
        </ButtonLink>
        <ButtonLink kind="quiet" id="security" href={model.securityPath}>
          {security.title}
        </ButtonLink>
      </p>
    </>
  );
}

function Seeded({ model }: { model: HomeModel }): VNode | null {
  const { home } = words(model.context.locale);
  if (model.dev === null) return null;
  const { username, password, staff, apiUrl, curl, tryPath } = model.dev;
  return (
    <section class="details">
      <h2>{home.dev}</h2>
      <p>{home.devNote}</p>
      {tryPath !== null && (
        <p>
          <a href={tryPath}>{home.devTry}</a>
        </p>
      )}
      <dl>
        <dt>{home.devUsername}</dt>
        <dd>
          <code>{username}</code>
        </dd>
        <dt>{home.devPassword}</dt>
        <dd>
          <code>{password}</code>
        </dd>
        <dt>{home.devStaff}</dt>
        <dd>
          <code>{staff.username}</code>
        </dd>
        <dd>
          <code>{staff.password}</code>
        </dd>
        <dt>{home.devApi}</dt>
        <dd>
          <code>{apiUrl}</code>
        </dd>
      </dl>
      <h3 id="curl">{home.devCurl}</h3>
      {/* Focusable, because a region that scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <pre tabindex={0} role="region" aria-labelledby="curl" dir="ltr">
        <code>{curl}</code>
      </pre>
    </section>
  );
}

/** The home page. */
export function renderHome(model: HomeModel): string {
  const { context } = model;
  const { desk, home } = words(context.locale);
  return renderPage({
    context,
    title: home.title,
    children: (
      <>
        <h1>{home.heading(<bdi>{context.company}</bdi>)}</h1>
        {model.person === null && <p class="lead">{home.intro}</p>}
        <Account model={model} />
        <Seeded model={model} />
        <section class="developers">
          <h2>{home.developers}</h2>
          <p>
            <a id="portal" href={model.portalPath}>
              {desk.portal}
            </a>
          </p>
          <p>
            <a href={model.guidePath}>{words(context.locale).guide.title}</a>
          </p>
          {model.consolePath !== null && (
            <p>
              <a id="console" href={model.consolePath}>
                {desk.console}
              </a>
            </p>
          )}
          <p>
            {home.metadata} <a href={model.metadataPath}>{model.metadataPath}</a>
          </p>
        </section>
      </>
    ),
  });
}
