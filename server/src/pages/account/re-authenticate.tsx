/** ASVS 7.5.1 — the page where a person who is signed in proves once more who they are. */
import type { ReAuthenticateModel } from "../models/account.ts";
import { Button } from "../parts/button.tsx";
import { ErrorSummary } from "../parts/error-summary.tsx";
import type { Complaint } from "../parts/error-summary.tsx";
import { FederatedWays, withReference } from "../parts/federated-ways.tsx";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { renderPage } from "../parts/layout.tsx";
import { PasskeyForm } from "../parts/passkey-form.tsx";
import { PersonCard } from "../parts/person.tsx";
import { throttledSentence } from "../parts/throttled.ts";
import { WhosePassword } from "../parts/whose-password.tsx";
import { words } from "../words/index.ts";

function complaints({ problem, reference, context, retryAfterSeconds }: ReAuthenticateModel): Complaint[] {
  const { again, passkey, signIn } = words(context.locale);
  switch (problem) {
    case null:
      return [];
    case "passkey":
      return [{ field: null, sentence: passkey.failed }];
    case "federated":
      return [{ field: null, sentence: withReference(again.federated, reference, context.locale) }];
    case "missing":
      return [{ field: "password", sentence: signIn.missingPassword }];
    case "credentials":
      return [{ field: "password", sentence: again.credentials }];
    case "throttled":
      return [{ field: null, sentence: throttledSentence(context.locale, retryAfterSeconds) }];
  }
}

/** The page; nobody but the person who is signed in can answer it. */
export function renderReAuthenticate(model: ReAuthenticateModel): string {
  const { context, person, problem } = model;
  const { common, again, passkey, signIn } = words(context.locale);
  return renderPage({
    context,
    title: problem === null ? again.title : common.problemTitle(again.title),
    script: model.passkey?.script,
    children: (
      <>
        <h1>{again.title}</h1>
        <p class="lead">{again.lead}</p>
        <div class="account">
          <PersonCard person={person} label={common.signedInAs} />
        </div>
        <ErrorSummary title={again.problem} complaints={complaints(model)} />
        <Form action={model.action} csrf={model.csrf} next={model.next} class="stack">
          <WhosePassword name={person.username} />
          <Field
            id="password"
            label={signIn.password}
            type="password"
            autocomplete="current-password"
            autofocus={problem === null}
            invalid={problem === "credentials" || problem === "missing"}
            error={problem === "missing" ? signIn.missingPassword : null}
          />
          <Button id="submit-password" kind="primary">
            {again.submit}
          </Button>
        </Form>
        <FederatedWays ways={model.federated} locale={context.locale} />
        {model.passkey !== null && (
          <PasskeyForm
            locale={context.locale}
            question={model.passkey}
            csrf={model.csrf}
            next={model.next}
            id="use-passkey"
            label={passkey.again}
          />
        )}
      </>
    ),
  });
}
