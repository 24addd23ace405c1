/** Asked once more before something is taken away: what ends, in one sentence, and the way back. */
import type { ConfirmModel } from "../models/portal.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { DeskForm, errorOf } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { TextInput } from "../parts/inputs.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";

/** Those that take nothing away. */
const GIVING: ReadonlySet<string> = new Set(["enable", "play_code", "play_machine", "address_add"]);

/** One question. The act is the only button; everything else leads back. */
export function renderConfirm({
  frame,
  kind,
  form,
  subject,
  environment,
  back,
  typed,
}: ConfirmModel): string {
  const { locale } = frame.context;
  const { confirm, desk, playgroundConfirm } = words(locale);
  const { title, lead, submit } = { ...confirm, ...playgroundConfirm }[kind];
  const named = (
    <strong>
      <Untrusted text={subject} limit={200} />
    </strong>
  );
  const error = errorOf(form.problem, "typed", locale);
  return renderDeskPage({
    frame,
    title,
    problem: form.problem !== null,
    width: "narrow",
    crumbs: [back],
    children: (
      <div class={environment === null ? "panel" : `panel env env-${environment}`}>
        {environment !== null && <EnvironmentBadge locale={locale} environment={environment} />}
        <h1>{title}</h1>
        <p>{lead(named)}</p>
        <DeskForm form={form} locale={locale} ids={{ typed: "typed" }}>
          {typed && <TextInput id="typed" label={confirm.type(named)} value="" error={error} />}
          <div class="actions">
            <Button id="confirm" kind={GIVING.has(kind) ? "primary" : "end"}>
              {submit}
            </Button>
            <ButtonLink kind="quiet" id="cancel" href={back.href}>
              {desk.cancel}
            </ButtonLink>
          </div>
        </DeskForm>
      </div>
    ),
  });
}
