/** RFC 6749 §3.3 — the scopes of the management API by their names. */

export const READ = "gatehouse:read";
export const WRITE = "gatehouse:write";
/** For the tests of a partner: no more than simulated persons and what they allow. */
export const TEST_SCOPE = "gatehouse:test";
/** Makes a program of the company itself an admin; nobody but the command line gives it. */
export const STAFF_SCOPE = "gatehouse:staff";
