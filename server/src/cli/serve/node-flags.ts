/** How Node runs each of several processes of ours: with a core of its own, and with bounded room for what is new. */

/**
 * What is young is collected by the thread that made it: helpers would wait for one another on one core. The old is marked and
 * swept beside the work, which costs less than to stop for it. What is new takes at most three times 16 MB; half of that
 * makes a token 10 to 15 % dearer. What is old may take half a GB, of which we use a tenth: V8 lets a heap without such a bound grow to four times
 * what lives in it before it looks, and with it to one and a half times, for the same price. A single process is told so on its command
 * line (docs/operations.md), as the image does.
 */
export const WORKER_FLAGS: readonly string[] = [
  "--no-parallel-scavenge",
  "--max-semi-space-size=16",
  "--max-old-space-size=512",
];

/**
 * glibc gives threads memory of their own and gets little of it back from them: in one place for all, a process that has
 * worked is 60 MB smaller, and a token costs the same. It is read before anything of ours runs.
 */
export const WORKER_ENVIRONMENT: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: "1" };
