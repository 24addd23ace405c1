/** RFC 6238 — the pages of codes from an app: set up, asked for at sign-in, and the recovery codes, shown once. */
import type { RecoveryCodesModel, SecondFactorModel, TwoStepSetupModel } from "../models/account.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { ErrorSummary } from "../parts/error-summary.tsx";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { renderPage } from "../parts/layout.tsx";
import { Qr } from "../parts/qr.tsx";
import { throttledSentence } from "../parts/throttled.ts";
import { words } from "../words/index.ts";

const CODE = { id: "code", autocomplete: "one-time-code", inputmode: "numeric" } as const;

/** The picture, the key, and the field for the first code. */
export function renderTwoStepSetup(model: TwoStepSetupModel): string {
  const { context, wrong } = model;
  const { common, proof, twoStep } = words(context.locale);
  return renderPage({
    context,
    title: wrong ? common.problemTitle(twoStep.title) : twoStep.title,
    children: (
      <>
        <h1>{twoStep.title}</h1>
        <p class="lead">{twoStep.lead}</p>
        <ErrorSummary
          title={proof.problem}
          complaints={wrong ? [{ field: "code", sentence: twoStep.wrong }] : []}
        />
        <Qr text={model.uri} label={twoStep.title} />
        <p>{twoStep.byHand}</p>
        <p>
          <code class="secret">{model.secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</code>
        </p>
        <Form action={model.action} csrf={model.csrf} class="stack">
          <Field
            {...CODE}
            label={twoStep.code}
            autofocus={!wrong}
            invalid={wrong}
            error={wrong ? twoStep.wrong : null}
          />
          <Button id="submit-code" kind="primary">
            {twoStep.confirm}
          </Button>
        </Form>
      </>
    ),
  });
}

/** The codes, and the way on. */
export function renderRecoveryCodes({ context, codes, donePath }: RecoveryCodesModel): string {
  const { twoStep } = words(context.locale);
  return renderPage({
    context,
    title: twoStep.recoveryTitle,
    children: (
      <>
        <h1>{twoStep.recoveryTitle}</h1>
        <p class="lead">{twoStep.recoveryLead}</p>
        <ul class="recovery-codes">
          {codes.map((code) => (
            <li>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <p class="stack">
          <ButtonLink id="recovery-done" kind="primary" href={donePath}>
            {twoStep.recoveryDone}
          </ButtonLink>
        </p>
      </>
    ),
  });
}

/** Between password and signed in. */
export function renderSecondFactor(model: SecondFactorModel): string {
  const { context, problem, retryAfterSeconds } = model;
  const { common, proof, signIn, twoStep } = words(context.locale);
  const wrong = problem === "missing" || problem === "credentials";
  const sentence = problem === "missing" ? twoStep.ask : twoStep.wrong;
  const complaints =
    problem === null
      ? []
      : wrong
        ? [{ field: "code", sentence }]
        : [{ field: null, sentence: throttledSentence(context.locale, retryAfterSeconds) }];
  return renderPage({
    context,
    title: problem === null ? twoStep.askTitle : common.problemTitle(twoStep.askTitle),
    children: (
      <>
        <h1>{twoStep.askTitle}</h1>
        <p class="lead">{twoStep.ask}</p>
        <ErrorSummary title={signIn.problem} complaints={complaints} />
        <Form
          action={model.action}
          csrf={model.csrf}
          pending={model.pending}
          next={model.next}
          hidden={{ ticket: model.ticket }}
          class="stack"
        >
          <Field
            id="code"
            autocomplete="one-time-code"
            label={twoStep.askCode}
            autofocus={problem === null}
            invalid={wrong}
            error={wrong ? sentence : null}
          />
          <Button id="submit-second-factor" kind="primary">
            {proof.continue}
          </Button>
        </Form>
      </>
    ),
  });
}
