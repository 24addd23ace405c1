/** Requests for live access: the queue, and the decision about one. */
import type { VNode } from "preact";
import type { DecisionModel, RequestsModel } from "../models/console.ts";
import { LIVE_QUESTIONS } from "../models/portal.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { Day, DeskForm, errorOf } from "../parts/desk.tsx";
import { Choice, Choices, TextArea } from "../parts/inputs.tsx";
import { Untrusted, untrustedText } from "../parts/untrusted.tsx";
import { words, type Locale } from "../words/index.ts";
import { ClientPanel } from "./app.tsx";
import { renderConsolePage } from "./page.tsx";
import { Row, Rows } from "./parts.tsx";
import { consolePaths } from "./paths.ts";

/** The first page of the console: who waits for staff. */
export function renderRequests(model: RequestsModel): string {
  const { frame, items } = model;
  const { locale } = frame.context;
  const { common, console } = words(locale);
  const said = console.requests;
  const paths = consolePaths(frame.base);
  return renderConsolePage(model, {
    here: "requests",
    title: said.title,
    lead: said.lead,
    children: (
      <Rows empty={said.none} count={items.length}>
        {items.map(({ request, app }) => (
          <Row
            name={app.client_name}
            fallback={common.unnamedApp}
            href={paths.app(app.id)}
            about={
              <>
                <Untrusted text={app.organisation.name} /> ·{" "}
                {app.organisation.verified_at === null ? console.unverified : console.verified} ·{" "}
                {said.asked(<Day locale={locale} at={request.requested_at} />)}
              </>
            }
          >
            <a class="button button-choice button-small" href={paths.decide(app.id)}>
              {said.decide}
              <span class="unseen">
                : <Untrusted text={app.client_name} />
              </span>
            </a>
          </Row>
        ))}
      </Rows>
    ),
  });
}

/** What the developer said about the app. */
function Answers({ model }: { model: DecisionModel }): VNode {
  const { console, live } = words(model.frame.context.locale);
  const said = console.requests;
  /** What the portal asks, in the reader's language; the desk takes other questions as well. */
  const asked = new Map<string, string>(LIVE_QUESTIONS.map((question) => [question, live[question]]));
  const answers = Object.entries(model.request.answers);
  return (
    <section class="panel">
      <h2>{said.answers}</h2>
      {answers.length === 0 ? (
        <p class="quiet">{said.noAnswers}</p>
      ) : (
        <dl class="pairs">
          {answers.map(([question, answer]) => (
            <>
              <dt>
                <Untrusted text={asked.get(question) ?? question} />
              </dt>
              <dd>
                <Untrusted text={answer} limit={2000} />
              </dd>
            </>
          ))}
        </dl>
      )}
    </section>
  );
}

/** What a live app would have besides what it has; what it has alone stays. Nothing for an app that is not live. */
function Additions({ app, locale }: { app: DecisionModel["app"]; locale: Locale }): VNode | null {
  const said = words(locale).console;
  const [test, live] = (["test", "live"] as const).map((environment) =>
    app.clients.find((client) => client.environment === environment),
  );
  if (test === undefined || live === undefined) return null;
  const held = new Set([...live.scope.split(" "), ...live.redirect_uris]);
  const added = (all: readonly string[]): readonly string[] =>
    all.filter((one) => one !== "" && !held.has(one));
  const rows = [
    { id: "new-scopes", label: said.apps.permissions, all: added(test.scope.split(" ")) },
    { id: "new-uris", label: said.apps.redirects, all: added(test.redirect_uris) },
  ];
  return (
    <section class="panel env env-live" id="additions">
      <h2>{said.requests.additions}</h2>
      <dl class="pairs">
        {rows.map(
          ({ id, label, all }) =>
            all.length > 0 && (
              <>
                <dt>{label}</dt>
                <dd>
                  <ul id={id}>
                    {all.map((text) => (
                      <li>
                        <code dir="ltr">
                          <Untrusted text={text} limit={300} />
                        </code>
                      </li>
                    ))}
                  </ul>
                </dd>
              </>
            ),
        )}
      </dl>
    </section>
  );
}

/** Approves or declines, with a reason. */
export function renderDecision(model: DecisionModel): string {
  const { frame, form, app, typed } = model;
  const { locale } = frame.context;
  const { desk, common } = words(locale);
  const said = words(locale).console.requests;
  const paths = consolePaths(frame.base);
  const name = untrustedText(app.client_name) || common.unnamedApp;
  return renderConsolePage(
    { frame, admin: false, done: null },
    {
      here: "requests",
      title: said.decision,
      problem: form.problem !== null,
      lead: (
        <>
          <bdi>{name}</bdi> · <Untrusted text={app.organisation.name} />
        </>
      ),
      crumbs: [
        { href: paths.home, label: said.title },
        { href: paths.app(app.id), label: name },
      ],
      children: (
        <>
          <Answers model={model} />
          <Additions app={app} locale={locale} />
          {app.clients
            .filter(({ environment }) => environment === "test")
            .map((client) => (
              <ClientPanel client={client} locale={locale} base={frame.base} />
            ))}
          <div class="panel">
            <DeskForm
              form={form}
              locale={locale}
              ids={{ decision: "approved", reason: "reason" }}
              hidden={{ seen: model.seen }}
            >
              <Choices id="decision" legend={said.decision} error={errorOf(form.problem, "decision", locale)}>
                {(["approved", "declined"] as const).map((value) => (
                  <Choice
                    type="radio"
                    id={value}
                    name="decision"
                    value={value}
                    checked={typed.decision === value}
                    label={value === "approved" ? said.approve : said.decline}
                    meaning={value === "approved" ? said.approveMeans : said.declineMeans}
                  />
                ))}
              </Choices>
              <TextArea
                id="reason"
                label={said.reason}
                hint={said.reasonHint}
                value={typed.reason}
                error={errorOf(form.problem, "reason", locale)}
              />
              <div class="actions">
                <Button id="decide" kind="primary">
                  {said.submit}
                </Button>
                <ButtonLink kind="quiet" href={paths.app(app.id)}>
                  {desk.cancel}
                </ButtonLink>
              </div>
            </DeskForm>
          </div>
        </>
      ),
    },
  );
}
