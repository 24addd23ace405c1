/** RFC 9396 §12.2 — a permission with values, in the words of the API: every value is there, and whole. */
import type { VNode } from "preact";
import type { ConsentDetail } from "../models.ts";
import { Icon } from "./icon.tsx";
import { Untrusted } from "./untrusted.tsx";

/** Above what a value can be (`MAX_TEXT`, quoted): what a person allows is never cut. */
const VALUE_LIMIT = 240;

/** One detail as a line of a list of permissions. */
export function Detail({ detail: { sentence, rest } }: { detail: ConsentDetail }): VNode {
  return (
    <li>
      <Icon name="check" />
      <span>
        {sentence.map(({ text, value }) =>
          value ? (
            <strong class="value">
              <Untrusted text={text} limit={VALUE_LIMIT} />
            </strong>
          ) : (
            text
          ),
        )}
        {rest.map(({ field, value }) => (
          <span class="quiet rest">
            <Untrusted text={field} />
            {": "}
            <Untrusted text={value} limit={VALUE_LIMIT} />
          </span>
        ))}
      </span>
    </li>
  );
}
