/** RFC 6749 §3.1 — the page where the resource owner proves who they are, before anything is asked of them. */
import type { VNode } from "preact";
import type { SignInModel } from "../models.ts";
import { AppBadge, AppName } from "../parts/app-badge.tsx";
import { AppPapers } from "../parts/app-papers.tsx";
import { Button, ButtonLink } from "../parts/button.tsx";
import { ErrorSummary } from "../parts/error-summary.tsx";
import type { Complaint } from "../parts/error-summary.tsx";
import { FederatedWays, withReference } from "../parts/federated-ways.tsx";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { Icon } from "../parts/icon.tsx";
import { renderPage } from "../parts/layout.tsx";
import { PasskeyForm } from "../parts/passkey-form.tsx";
import { TestNotice } from "../parts/test-notice.tsx";
import { throttledSentence } from "../parts/throttled.ts";
import { untrustedText } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";

function complaints({ problem, username, reference, context, retryAfterSeconds }: SignInModel): Complaint[] {
  const { federated, passkey, signIn } = words(context.locale);
  switch (problem) {
    case null:
      return [];
    case "credentials":
      return [{ field: "username", sentence: signIn.credentials }];
    case "throttled":
      return [{ field: null, sentence: throttledSentence(context.locale, retryAfterSeconds) }];
    case "federated":
      return [{ field: null, sentence: withReference(federated.failed, reference, context.locale) }];
    case "passkey":
      return [{ field: null, sentence: passkey.failed }];
    case "missing": {
      const nothing = offered(username) === "";
      const password = { field: "password", sentence: signIn.missingPassword };
      // The page never learns the password, so it cannot know whether only the name was missing.
      return nothing ? [{ field: "username", sentence: signIn.missingUsername }, password] : [password];
    }
  }
}

/** The longest username that is offered back (RFC 5321 §4.5.3.1.3: no address is longer). */
const USERNAME_LIMIT = 254;

/** login_hint is anybody's text: what would have to be cleaned or cut is not offered back at all. */
function offered(username: string): string {
  const typed = username.trim().normalize("NFC");
  return untrustedText(typed, USERNAME_LIMIT) === typed ? typed : "";
}

function Fields({ model }: { model: SignInModel }): VNode {
  const { signIn } = words(model.context.locale);
  const { problem } = model;
  const username = offered(model.username);
  const nameMissing = problem === "missing" && username === "";
  const calm = problem === null;
  return (
    <>
      <Field
        id="username"
        label={signIn.username}
        autocomplete="username"
        value={username}
        autofocus={calm && username === ""}
        invalid={problem === "credentials" || nameMissing}
        error={nameMissing ? signIn.missingUsername : null}
      />
      <Field
        id="password"
        label={signIn.password}
        type="password"
        autocomplete="current-password"
        autofocus={calm && username !== ""}
        invalid={problem === "credentials" || problem === "missing"}
        error={problem === "missing" ? signIn.missingPassword : null}
      />
    </>
  );
}

/** The sign-in page, with the app that waits for it if there is one. */
export function renderSignIn(model: SignInModel): string {
  const { context, app } = model;
  const { common, passkey, reset, signIn, signUp } = words(context.locale);
  const title = model.problem === null ? signIn.title : common.problemTitle(signIn.title);
  return renderPage({
    context,
    title,
    script: model.passkey?.script,
    children: (
      <>
        {app?.environment === "test" && <TestNotice locale={context.locale} />}
        <h1>{signIn.heading(<bdi>{context.company}</bdi>)}</h1>
        {app !== null && (
          <AppBadge app={app} context={context}>
            {signIn.toContinue(<AppName app={app} context={context} />)}
          </AppBadge>
        )}
        {app !== null && <AppPapers app={app} context={context} />}
        {model.justReset && (
          <p class="done" role="status">
            <Icon name="check" />
            <span>{reset.set}</span>
          </p>
        )}
        <ErrorSummary title={signIn.problem} complaints={complaints(model)} />
        <Form action={model.action} csrf={model.csrf} pending={model.pending} next={model.next} class="stack">
          <Fields model={model} />
          <Button id="submit-login" kind="primary">
            {signIn.submit}
          </Button>
        </Form>
        <FederatedWays ways={model.federated} locale={context.locale} />
        {model.passkey !== null && (
          <PasskeyForm
            locale={context.locale}
            question={model.passkey}
            csrf={model.csrf}
            pending={model.pending}
            next={model.next}
            id="use-passkey"
            label={passkey.use}
          />
        )}
        {(model.signUpPath !== null || model.resetPath !== null) && (
          <p class="after asides">
            {model.resetPath !== null && (
              <ButtonLink id="forgot-password" kind="quiet" href={model.resetPath}>
                {reset.offer}
              </ButtonLink>
            )}
            {model.signUpPath !== null && (
              <ButtonLink id="create-account" kind="quiet" href={model.signUpPath}>
                {signUp.offer}
              </ButtonLink>
            )}
          </p>
        )}
      </>
    ),
  });
}
