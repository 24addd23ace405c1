/** Node's own HTTP, fetched where it is needed: importing it makes every one of its exports at once, among them Node's `fetch`, which is 40 ms of a start and 15 MB that nothing here uses. */
import type * as Http from "node:http";

export const http: typeof Http = process.getBuiltinModule("node:http");
