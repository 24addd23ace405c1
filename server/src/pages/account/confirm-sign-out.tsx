/** OpenID Connect RP-Initiated Logout 1.0 §2 — the person is asked, so that no other site can sign them out. */
import type { ConfirmSignOutModel } from "../models.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { Form } from "../parts/form.tsx";
import { renderPage } from "../parts/layout.tsx";
import { PersonCard } from "../parts/person.tsx";
import { words } from "../words/index.ts";

/** The question before signing out. */
export function renderConfirmSignOut(model: ConfirmSignOutModel): string {
  const { context, staySignedInPath } = model;
  const { common, signOut } = words(context.locale);
  return renderPage({
    context,
    title: signOut.confirmTitle,
    children: (
      <>
        <h1>{signOut.confirm(<bdi>{context.company}</bdi>)}</h1>
        <div class="account">
          <PersonCard person={model.person} label={common.signedInAs} />
        </div>
        <p>{signOut.effect}</p>
        <Form action={model.action} csrf={model.csrf} class="stack">
          <Button id="confirm-logout" kind="primary">
            {common.signOut}
          </Button>
          {staySignedInPath !== undefined && (
            <ButtonLink kind="quiet" href={staySignedInPath}>
              {signOut.stay}
            </ButtonLink>
          )}
        </Form>
      </>
    ),
  });
}
