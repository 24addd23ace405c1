/** RFC 6749 §3.1.2 — redirect URIs, each with what there is to say about it. */
import type { VNode } from "preact";
import type { ExplainedUri } from "../models/portal.ts";
import { Icon } from "../parts/icon.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words, type Locale } from "../words/index.ts";
import { trouble } from "../words/troubles/index.ts";

/** As long as an address can be. */
const URI_LIMIT = 2048;

/** Why it is refused, or how it will be matched. */
export function Uris({ uris, locale }: { uris: readonly ExplainedUri[]; locale: Locale }): VNode {
  const { access } = words(locale);
  return (
    <ul class="uri-list">
      {uris.map(({ uri, kind, trouble: wrong }) => (
        <li class={wrong === null ? "uri-good" : "uri-bad"}>
          <code dir="ltr">
            <Untrusted text={uri} limit={URI_LIMIT} />
          </code>
          <p>
            <Icon name={wrong === null ? "check" : "warning"} />
            <span>
              {wrong === null ? kind !== null && access.kinds[kind] : trouble(locale, { sentence: wrong })}
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}
