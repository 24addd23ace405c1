/** ASVS 7.5.2 — how an account is protected and where it is used; each can be changed or ended here. */
import type { VNode } from "preact";
import type { PasskeyView, SecurityModel, SessionView } from "../models/account.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { ErrorSummary, type Complaint } from "../parts/error-summary.tsx";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { Icon } from "../parts/icon.tsx";
import { renderPage } from "../parts/layout.tsx";
import { NewPassword, passwordComplaints } from "../parts/new-password.tsx";
import { PasskeyForm } from "../parts/passkey-form.tsx";
import { PersonCard } from "../parts/person.tsx";
import { throttledSentence } from "../parts/throttled.ts";
import { Untrusted } from "../parts/untrusted.tsx";
import { day } from "../words/amounts.ts";
import { WhosePassword } from "../parts/whose-password.tsx";
import { words, type Locale } from "../words/index.ts";

function Day({ locale, at }: { locale: Locale; at: number }): VNode {
  return <time datetime={new Date(at).toISOString()}>{day(locale, at)}</time>;
}

function complaints({ context, password, retryAfterSeconds }: SecurityModel): Complaint[] {
  const { again, signIn } = words(context.locale);
  const weak = passwordComplaints(context.locale, password.weak);
  switch (password.current) {
    case null:
      return weak;
    case "throttled":
      return [{ field: null, sentence: throttledSentence(context.locale, retryAfterSeconds) }];
    case "missing":
      return [{ field: "password", sentence: signIn.missingPassword }, ...weak];
    case "credentials":
      return [{ field: "password", sentence: again.credentials }, ...weak];
  }
}

function Password({ model }: { model: SecurityModel }): VNode {
  const { context, password } = model;
  const { proof, security, signIn } = words(context.locale);
  const wrong = password.current === "missing" || password.current === "credentials";
  return (
    <section class="part" id="change-password">
      <h2>{security.password}</h2>
      <Form action={`${model.base}/password`} csrf={model.csrf} class="stack">
        <WhosePassword name={model.person.username} />
        <Field
          id="password"
          label={security.current}
          type="password"
          autocomplete="current-password"
          autofocus={false}
          invalid={wrong}
          error={password.current === "missing" ? signIn.missingPassword : null}
        />
        <NewPassword locale={context.locale} weak={password.weak} autofocus={false} />
        <Button id="submit-password" kind="choice">
          {security.change}
        </Button>
        <p class="quiet">{proof.ends[model.passwordEnds]}</p>
      </Form>
    </section>
  );
}

function Email({ model }: { model: SecurityModel }): VNode | null {
  const { newEmail, proof, security } = words(model.context.locale);
  if (model.email === null && model.newEmailPath === null) return null;
  return (
    <section class="part">
      <h2>{proof.email}</h2>
      {model.email !== null && <p>{security.email(<Untrusted text={model.email} limit={254} />)}</p>}
      {model.newEmailPath !== null && (
        <p>
          <a id="change-email" href={model.newEmailPath}>
            {newEmail.offer}
          </a>
        </p>
      )}
    </section>
  );
}

function TwoStep({ model }: { model: SecurityModel }): VNode {
  const { security } = words(model.context.locale);
  const post = (path: string, id: string, kind: "choice" | "quiet" | "danger", label: string): VNode => (
    <Form action={`${model.base}${path}`} csrf={model.csrf}>
      <Button id={id} kind={kind}>
        {label}
      </Button>
    </Form>
  );
  return (
    <section class="part">
      <h2>{security.twoStep}</h2>
      {model.recoveryLeft === null ? (
        <>
          <p>{security.twoStepOff}</p>
          {post("/two-step/begin", "begin-two-step", "choice", security.turnOn)}
        </>
      ) : (
        <>
          <p>{security.twoStepOn(model.recoveryLeft)}</p>
          <div class="row">
            {post("/two-step/codes", "renew-recovery", "quiet", security.newRecovery)}
            {post("/two-step/off", "end-two-step", "danger", security.turnOff)}
          </div>
        </>
      )}
    </section>
  );
}

