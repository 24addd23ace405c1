/** How Node runs each of several processes of ours: with a core of its own, and with bounded room for what is new. */

/**
 * V8's helping threads would only wait for one another on one core: 13 % less CPU per token without them. What is new takes
 * at most three times 8 MB; a single process is told so on its command line (docs/operations.md), as the image does. It has
 * them from the start: without helpers what a start leaves behind is kept for good otherwise, 7 MB of 113.
 */
export const WORKER_FLAGS: readonly string[] = [
  "--single-threaded-gc",
  "--min-semi-space-size=8",
  "--max-semi-space-size=8",
];
