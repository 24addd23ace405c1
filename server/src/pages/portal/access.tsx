/** RFC 7591 §2 — what a client may do: its own part, and the part that the company decides. */
import type { VNode } from "preact";
import type { AccessModel } from "../models/portal.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Day, Title } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Icon } from "../parts/icon.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { duration } from "../words/amounts.ts";
import { words } from "../words/index.ts";
import { besideApp, crumbsOfApp } from "./around.ts";
import { Done } from "./done.tsx";
import { portalPaths } from "./paths.ts";
import { Uris } from "./uris.tsx";

function Policy({ model }: { model: AccessModel }): VNode {
  const { policy, client, api } = model;
  const { locale } = model.frame.context;
  const { access } = words(locale);
  const lasts = (seconds: number): string => access.lasts(duration(locale, seconds));
  const byPerson = client.grant_types.includes("authorization_code");
  const refreshes = client.grant_types.includes("refresh_token");
  const method = client.token_endpoint_auth_method;
  return (
    <section class="panel">
      <h2>{access.policy}</h2>
      <p class="quiet">{access.policyHint}</p>
      <dl class="pairs">
        <dt>{access.api}</dt>
        <dd>
          <Untrusted text={api} />
        </dd>
        <dt>{access.method}</dt>
        <dd>
          {method.startsWith("client_secret")
            ? access.methods.client_secret
            : method === "none"
              ? access.methods.none
              : access.methods.other}
        </dd>
        {byPerson && (
          <>
            <dt>{access.pkce}</dt>
            <dd>
              {access.pkceWords[policy.pkce]}
              {policy.s256_seen_at !== null && (
                <p class="quiet">{access.s256Seen(<Day locale={locale} at={policy.s256_seen_at} />)}</p>
              )}
            </dd>
            <dt>{access.code}</dt>
            <dd>{lasts(policy.code_seconds)}</dd>
          </>
        )}
        <dt>{access.accessToken}</dt>
        <dd>{lasts(policy.access_token_seconds)}</dd>
        {refreshes && (
          <>
            <dt>{access.refresh}</dt>
            <dd>
              {access.refreshWords[policy.refresh_token]}
              {policy.refresh_token !== "never" && (
                <p class="quiet">
                  {access.refreshLasts(
                    duration(locale, policy.refresh_idle_seconds),
                    duration(locale, policy.refresh_absolute_seconds),
                  )}
                </p>
              )}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** What the app may do in one environment. */
export function renderAccess(model: AccessModel): string {
  const { frame, app, client, uris, scopes, may, done } = model;
  const { locale } = frame.context;
  const { access } = words(locale);
  const { environment } = client;
  const names: Readonly<Record<string, string>> = access.grantNames;
  return renderDeskPage({
    frame,
    title: access.title,
    crumbs: crumbsOfApp(model),
    side: besideApp(model, `${environment}/access`),
    children: (
      <>
        <Title title={access.title} lead={access.lead}>
          {may.change && app.suspended_at === null ? (
            <ButtonLink
              kind="primary"
              id="change"
              href={portalPaths(frame.base).changeAccess(app.id, environment)}
            >
              {access.change}
            </ButtonLink>
          ) : undefined}
        </Title>
        <Done locale={locale} done={done} />
        <section class={`panel env env-${environment}`}>
          <div class="panel-head">
            <h2>{access.redirects}</h2>
            <EnvironmentBadge locale={locale} environment={environment} />
          </div>
          {uris.length === 0 ? (
            <p class="quiet">{access.noRedirects}</p>
          ) : (
            <Uris uris={uris} locale={locale} />
          )}
          <h2>{access.scopes}</h2>
          {scopes.length === 0 ? (
            <p class="quiet">{access.noScopes}</p>
          ) : (
            <ul class="scopes">
              {scopes.map(({ name, words: allows }) => (
                <li>
                  <Icon name="check" />
                  <span>
                    <Untrusted text={allows} limit={240} /> <code class="quiet">{name}</code>
                  </span>
                </li>
              ))}
            </ul>
          )}
          <h2>{access.grants}</h2>
          <ul class="scopes">
            {client.grant_types.map((grant) => (
              <li>
                <Icon name="check" />
                <span>{names[shortGrant(grant)] ?? grant}</span>
              </li>
            ))}
          </ul>
        </section>
        <Policy model={model} />
      </>
    ),
  });
}

/** RFC 8628's grant has a URN for a name; ours is shorter. */
export function shortGrant(grant: string): string {
  return grant.slice(grant.lastIndexOf(":") + 1);
}
