/** The playground: the real flow with the reader's own test app, one request at a time (RFC 6749 §4.1, §4.4). */
import type { VNode } from "preact";
import type { PlaygroundModel, RunModel } from "../models/playground.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { Copy, CopyBlock, DeskForm, Notice, Title } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Form } from "../parts/form.tsx";
import { Select } from "../parts/inputs.tsx";
import { duration } from "../words/amounts.ts";
import { words, type Locale } from "../words/index.ts";
import { besideApp, crumbsOfApp } from "./around.ts";
import { Done } from "./done.tsx";
import { portalPaths } from "./paths.ts";
import { ClauseLink, ExchangeItem, Request } from "./playground-exchange.tsx";
import { STEP_CLAUSES, valueOf } from "./playground-parts.ts";

/** The flows to choose from, and what one of them needs first. */
function Begin({ model }: { model: PlaygroundModel }): VNode {
  const { playground } = words(model.frame.context.locale);
  const { address, run } = model;
  return (
    <section class="panels" aria-label={playground.choose}>
      {model.flows.map(({ flow, href }) => {
        const { title, means, start } = playground.flows[flow];
        const needsAddress = flow === "code" && address?.registered === false;
        return (
          <div class="panel env env-test">
            <h2>{title}</h2>
            <p class="quiet">{means}</p>
            {needsAddress ? (
              <>
                <p>{playground.address.missing}</p>
                <p class="line">
                  <code dir="ltr">{address.uri}</code>
                </p>
                <p>
                  <ButtonLink kind="primary" id="register-address" href={address.href}>
                    {playground.address.add}
                  </ButtonLink>
                </p>
              </>
            ) : (
              <p>
                <ButtonLink kind={run === null ? "primary" : "plain"} id={`start-${flow}`} href={href}>
                  {start}
                </ButtonLink>
              </p>
            )}
          </div>
        );
      })}
    </section>
  );
}

/** What is sent next, and its button. */
function NextStep({ model, run }: { model: PlaygroundModel; run: RunModel }): VNode | null {
  const { locale } = model.frame.context;
  const { playground } = words(locale);
  const { main } = run.next;
  if (main === null) return null;
  return (
    <section class="panel next-step" aria-labelledby="next-title">
      <h2 id="next-title">{playground.next(playground.steps[main].title)}</h2>
      <p>
        {playground.steps[main].means} <ClauseLink clause={STEP_CLAUSES[main]} />
      </p>
      <Form action={model.form.action} csrf={model.form.csrf} class="stack">
        {main === "call" && <Routes routes={run.routes} id="route-next" locale={locale} />}
        <div class="actions">
          <Button id="next-step" kind="primary" name="do" value={main}>
            {playground.steps[main].button}
          </Button>
        </div>
      </Form>
      {run.preview !== null && <Request id="next" sent={run.preview} locale={locale} />}
    </section>
  );
}

function Routes({ routes, id, locale }: { routes: readonly string[]; id: string; locale: Locale }): VNode {
  const { playground } = words(locale);
  return (
    <Select
      id={id}
      name="route"
      label={playground.route}
      value={routes[0] ?? ""}
      options={routes.map((path) => ({ value: path, label: `GET ${path}` }))}
      error={null}
    />
  );
}

/** What else can be tried, right and wrong. */
function Others({ model, run }: { model: PlaygroundModel; run: RunModel }): VNode {
  const { playground } = words(model.frame.context.locale);
  const { others, mistakes } = run.next;
  const { action, csrf } = model.form;
  return (
    <div class="panels">
      {others.length > 0 && (
        <section class="panel" aria-labelledby="also-title">
          <h2 id="also-title">{playground.also}</h2>
          <Form action={action} csrf={csrf} class="actions">
            {others.map((step) => (
              <Button id={`do-${step}`} kind="plain" name="do" value={step}>
                {playground.steps[step].button}
              </Button>
            ))}
          </Form>
        </section>
      )}
      {mistakes.length > 0 && (
        <section class="panel" aria-labelledby="break-title">
          <h2 id="break-title">{playground.breakIt}</h2>
          <p class="quiet">{playground.breakMeans}</p>
          <Form action={action} csrf={csrf} class="actions">
            {mistakes.map((choice) => {
              const [step, mistake] = choice.split(":") as ["token", "no_verifier"];
              return (
                <Button id={`break-${mistake}`} kind="plain" name="do" value={valueOf(step, mistake)}>
                  {playground.mistakes[mistake]}
                </Button>
              );
            })}
          </Form>
        </section>
      )}
    </div>
  );
}

