/** Test and live are never mistaken for each other: the word in a frame, in a colour of its own. */
import type { VNode } from "preact";
import { words, type Locale } from "../words/index.ts";

/** "Test" or "Live": in words, in colour, and never only in one of them. */
export function EnvironmentBadge(props: { locale: Locale; environment: "test" | "live" }): VNode {
  const { common, desk } = words(props.locale);
  return props.environment === "test" ? (
    <span class="badge badge-test">{common.test}</span>
  ) : (
    <span class="badge badge-live">{desk.live}</span>
  );
}
