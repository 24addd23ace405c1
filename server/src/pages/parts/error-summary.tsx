/** What went wrong, at the top of the page, focused on arrival and linked to the fields (WCAG 3.3.1, 4.1.3). */
import type { VNode } from "preact";

/** One thing that is wrong; `field` is the id of the input to mend, null when waiting is all one can do. */
export interface Complaint {
  field: string | null;
  sentence: string;
}

/** Renders nothing when nothing is wrong. Its id, `problem`, is what the fields point to. */
export function ErrorSummary({
  title,
  complaints,
}: {
  title: string;
  complaints: Complaint[];
}): VNode | null {
  if (complaints.length === 0) return null;
  return (
    <div class="error-summary" id="problem" role="alert" tabindex={-1} autofocus>
      <h2>{title}</h2>
      <ul>
        {complaints.map(({ field, sentence }) => (
          <li>{field === null ? sentence : <a href={`#${field}`}>{sentence}</a>}</li>
        ))}
      </ul>
    </div>
  );
}
