/** The way to the first call, step by step: what is done, what is next, and what waits. */
import type { ComponentChildren, VNode } from "preact";
import type { FirstRun, May } from "../models/portal.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Day } from "../parts/desk.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words, type Locale } from "../words/index.ts";
import { portalPaths } from "./paths.ts";

interface StepProps {
  id: string;
  title: string;
  state: "done" | "now" | "todo";
  locale: Locale;
  children: ComponentChildren;
}

function Step({ id, title, state, locale, children }: StepProps): VNode {
  return (
    <li class={`step step-${state}`} id={`step-${id}`} aria-current={state === "now" ? "step" : undefined}>
      <div>
        <h3>
          {title}
          {state === "done" && <span class="unseen"> – {words(locale).firstRun.done}</span>}
        </h3>
        {children}
      </div>
    </li>
  );
}

/** The list. What happened is ticked, with whose it is or when it was. */
export function FirstRunSteps(props: { run: FirstRun; may: May; locale: Locale; base: string }): VNode {
  const { run, may, locale, base } = props;
  const { firstRun: said, apps, common } = words(locale);
  const paths = portalPaths(base);
  const done = [true, run.app !== null, run.tokenAt !== null, run.callAt !== null];
  const stateOf = (index: number): StepProps["state"] =>
    done[index] === true ? "done" : index === done.indexOf(false) ? "now" : "todo";
  const how = run.app !== null && (
    <ButtonLink kind="primary" id="show-how" href={paths.credentials(run.app.id, "test")}>
      {said.go}
    </ButtonLink>
  );
  const fact = (at: string | null, means: string): VNode => (
    <p class="quiet">{at === null ? means : <Day locale={locale} at={at} />}</p>
  );
  const [, second, third, fourth] = [0, 1, 2, 3].map(stateOf);
  return (
    <section class="panel" id="first-run">
      <h2>{run.app === null ? said.title : run.callAt === null ? said.going : said.called}</h2>
      {run.callAt !== null && <p class="quiet">{said.calledMeans}</p>}
      <ol class="steps">
        <Step id="organisation" title={said.stepOrganisation} state="done" locale={locale}>
          <p class="quiet">
            <Untrusted text={run.organisation.name} />
          </p>
        </Step>
        <Step id="app" title={said.stepApp} state={second ?? "todo"} locale={locale}>
          <p class="quiet">
            {run.app === null ? (
              said.stepAppMeans
            ) : (
              <Untrusted text={run.app.name} fallback={common.unnamedApp} />
            )}
          </p>
          {run.app === null && may.change && (
            <ButtonLink kind="primary" id="create-app" href={paths.newApp(run.organisation.id)}>
              {apps.create}
            </ButtonLink>
          )}
        </Step>
        <Step id="token" title={said.stepToken} state={third ?? "todo"} locale={locale}>
          {fact(run.tokenAt, said.stepTokenMeans)}
          {third === "now" && how}
        </Step>
        <Step id="call" title={said.stepCall} state={fourth ?? "todo"} locale={locale}>
          {fact(run.callAt, said.stepCallMeans)}
          {fourth === "now" && how}
        </Step>
      </ol>
      <After run={run} locale={locale} base={base} />
    </section>
  );
}

/** What to do at the end of the list: look again, or see what arrived. */
function After({ run, locale, base }: { run: FirstRun; locale: Locale; base: string }): VNode | null {
  const { firstRun: said } = words(locale);
  if (run.app === null) return null;
  if (run.callAt === null)
    return (
      <p class="quiet">
        {said.waiting}{" "}
        <a href={run.here} id="look-again">
          {said.again}
        </a>
      </p>
    );
  return (
    <p>
      <ButtonLink kind="plain" id="open-inspector" href={portalPaths(base).inspector(run.app.id)}>
        {said.look}
      </ButtonLink>
    </p>
  );
}
