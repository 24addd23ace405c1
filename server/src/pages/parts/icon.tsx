/** Small line drawings; always beside words that say the same, so they are hidden from screen readers (WCAG 1.1.1). */
import type { VNode } from "preact";

const paths = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 7v5.2l3.4 2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
  forward: "M4.5 12h14M13 6.5l5.5 5.5-5.5 5.5",
  lock: "M7.5 10.5V8a4.5 4.5 0 0 1 9 0v2.5M6 10.5h12v9H6z",
  shield: "M12 3.5l7 2.5v5.5c0 4.3-2.9 7.5-7 9-4.1-1.5-7-4.7-7-9V6zM8.8 12l2.3 2.3 4.2-4.3",
  warning: "M12 4l9 16H3zM12 10v4.5M12 17.3h.01",
} as const;

/** One drawing, as large as a capital letter of the text beside it. */
export function Icon({ name }: { name: keyof typeof paths }): VNode {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 24 24"
      width="20"
      height="20"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
