/** What an agent did in somebody's name, in plain words, and the way to stop it (RFC 7009 §1). */
import type { VNode } from "preact";
import type { ActivityModel } from "../models/agents.ts";
import { AppBadge, AppName } from "../parts/app-badge.tsx";
import { Button, ButtonLink } from "../parts/button.tsx";
import { Form } from "../parts/form.tsx";
import { renderPage } from "../parts/layout.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { amount, day, moment } from "../words/amounts.ts";
import { words } from "../words/index.ts";

const SENTENCE_LIMIT = 240;

function Standing({ model }: { model: ActivityModel }): VNode {
  const { context, left, until, readOnly, now } = model;
  const { activity } = words(context.locale);
  const at = until !== null && (
    <time datetime={new Date(until).toISOString()}>{moment(context.locale, until)}</time>
  );
  return (
    <ul class="meta">
      <li>
        {at === false
          ? activity.noEnd
          : until !== null && until <= now
            ? activity.ended(at)
            : activity.ends(at)}
      </li>
      {left !== null && <li>{activity.left(amount(context.locale, left))}</li>}
      {readOnly && <li>{activity.readOnly}</li>}
    </ul>
  );
}

function Days({ model }: { model: ActivityModel }): VNode {
  const { locale } = model.context;
  const { activity } = words(locale);
  if (model.days.length === 0)
    return (
      <section class="empty">
        <h2>{activity.none}</h2>
        <p class="quiet">{activity.noneMeans}</p>
      </section>
    );
  return (
    <>
      {model.days.map(({ at, calls, lines }) => (
        <section class="part">
          <h2>
            <time datetime={new Date(at).toISOString().slice(0, 10)}>{day(locale, at)}</time>
          </h2>
          <p class="quiet">{activity.calls(amount(locale, calls))}</p>
          <dl>
            {lines.map((line) => (
              <>
                <dt>
                  <Untrusted text={line.route} limit={SENTENCE_LIMIT} />
                </dt>
                <dd>
                  <Untrusted text={line.words} limit={SENTENCE_LIMIT} /> ·{" "}
                  {activity.calls(amount(locale, line.calls))}
                </dd>
              </>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

/** The page of one connected app. */
export function renderActivity(model: ActivityModel): string {
  const { context, app } = model;
  const { activity } = words(context.locale);
  return renderPage({
    context,
    title: activity.title,
    width: "wide",
    children: (
      <>
        <h1>{activity.heading(<AppName app={app} context={context} />)}</h1>
        <AppBadge app={app} context={context} />
        <Standing model={model} />
        <Form action={model.stopAction} csrf={model.csrf} class="stop">
          <p class="quiet">{activity.stopMeans}</p>
          <Button id="stop" kind="danger" name="consent" value={model.consentId}>
            {activity.stop}
          </Button>
        </Form>
        <p class="lead">{activity.lead}</p>
        <Days model={model} />
        <p>
          <ButtonLink kind="quiet" href={model.backPath}>
            {activity.back}
          </ButtonLink>
        </p>
      </>
    ),
  });
}
