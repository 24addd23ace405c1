/** PO-03 — one dangerous act on a page of its own: what it does, to whom, and the button that does it. */
import type { ActModel, ActName } from "../models/console.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { DeskForm, Title, errorOf } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { TextArea, TextInput } from "../parts/inputs.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";

/** Acts that take something away. */
const TAKES: ReadonlySet<ActName> = new Set([
  "suspend",
  "disable",
  "end_sessions",
  "revoke_consent",
  "revoke_key",
  "remove_api",
  "remove_scope",
  "end_tokens",
  "unverify",
]);

/** The question before the act. */
export function renderAct({ frame, form, act, subject, crumbs, field }: ActModel): string {
  const { locale } = frame.context;
  const { console, desk } = words(locale);
  const { title, means } = console.acts[act];
  return renderDeskPage({
    frame,
    title,
    problem: form.problem !== null,
    crumbs,
    width: "narrow",
    children: (
      <>
        <Title title={title} lead={means} />
        <div class="panel">
          {subject !== null && (
            <p>
              <strong>
                <Untrusted text={subject} />
              </strong>
            </p>
          )}
          <DeskForm form={form} locale={locale} ids={{ reason: "reason", name: "name" }}>
            {field?.name === "reason" && (
              <TextArea
                id="reason"
                label={console.reason}
                value={field.value}
                error={errorOf(form.problem, "reason", locale)}
              />
            )}
            {field?.name === "name" && (
              <TextInput
                id="name"
                label={console.name}
                value={field.value}
                error={errorOf(form.problem, "name", locale)}
              />
            )}
            <div class="actions">
              <Button id="confirm" kind={TAKES.has(act) ? "end" : "primary"}>
                {title}
              </Button>
              <ButtonLink kind="quiet" id="cancel" href={crumbs.at(-1)?.href ?? `${frame.base}/console`}>
                {desk.cancel}
              </ButtonLink>
            </div>
          </DeskForm>
        </div>
      </>
    ),
  });
}
