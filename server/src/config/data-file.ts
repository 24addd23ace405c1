/** Reads a YAML or JSON file that is not ours to shape, and remembers on which line each of its values stands. */
import { readFileSync, statSync } from "node:fs";
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";

export interface DataFile {
  data: unknown;
  /** The line of what stands at the end of this way, or of the last step of it that is there; 1-based. */
  line(at: readonly string[]): number;
}

/** Larger ones are not written by people. */
const LARGEST = 20 * 1024 * 1024;

/** The file, or a sentence that says what is wrong with it, with its place. Never throws. */
export function readDataFile(path: string): DataFile | { problems: string[] } {
  let text: string;
  try {
    if (statSync(path).size > LARGEST) return { problems: [`${path}: the file is larger than 20 MiB.`] };
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    return {
      problems: [`${path}: ${code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`}.`],
    };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
  const line = (offset: number): number => lines.linePos(offset).line;
  if (document.errors.length > 0)
    return {
      problems: document.errors.map(
        ({ pos, message }) => `${path}:${line(pos[0])}: ${message.replace(/\.?$/, ".")}`,
      ),
    };
  try {
    return { data: document.toJS(), line: (at) => line(offsetOf(document, at)) };
  } catch {
    return { problems: [`${path}: its aliases cannot be followed; write the values out.`] };
  }
}

/** Where the key (or the entry of a list) stands that the way ends at. */
function offsetOf(document: Document.Parsed, at: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const step of at) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
      if (pair === undefined) break;
      offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = (node as { range?: [number, number, number] } | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
