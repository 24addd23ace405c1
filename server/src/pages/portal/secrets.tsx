/** RFC 6749 §2.3.1 — the secrets of one environment: what each is for, when it was last used, which one can go. */
import type { VNode } from "preact";
import type { SecretsModel } from "../models/portal.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Day, Title } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";
import { besideApp, crumbsOfApp } from "./around.ts";
import { Done } from "./done.tsx";
import { portalPaths } from "./paths.ts";

function Row({ secret, model }: { secret: SecretsModel["secrets"][number]; model: SecretsModel }): VNode {
  const { frame, app, client, may } = model;
  const { locale } = frame.context;
  const { desk, secrets } = words(locale);
  const { environment } = client;
  const ended = secret.state === "ended";
  const moment = (at: string | null): VNode | string =>
    at === null ? desk.never : <Day locale={locale} at={at} />;
  return (
    <li>
      <div class="what">
        <p>
          <strong>
            <Untrusted text={secret.label} />
          </strong>{" "}
          {secret.state === "safe" && <span class="badge badge-good">{secrets.safe}</span>}
          {secret.state === "soon" && <span class="badge badge-bad">{secrets.soon}</span>}
          {ended && <span class="badge badge-plain">{secrets.ended}</span>}
        </p>
        <p class="quiet">
          <code>{`ghs_${environment}_…${secret.last4}`}</code>
        </p>
        <ul class="meta">
          <li>{secrets.made(moment(secret.created_at))}</li>
          <li>{secrets.used(moment(secret.last_used_at))}</li>
          <li>{secrets.ends(moment(secret.expires_at))}</li>
        </ul>
      </div>
      {may.change && !ended && (
        <ButtonLink
          kind="danger"
          id={`end-${secret.id}`}
          href={portalPaths(frame.base).endSecret(app.id, environment, secret.id)}
        >
          {secrets.end}
          <span class="unseen">
            {" "}
            <Untrusted text={secret.label} />
          </span>
        </ButtonLink>
      )}
    </li>
  );
}

/** The list; the secrets themselves are nowhere. */
export function renderSecrets(model: SecretsModel): string {
  const { frame, app, client, may, done } = model;
  const { locale } = frame.context;
  const { secrets } = words(locale);
  const { environment } = client;
  const confidential = client.token_endpoint_auth_method.startsWith("client_secret");
  const make =
    may.change && confidential && app.suspended_at === null ? (
      <ButtonLink
        kind="primary"
        id="new-secret"
        href={portalPaths(frame.base).newSecret(app.id, environment)}
      >
        {secrets.make}
      </ButtonLink>
    ) : undefined;
  return renderDeskPage({
    frame,
    title: secrets.title,
    crumbs: crumbsOfApp(model),
    side: besideApp(model, `${environment}/secrets`),
    children: (
      <>
        <Title title={secrets.title} lead={secrets.lead}>
          {model.secrets.length > 0 ? make : undefined}
        </Title>
        <Done locale={locale} done={done} />
        <section class={`panel env env-${environment}`}>
          <div class="panel-head">
            <h2>{secrets.caption}</h2>
            <EnvironmentBadge locale={locale} environment={environment} />
          </div>
          {!confidential ? (
            <p class="quiet">{secrets.public}</p>
          ) : model.secrets.length === 0 ? (
            <div class="empty">
              <h3>{secrets.none}</h3>
              <p class="quiet">{secrets.noneMeans}</p>
              <p>{make}</p>
            </div>
          ) : (
            <ul class="list">
              {model.secrets.map((secret) => (
                <Row secret={secret} model={model} />
              ))}
            </ul>
          )}
        </section>
      </>
    ),
  });
}
