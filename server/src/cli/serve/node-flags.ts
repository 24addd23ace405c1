/** How Node runs each of several processes of ours: with a core of its own, and with new memory in small steps. */

/**
 * V8's helping threads would only wait for one another on one core: 13 % less CPU per token without them. What is new takes
 * at most three times 8 MB; a single process is told so on its command line (docs/operations.md), as the image does.
 */
export const WORKER_FLAGS: readonly string[] = ["--single-threaded-gc", "--max-semi-space-size=8"];
