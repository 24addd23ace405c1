/** RFC 6749 §4.1 step B, §10.2 and OAuth 2.1 §7.9 — who asks for what, for how long, and where the answer goes. */
import type { ComponentChildren, VNode } from "preact";
import type { ConsentAdditionView, ConsentModel, ConsentScope } from "../models.ts";
import { AppMaker, AppName } from "../parts/app-badge.tsx";
import { AppPapers } from "../parts/app-papers.tsx";
import { Button } from "../parts/button.tsx";
import { CompanyMark } from "../parts/company-mark.tsx";
import { Detail } from "../parts/detail.tsx";
import { Form } from "../parts/form.tsx";
import { Choice } from "../parts/inputs.tsx";
import { Icon } from "../parts/icon.tsx";
import { renderPage } from "../parts/layout.tsx";
import { PersonCard } from "../parts/person.tsx";
import { TestNotice } from "../parts/test-notice.tsx";
import { Tile } from "../parts/tile.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { duration } from "../words/amounts.ts";
import { ConsentLimits } from "./consent-limits.tsx";
import { words } from "../words/index.ts";

/** A sentence about a scope may be longer than a name, but it stays a sentence. */
const SENTENCE_LIMIT = 240;

/** The end of a host name is what counts, so an address is never cut where a host name may still go on. */
const ADDRESS_LIMIT = 400;

function Scopes({ model }: { model: ConsentModel }): VNode | null {
  const { consent, limits } = words(model.context.locale);
  const app = <AppName app={model.app} context={model.context} />;
  const api = <Untrusted text={model.api} />;
  if (model.scopes.length === 0 && model.details.length > 0) return null;
  if (model.scopes.length === 0) return <p class="lead">{consent.noScopes(app, api)}</p>;
  // Marking everything as new marks nothing.
  const mark = model.scopes.some((scope) => !scope.isNew);
  const someNew = mark && model.scopes.some((scope) => scope.isNew);
  const item = (scope: ConsentScope): VNode => (
    <li>
      <Icon name="check" />
      <span>
        <Untrusted text={scope.words || scope.name} limit={SENTENCE_LIMIT} />
        {mark && scope.isNew && " "}
        {mark && scope.isNew && <span class="badge badge-new">{consent.isNew}</span>}
        {scope.reads === true && " "}
        {scope.reads === true && <span class="badge badge-plain">{limits.reads}</span>}
      </span>
    </li>
  );
  return (
    <section>
      <h2>{consent.scopes(app, api)}</h2>
      {someNew && <p class="quiet">{consent.someNew}</p>}
      <ul class="scopes">{model.scopes.map(item)}</ul>
    </section>
  );
}

/** What the company adds: a line, or a box that must be ticked. */
function addition({ id, text, required }: ConsentAdditionView): VNode {
  const label = <Untrusted text={text} limit={SENTENCE_LIMIT} />;
  if (!required) return <p class="addition">{label}</p>;
  const name = `agree-${id}`;
  return (
    <div class="addition">
      <Choice type="checkbox" id={name} name={name} value="yes" checked={false} flat label={label} />
    </div>
  );
}

/** RFC 9396 §12.2 — each detail with all of its values: nothing is allowed unseen. */
function Details({ model }: { model: ConsentModel }): VNode | null {
  if (model.details.length === 0) return null;
  const { consent } = words(model.context.locale);
  const app = <AppName app={model.app} context={model.context} />;
  return (
    <section>
      <h2>{consent.details(app)}</h2>
      <ul class="scopes">
        {model.details.map((one) => (
          <Detail detail={one} />
        ))}
      </ul>
    </section>
  );
}

function Fact({
  icon,
  title,
  children,
}: {
  icon: "clock" | "forward";
  title: string;
  children: ComponentChildren;
}): VNode {
  return (
    <section class="fact">
      <Icon name={icon} />
      <div>
        <h2>{title}</h2>
        {children}
      </div>
    </section>
  );
}

function Facts({ model }: { model: ConsentModel }): VNode {
  const { consent, device } = words(model.context.locale);
  const app = <AppName app={model.app} context={model.context} />;
  const length = duration(model.context.locale, model.accessMinutes * 60);
  const host = model.returnsTo !== null && (
    <strong class="address">
      <Untrusted text={model.returnsTo} limit={ADDRESS_LIMIT} />
    </strong>
  );
  return (
    <div class="facts">
      {model.lasting ? (
        <Fact icon="clock" title={consent.lastingTitle}>
          <p>{consent.lasting(app)}</p>
          <p class="quiet">{consent.lastingPass(length)}</p>
        </Fact>
      ) : (
        <Fact icon="clock" title={consent.briefTitle}>
          <p>{consent.brief(app, length)}</p>
        </Fact>
      )}
      {host === false ? (
        <Fact icon="forward" title={device.waitsTitle}>
          <p>{device.waits(app)}</p>
        </Fact>
      ) : (
        <Fact icon="forward" title={consent.returnsTitle}>
          <p>{consent.returns(host)}</p>
        </Fact>
      )}
    </div>
  );
}

function WhoAsks({ model }: { model: ConsentModel }): VNode {
  const { context, app } = model;
  const { consent, device } = words(context.locale);
  const company = <bdi>{context.company}</bdi>;
  return (
    <>
      <div class="pair" aria-hidden="true">
        <Tile name={app.name} kind="app" />
        <Icon name="forward" />
        <CompanyMark context={context} />
      </div>
      <h1>{consent.heading(<AppName app={app} context={context} />, company)}</h1>
      <AppMaker app={app} context={context} />
      <AppPapers app={app} context={context} />
      {!app.verified && <p class="caution">{consent.unverified(company)}</p>}
      {model.returnsTo === null && <p class="caution">{device.caution}</p>}
    </>
  );
}

/** The consent page. Deny comes first, so that a form sent by accident allows nothing. */
export function renderConsent(model: ConsentModel): string {
  const { context, app, csrf, pending } = model;
  const { common, consent } = words(context.locale);
  return renderPage({
    context,
    title: consent.title,
    children: (
      <>
        {app.environment === "test" && <TestNotice locale={context.locale} />}
        <WhoAsks model={model} />
        <div class="account">
          <PersonCard person={model.person} label={common.signedInAs} />
          <Form action={model.switchAccountAction} csrf={csrf} pending={pending}>
            <Button id="switch-account" kind="quiet">
              {consent.switchAccount}
            </Button>
          </Form>
        </div>
        <Scopes model={model} />
        <Details model={model} />
        <Facts model={model} />
        {model.boxMissing && (
          <p class="caution" id="box-missing" role="alert">
            {consent.boxMissing}
          </p>
        )}
        <Form action={model.action} csrf={csrf} pending={pending} class="choices">
          {model.additions.map(addition)}
          <ConsentLimits model={model} />
          <Button id="deny" kind="choice" name="decision" value="deny">
            {consent.deny}
          </Button>
          <Button id="allow" kind="choice" name="decision" value="allow">
            {consent.allow}
          </Button>
        </Form>
        <p class="quiet after">{consent.later}</p>
      </>
    ),
  });
}
