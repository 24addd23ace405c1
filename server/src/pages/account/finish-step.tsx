/** The last page of a new account, or of a new password: the address is proven. */
import type { FinishStepModel } from "../models/account.ts";
import { Button } from "../parts/button.tsx";
import { ErrorSummary } from "../parts/error-summary.tsx";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { renderPage } from "../parts/layout.tsx";
import { NewPassword, passwordComplaints } from "../parts/new-password.tsx";
import { Untrusted, untrustedText } from "../parts/untrusted.tsx";
import { WhosePassword } from "../parts/whose-password.tsx";
import { words } from "../words/index.ts";

const NAME_LIMIT = 80;

/** The page. */
export function renderFinishStep(model: FinishStepModel): string {
  const { context, nameMissing, weak } = model;
  const { common, proof, reset, signUp } = words(context.locale);
  const asksName = model.purpose === "sign_up";
  const own = asksName ? signUp : reset;
  const calm = !nameMissing && weak === null;
  // What would have to be cleaned or cut is not offered back.
  const name = untrustedText(model.name, NAME_LIMIT) === model.name ? model.name : "";
  const missing = nameMissing ? [{ field: "name", sentence: proof.missingName }] : [];
  return renderPage({
    context,
    title: calm ? own.finish : common.problemTitle(own.finish),
    children: (
      <>
        <h1>{own.finish}</h1>
        <p class="lead">{proof.proven(<Untrusted text={model.email} limit={254} />)}</p>
        <ErrorSummary
          title={proof.problem}
          complaints={[...missing, ...passwordComplaints(context.locale, weak)]}
        />
        <Form
          action={model.action}
          csrf={model.csrf}
          next={model.next}
          hidden={{ proof: model.proof }}
          class="stack"
        >
          {asksName && (
            <Field
              id="name"
              label={proof.name}
              autocomplete="name"
              value={name}
              autofocus={calm}
              invalid={nameMissing}
              error={nameMissing ? proof.missingName : null}
            />
          )}
          <WhosePassword name={model.email} />
          <NewPassword locale={context.locale} weak={weak} autofocus={calm && !asksName} />
          {!asksName && <p class="quiet">{proof.ends[model.passwordEnds]}</p>}
          <Button id="submit-finish" kind="primary">
            {own.done}
          </Button>
        </Form>
      </>
    ),
  });
}
