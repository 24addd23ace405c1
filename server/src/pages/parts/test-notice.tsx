/** Test and live must never be mistaken for each other: a badge for lists, a notice for pages where one decides. */
import type { VNode } from "preact";
import { words } from "../words/index.ts";
import type { Locale } from "../words/index.ts";

/** The word "Test", framed. */
export function TestBadge({ locale }: { locale: Locale }): VNode {
  return <span class="badge badge-test">{words(locale).common.test}</span>;
}

/** The badge and the sentence that says what it means. */
export function TestNotice({ locale }: { locale: Locale }): VNode {
  return (
    <p class="test-notice">
      <TestBadge locale={locale} />
      <span>{words(locale).common.testSentence}</span>
    </p>
  );
}
