/** OAuth 2.0 Form Post Response Mode §2 — the answer to the app as a form; a script sends it, or the person does. */
import type { FormPostModel } from "../models.ts";
import { Button } from "../parts/button.tsx";
import { renderPage } from "../parts/layout.tsx";
import { words } from "../words/index.ts";

/** The page between us and the app. Every value is escaped by the renderer (AR-26). */
export function renderFormPost({ context, action, fields, script }: FormPostModel): string {
  const { formPost } = words(context.locale);
  return renderPage({
    context,
    title: formPost.title,
    children: (
      <>
        <h1>{formPost.title}</h1>
        <p class="lead">{formPost.lead}</p>
        <form method="post" action={action}>
          {fields.map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <Button id="continue" kind="primary">
            {formPost.button}
          </Button>
        </form>
        <script src={script} />
      </>
    ),
  });
}
