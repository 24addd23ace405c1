/** RFC 6749 §4.1.2.1 — a request that must not be sent back to the app's address is answered here, by ourselves. */
import type { RefusedModel } from "../models.ts";
import { renderPage } from "../parts/layout.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";

/** Our own sentence, though it may quote a value of the request. */
const SENTENCE_LIMIT = 300;

/** No app waits for whoever ends here, so the way on is ours to show. */
const HOMEWARD: ReadonlySet<RefusedModel["kind"]> = new Set(["not_found", "forbidden", "gone"]);

/** The page that says no: to the person in their language, to the developer by the refusal's name. */
export function renderRefused(model: RefusedModel): string {
  const { context, kind } = model;
  const { refused } = words(context.locale);
  const { title, meaning, advice } = refused[kind];
  return renderPage({
    context,
    title,
    children: (
      <>
        <h1>{title}</h1>
        <p class="lead">{meaning}</p>
        <p>{advice}</p>
        {HOMEWARD.has(kind) && (
          <p>
            <a id="home" href={model.homePath}>
              {refused.home}
            </a>
          </p>
        )}
        <section class="details">
          <h2>{refused.developer}</h2>
          <dl>
            <dt>{refused.reason}</dt>
            <dd lang="en">
              <Untrusted text={model.sentence} limit={SENTENCE_LIMIT} />
            </dd>
            <dt>{refused.name}</dt>
            <dd>
              <code>
                <Untrusted text={model.refusal} />
              </code>
            </dd>
            {model.requestId !== null && (
              <>
                <dt>{refused.requestId}</dt>
                <dd>
                  <code>
                    <Untrusted text={model.requestId} />
                  </code>
                </dd>
              </>
            )}
          </dl>
        </section>
      </>
    ),
  });
}
