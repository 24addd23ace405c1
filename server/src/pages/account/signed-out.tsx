/** OpenID Connect RP-Initiated Logout 1.0 §3 — the end of a session, said plainly. */
import type { SignedOutModel } from "../models.ts";
import { ButtonLink } from "../parts/button.tsx";
import { renderPage } from "../parts/layout.tsx";
import { words } from "../words/index.ts";

/** The page after signing out. */
export function renderSignedOut({ context, signInPath }: SignedOutModel): string {
  const { signOut } = words(context.locale);
  return renderPage({
    context,
    title: signOut.doneTitle,
    children: (
      <>
        <h1>{signOut.doneTitle}</h1>
        <p class="lead">{signOut.done}</p>
        <p class="stack">
          <ButtonLink kind="choice" href={signInPath}>
            {signOut.again}
          </ButtonLink>
        </p>
      </>
    ),
  });
}