function PasskeyItem({ passkey, model }: { passkey: PasskeyView; model: SecurityModel }): VNode {
  const { locale } = model.context;
  const { security } = words(locale);
  return (
    <li class="entry">
      <div class="what">
        <p>
          <strong>
            <Untrusted text={passkey.name} />
          </strong>
        </p>
        <p class="quiet">
          {security.added(<Day locale={locale} at={passkey.createdAt} />)}
          {passkey.lastUsedAt !== null && (
            <>
              {" · "}
              {security.lastSeen(<Day locale={locale} at={passkey.lastUsedAt} />)}
            </>
          )}
        </p>
      </div>
      <Form action={`${model.base}/passkeys/remove`} csrf={model.csrf}>
        <Button id={`remove-${passkey.id}`} kind="danger" name="passkey" value={passkey.id}>
          {security.remove}{" "}
          <span class="unseen">
            <Untrusted text={passkey.name} />
          </span>
        </Button>
      </Form>
      <details>
        <summary>{security.rename}</summary>
        <Form
          action={`${model.base}/passkeys/rename`}
          csrf={model.csrf}
          hidden={{ passkey: passkey.id }}
          class="stack"
        >
          <Field
            id={`name-${passkey.id}`}
            name="name"
            label={security.passkeyName}
            autocomplete="off"
            autofocus={false}
            invalid={false}
            error={null}
          />
          <Button id={`rename-${passkey.id}`} kind="quiet">
            {security.rename}
          </Button>
        </Form>
      </details>
    </li>
  );
}

function Passkeys({ model }: { model: SecurityModel }): VNode | null {
  const { security } = words(model.context.locale);
  if (model.addPasskey === null && model.passkeys.length === 0) return null;
  return (
    <section class="part">
      <h2>{security.passkeys}</h2>
      <p>{security.passkeysNote}</p>
      <ul class="connections">
        {model.passkeys.map((passkey) => (
          <PasskeyItem passkey={passkey} model={model} />
        ))}
      </ul>
      {model.addPasskey !== null && (
        <PasskeyForm
          locale={model.context.locale}
          question={model.addPasskey}
          csrf={model.csrf}
          id="add-passkey"
          label={security.addPasskey}
        />
      )}
    </section>
  );
}

function SessionItem({ session, model }: { session: SessionView; model: SecurityModel }): VNode {
  const { locale } = model.context;
  const { security } = words(locale);
  const device = <Untrusted text={session.device ?? security.unknownDevice} />;
  return (
    <li class="entry">
      <div class="what">
        <p>
          <strong>{device}</strong> {session.here && <span class="badge badge-good">{security.here}</span>}
        </p>
        <p class="quiet">
          {session.address !== null && (
            <>
              <Untrusted text={session.address} />
              {" · "}
            </>
          )}
          {security.lastSeen(<Day locale={locale} at={session.lastSeenAt} />)}
        </p>
      </div>
      {!session.here && session.sid !== null && (
        <Form action={`${model.base}/sessions/end`} csrf={model.csrf}>
          <Button id={`end-${session.sid}`} kind="danger" name="session" value={session.sid}>
            {security.end} <span class="unseen">{device}</span>
          </Button>
        </Form>
      )}
    </li>
  );
}

function Sessions({ model }: { model: SecurityModel }): VNode {
  const { security } = words(model.context.locale);
  return (
    <section class="part">
      <h2>{security.sessions}</h2>
      <ul class="connections">
        {model.sessions.map((session) => (
          <SessionItem session={session} model={model} />
        ))}
      </ul>
      {model.sessions.length > 1 && (
        <Form action={`${model.base}/sessions/end-others`} csrf={model.csrf}>
          <Button id="end-others" kind="danger">
            {security.endOthers}
          </Button>
        </Form>
      )}
    </section>
  );
}

/** The page. */
export function renderSecurity(model: SecurityModel): string {
  const { context } = model;
  const { common, proof, security } = words(context.locale);
  const wrong = complaints(model);
  return renderPage({
    context,
    title: wrong.length === 0 ? security.title : common.problemTitle(security.title),
    width: "wide",
    script: model.addPasskey?.script,
    children: (
      <>
        <h1>{security.title}</h1>
        {model.saved && (
          <p class="done" role="status">
            <Icon name="check" />
            <span>{security.saved}</span>
          </p>
        )}
        <ErrorSummary title={proof.problem} complaints={wrong} />
        <div class="account">
          <PersonCard person={model.person} label={common.signedInAs} />
          <ButtonLink kind="quiet" href={model.signOutPath}>
            {common.signOut}
          </ButtonLink>
        </div>
        <p>
          <a href={model.connectedAppsPath}>{security.back}</a>
        </p>
        <Email model={model} />
        <Password model={model} />
        <TwoStep model={model} />
        <Passkeys model={model} />
        <Sessions model={model} />
      </>
    ),
  });
}
