/** From test to live: what a reviewer will look at, what the developer says, and what became of it. */
import type { VNode } from "preact";
import { hasMoreInTest } from "../../desk/live-changes.ts";
import { LIVE_QUESTIONS, type GoLiveModel } from "../models/portal.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { Day, DeskForm, Notice, Title, errorOf } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Icon } from "../parts/icon.tsx";
import { Sentence, TextArea, TextInput } from "../parts/inputs.tsx";
import { words } from "../words/index.ts";
import { besideApp, crumbsOfApp } from "./around.ts";
import { Done } from "./done.tsx";
import { portalPaths } from "./paths.ts";

function Checks({ model }: { model: GoLiveModel }): VNode {
  const { live } = words(model.frame.context.locale);
  return (
    <section class="panel">
      <h2>{live.checks}</h2>
      <p class="quiet">{live.checksHint}</p>
      <ul class="checks">
        {model.checks.map(({ check, met }) => (
          <li class={met ? "check-met" : "check-open"}>
            <Icon name={met ? "check" : "warning"} />
            <div>
              <p>
                {live.check[check]} <span class="badge badge-plain">{met ? live.met : live.open}</span>
              </p>
              {!met && <p class="quiet">{live.fix[check]}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function State({ model }: { model: GoLiveModel }): VNode | null {
  const { frame, app, request, may } = model;
  const { locale } = frame.context;
  const { attention, live } = words(locale);
  if (app.clients.some(({ environment }) => environment === "live") && !hasMoreInTest(app))
    return (
      <Notice
        tone="good"
        action={
          <ButtonLink kind="primary" id="to-live" href={portalPaths(frame.base).credentials(app.id, "live")}>
            {live.toLive}
          </ButtonLink>
        }
      >
        <h2>{live.granted}</h2>
        <p>{live.grantedMeans}</p>
      </Notice>
    );
  if (request?.decision === null)
    return (
      <Notice tone="plain" id="waiting">
        <h2>{live.waiting}</h2>
        <p>{live.waitingMeans(<Day locale={locale} at={request.requested_at} />)}</p>
      </Notice>
    );
  if (request?.decision === "declined")
    return (
      <Notice tone="warn" id="declined">
        <h2>{live.declined}</h2>
        <p>{live.declinedMeans}</p>
        {request.reason !== null && <p>{attention.reason(<Sentence text={request.reason} />)}</p>}
      </Notice>
    );
  return may.change ? null : <p class="quiet">{live.viewer}</p>;
}

function Answers({ model }: { model: GoLiveModel }): VNode | null {
  const { request, frame } = model;
  const { live } = words(frame.context.locale);
  const given = LIVE_QUESTIONS.filter((question) => request?.answers[question] !== undefined);
  if (request?.decision !== null || given.length === 0) return null;
  return (
    <section class="panel">
      <h2>{live.answers}</h2>
      <dl class="pairs">
        {given.map((question) => (
          <>
            <dt>{live[question]}</dt>
            <dd>
              <Sentence text={request.answers[question] ?? ""} />
            </dd>
          </>
        ))}
      </dl>
    </section>
  );
}

function Questions({ model }: { model: GoLiveModel }): VNode | null {
  const { form, typed, open, frame } = model;
  const { locale } = frame.context;
  const { live } = words(locale);
  if (form === null) return null;
  const optional = (label: string): string => `${label} (${live.optional})`;
  return (
    <section class="panel">
      <h2>{live.about}</h2>
      <DeskForm
        form={form}
        locale={locale}
        ids={{ purpose: "purpose", website: "website", contact: "contact" }}
      >
        <TextArea
          id="purpose"
          label={live.purpose}
          value={typed.purpose}
          rows={3}
          error={errorOf(form.problem, "purpose", locale)}
        />
        <TextArea id="people" label={optional(live.people)} value={typed.people} rows={2} error={null} />
        <TextInput id="website" label={optional(live.website)} value={typed.website} error={null} />
        <TextInput
          id="contact"
          label={optional(live.contact)}
          hint={live.contactHint}
          value={typed.contact}
          type="email"
          autocomplete="email"
          error={null}
        />
        <div class="actions">
          <Button id="request-live" kind="primary">
            {open ? live.submitOpen : live.submit}
          </Button>
        </div>
      </DeskForm>
    </section>
  );
}

/** The page, whatever the state of the request is. */
export function renderGoLive(model: GoLiveModel): string {
  const { frame, open, form, done } = model;
  const { locale } = frame.context;
  const { live } = words(locale);
  return renderDeskPage({
    frame,
    title: live.title,
    problem: form?.problem != null,
    width: "narrow",
    crumbs: crumbsOfApp(model),
    side: besideApp(model, "go-live"),
    children: (
      <>
        <Title title={live.title} lead={open ? live.leadOpen : live.lead} />
        <Done locale={locale} done={done} />
        <State model={model} />
        <Checks model={model} />
        <Answers model={model} />
        <Questions model={model} />
      </>
    ),
  });
}
