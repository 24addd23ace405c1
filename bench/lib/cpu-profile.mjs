/** Reads a CPU profile: what share of the time each function spent itself, and with all that it called. */
import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

const maps = new Map();
function mapOf(path) {
  if (!maps.has(path))
    maps.set(
      path,
      existsSync(`${path}.map`) ? new SourceMap(JSON.parse(readFileSync(`${path}.map`, "utf8"))) : null,
    );
  return maps.get(path);
}

/** `server/src/keys/sign.ts:46`, `kysely/dist/…:12`, `node:internal/…:3`, or empty for native code. */
function place({ url, lineNumber, columnNumber }) {
  if (!url.startsWith("file:")) return url === "" ? "" : `${url}:${lineNumber + 1}`;
  const path = fileURLToPath(url);
  const modules = path.lastIndexOf("/node_modules/");
  if (modules >= 0) return `${path.slice(modules + "/node_modules/".length)}:${lineNumber + 1}`;
  const entry = mapOf(path)?.findEntry(lineNumber, columnNumber);
  const short = path.replace(/^.*\/(?=(?:server|guard|bench)\/)/, "");
  return entry?.originalLine === undefined
    ? `${short}:${lineNumber + 1}`
    : `${short.replace("/dist/", "/src/").replace(/\.js$/, ".ts")}:${entry.originalLine + 1}`;
}

const plain = ({ callFrame }) => `${callFrame.functionName || "(anonymous)"} ${place(callFrame)}`.trim();

/** The first pattern that a function or one of its callers matches names the area. */
const areas = [
  [/^\(garbage/, "garbage collection"],
  [/^\(program\)/, "native, unattributed"],
  [/ ← (?:signOneShot|.* node:internal\/crypto\/sig)|node:internal\/crypto\/sig/, "node:crypto, signing"],
  [/node:internal\/crypto|node:crypto/, "node:crypto, other"],
  [/^(all|run|get|exec) ← .*(sqlite-dialect|group-commit)/, "SQLite itself"],
  [/ kysely\//, "kysely"],
  [/ (pino|sonic-boom|pino-[a-z-]+)\//, "pino"],
  [/ (fastify|find-my-way|avvio|secure-json-parse|fast-json-stringify|light-my-request)\//, "fastify"],
  [/ server\/src\/store/, "gatehouse store"],
  [/ server\/src\/config/, "gatehouse config"],
  [/ server\/src\/oauth/, "gatehouse oauth"],
  [/ server\/src\/keys/, "gatehouse keys"],
  [/ server\/src\//, "gatehouse http, lib, serve"],
  [/node:(_http|internal\/http|net|internal\/stream|stream|events)/, "node http and streams"],
  [/task_queues|async_hooks|runMicrotasks/, "node, promises and ticks"],
  [/node:/, "node, other"],
];

/** Shares of the busy time: `functions` with self and total, `areas` with self; native code counts for its caller. */
export function readProfile({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parent = new Map();
  for (const node of nodes) for (const child of node.children ?? []) parent.set(child, node.id);
  const labels = new Map();
  // Native functions have no place: who called them says what they are.
  const label = (node) => {
    if (labels.has(node.id)) return labels.get(node.id);
    const above = parent.get(node.id);
    const isNative =
      node.callFrame.url === "" && !node.callFrame.functionName.startsWith("(") && above !== undefined;
    const text = isNative ? `${plain(node)} ← ${plain(byId.get(above))}` : plain(node);
    labels.set(node.id, text);
    return text;
  };
  const self = new Map();
  for (const [index, id] of samples.entries()) self.set(id, (self.get(id) ?? 0) + timeDeltas[index]);
  const functions = new Map();
  const area = new Map();
  let busy = 0;
  for (const [id, time] of self) {
    const own = label(byId.get(id));
    const path = [];
    for (let at = id; at !== undefined; at = parent.get(at)) path.push(label(byId.get(at)));
    // Waiting is no work, and neither is starting the profiler.
    if (own.startsWith("(idle)") || path.some((one) => one.includes("node:inspector"))) continue;
    busy += time;
    const row = (one) => {
      if (!functions.has(one)) functions.set(one, { self: 0, total: 0 });
      return functions.get(one);
    };
    row(own).self += time;
    for (const one of new Set(path)) row(one).total += time;
    const found = path.map((one) => areas.find(([pattern]) => pattern.test(one))?.[1]).find(Boolean);
    area.set(found ?? "native, unattributed", (area.get(found ?? "native, unattributed") ?? 0) + time);
  }
  const rows = [...functions].map(([name, { self, total }]) => ({
    label: name,
    self: self / busy,
    total: total / busy,
  }));
  return {
    functions: rows,
    areas: [...area]
      .map(([name, time]) => ({ label: name, self: time / busy }))
      .sort((a, b) => b.self - a.self),
  };
}