function Running({ model, run }: { model: PlaygroundModel; run: RunModel }): VNode {
  const { frame, app } = model;
  const { locale } = frame.context;
  const { playground, inspector } = words(locale);
  return (
    <>
      <div class="run-line">
        <EnvironmentBadge locale={locale} environment="test" />
        <strong>{playground.flows[run.flow].title}</strong>
        <span class="quiet">{playground.left(duration(locale, run.secondsLeft))}</span>
        <Form action={model.form.action} csrf={model.form.csrf} class="bar-end">
          <Button id="end-run" kind="plain" name="do" value="end">
            {playground.end}
          </Button>
        </Form>
      </div>
      {run.exchanges.length > 0 && (
        <ol class="events exchanges">
          {run.exchanges.map((exchange, index) => (
            <ExchangeItem
              exchange={exchange}
              number={index + 1}
              newest={index === run.exchanges.length - 1}
              locale={locale}
              guidePath={frame.guidePath}
            />
          ))}
        </ol>
      )}
      <NextStep model={model} run={run} />
      {run.curl !== null && <Curl text={run.curl} locale={locale} />}
      <Others model={model} run={run} />
      <p class="quiet">
        {playground.seen}{" "}
        <a id="to-inspector" href={portalPaths(frame.base).inspector(app.id)}>
          {inspector.title}
        </a>
      </p>
    </>
  );
}

function Curl({ text, locale }: { text: string; locale: Locale }): VNode {
  const { playground } = words(locale);
  return (
    <section class="panel" aria-labelledby="curl-title">
      <h2 id="curl-title">{playground.steps.call.title}</h2>
      <p>
        {playground.curl} <ClauseLink clause={STEP_CLAUSES.call} />
      </p>
      <details class="whole">
        <summary>{playground.curlShow}</summary>
        <CopyBlock id="curl-call" text={text} locale={locale} label={playground.steps.call.title} />
      </details>
    </section>
  );
}

/** The page, before a run and while there is one. */
export function renderPlayground(model: PlaygroundModel): string {
  const { frame, obstacle, run, done, address } = model;
  const { locale } = frame.context;
  const { playground } = words(locale);
  return renderDeskPage({
    frame,
    title: playground.title,
    problem: model.form.problem !== null,
    crumbs: crumbsOfApp(model),
    side: besideApp(model, "playground"),
    copies: run !== null || address !== null,
    children: (
      <>
        <Title title={playground.title} lead={playground.lead} />
        <Done locale={locale} done={done} />
        {model.form.problem !== null && (
          <DeskForm form={model.form} locale={locale}>
            {null}
          </DeskForm>
        )}
        {obstacle !== null && (
          <Notice tone="warn" id="obstacle">
            <p>{playground.obstacles[obstacle]}</p>
          </Notice>
        )}
        {run === null ? <Begin model={model} /> : <Running model={model} run={run} />}
        {run === null && <p class="quiet">{playground.promise}</p>}
        {address?.registered === true && (
          <section class="panel" aria-labelledby="address-title">
            <h2 id="address-title">{playground.address.title}</h2>
            <p class="quiet">{playground.address.registered}</p>
            <Copy id="address" text={address.uri} locale={locale} label={playground.address.title} />
            <p>
              <ButtonLink kind="plain" id="remove-address" href={address.href}>
                {playground.address.remove}
              </ButtonLink>
            </p>
          </section>
        )}
      </>
    ),
  });
}
