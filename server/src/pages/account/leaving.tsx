/** RFC 9700 §4.11.2 — the page between us and an app that anybody can have made: it names the host before the browser goes there. */
import type { LeavingModel } from "../models.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { renderPage } from "../parts/layout.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";

/** Never cut where a host name may still go on. */
const ADDRESS_LIMIT = 400;

export function renderLeaving({ context, returnsTo, href, fields }: LeavingModel): string {
  const { leaving } = words(context.locale);
  const host = (
    <strong class="address">
      <Untrusted text={returnsTo} limit={ADDRESS_LIMIT} />
    </strong>
  );
  return renderPage({
    context,
    title: leaving.title,
    children: (
      <>
        <h1>{leaving.title}</h1>
        <p class="lead">{leaving.lead(host)}</p>
        <p class="caution">{leaving.advice}</p>
        {fields === null ? (
          <p>
            <ButtonLink id="leave" kind="quiet" href={href}>
              {leaving.button}
            </ButtonLink>
          </p>
        ) : (
          <form method="post" action={href}>
            {fields.map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <p>
              <Button id="leave" kind="quiet">
                {leaving.button}
              </Button>
            </p>
          </form>
        )}
      </>
    ),
  });
}
