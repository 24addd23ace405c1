/** PO-09 — the pages on which an e-mail address is asked for and proven: for a new account, or for a new password. */
import type { CodeStepModel, EmailStepModel, LinkStepModel } from "../models/account.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { ErrorSummary } from "../parts/error-summary.tsx";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { renderPage } from "../parts/layout.tsx";
import { throttledSentence } from "../parts/throttled.ts";
import { Untrusted, untrustedText } from "../parts/untrusted.tsx";
import { words, type Words } from "../words/index.ts";

/** RFC 5321 §4.5.3.1.3: no address is longer. */
const EMAIL_LIMIT = 254;

const wordsOf = (all: Words, purpose: EmailStepModel["purpose"]) =>
  ({ sign_up: all.signUp, reset: all.reset, email: all.newEmail })[purpose];

/** Asks for the address. */
export function renderEmailStep(model: EmailStepModel): string {
  const { context, problem, retryAfterSeconds } = model;
  const all = words(context.locale);
  const own = wordsOf(all, model.purpose);
  const complaints =
    problem === null
      ? []
      : problem === "missing"
        ? [{ field: "email", sentence: all.proof.missingEmail }]
        : [{ field: null, sentence: throttledSentence(context.locale, retryAfterSeconds) }];
  return renderPage({
    context,
    title: problem === null ? own.title : all.common.problemTitle(own.title),
    children: (
      <>
        <h1>{own.title}</h1>
        <p class="lead">{own.lead(<bdi>{context.company}</bdi>)}</p>
        <ErrorSummary title={all.proof.problem} complaints={complaints} />
        <Form action={model.action} csrf={model.csrf} pending={model.pending} next={model.next} class="stack">
          <Field
            id="email"
            label={all.proof.email}
            type="email"
            autocomplete="email"
            value={untrustedText(model.email, EMAIL_LIMIT) === model.email ? model.email : ""}
            autofocus={problem === null}
            invalid={problem === "missing"}
            error={problem === "missing" ? all.proof.missingEmail : null}
          />
          <Button id="submit-email" kind="primary">
            {all.proof.sendCode}
          </Button>
        </Form>
        <p class="after">
          <ButtonLink kind="quiet" href={model.signInPath}>
            {own.back}
          </ButtonLink>
        </p>
      </>
    ),
  });
}

/** Asks for the code. */
export function renderCodeStep(model: CodeStepModel): string {
  const { context, problem } = model;
  const all = words(context.locale);
  const own = wordsOf(all, model.purpose);
  const { common, proof } = all;
  const sentence = problem === "missing" ? proof.missingCode : proof.wrongCode;
  return renderPage({
    context,
    title: problem === null ? own.title : common.problemTitle(own.title),
    children: (
      <>
        <h1>{own.title}</h1>
        <p class="lead">{proof.sent(<Untrusted text={model.email} limit={EMAIL_LIMIT} />)}</p>
        {model.devMailPath === null ? (
          <p class="quiet">{proof.sentNote}</p>
        ) : (
          <p class="quiet">
            {all.devMail.lead}{" "}
            <a id="dev-mail" href={model.devMailPath}>
              {all.devMail.read}
            </a>
          </p>
        )}
        <ErrorSummary
          title={proof.problem}
          complaints={problem === null ? [] : [{ field: "code", sentence }]}
        />
        <Form action={model.action} csrf={model.csrf} hidden={{ proof: model.proof }} class="stack">
          <Field
            id="code"
            label={proof.code}
            autocomplete="one-time-code"
            inputmode="numeric"
            autofocus={problem === null}
            invalid={problem !== null}
            error={problem === null ? null : sentence}
          />
          <Button id="submit-code" kind="primary">
            {proof.continue}
          </Button>
        </Form>
        <p class="after">
          <ButtonLink kind="quiet" href={model.againPath}>
            {proof.again}
          </ButtonLink>
        </p>
      </>
    ),
  });
}

/** Goes on from a link: a button, because programs that look at letters open every link. */
export function renderLinkStep(model: LinkStepModel): string {
  const { context } = model;
  const all = words(context.locale);
  const own = wordsOf(all, model.purpose);
  return renderPage({
    context,
    title: own.title,
    children: (
      <>
        <h1>{own.title}</h1>
        <p class="lead">{all.proof.linkLead}</p>
        <Form
          action={model.action}
          csrf={model.csrf}
          next={model.next}
          hidden={{ link: model.link }}
          class="stack"
        >
          <Button id="submit-link" kind="primary">
            {all.proof.continue}
          </Button>
        </Form>
      </>
    ),
  });
}
