/** Reads a configuration file (YAML 1.2, hence JSON too) into entries that know their line. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Yaml from "yaml";

const load: NodeJS.Require = createRequire(import.meta.url);

export interface FileEntry {
  key: string;
  value: unknown;
  /** `PATH:LINE`. */
  place: string;
}

/** The entries of the file at `path`, and a sentence for each thing that is wrong with it as a file. Never throws. */
export function readConfigFile(path: string): {
  entries: FileEntry[];
  problems: { place: string; text: string }[];
} {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    const why = code === "ENOENT" ? "the file does not exist" : `the file cannot be read (${code})`;
    return {
      entries: [],
      problems: [{ place: path, text: `${why}; give the path of a YAML or JSON file.` }],
    };
  }
  // Most servers have no such file, and reading YAML takes more code than all other settings.
  const { isMap, isScalar, LineCounter, parseDocument } = load("yaml") as typeof Yaml;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
  const place = (offset: number): string => `${path}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      place: place(error.pos[0]),
      text:
        error.code === "DUPLICATE_KEY"
          ? "this key is there twice; remove one of the two lines."
          : `this is neither YAML nor JSON: ${error.message.replace(/\.$/, "")}; correct it.`,
    }));
    return { entries: [], problems };
  }
  const root = document.contents;
  if (root === null) return { entries: [], problems: [] };
  if (!isMap(root)) {
    const fix = "the file is not a list of settings; write one `key: value` a line.";
    return { entries: [], problems: [{ place: place(root.range?.[0] ?? 0), text: fix }] };
  }
  const entries: FileEntry[] = [];
  const problems: { place: string; text: string }[] = [];
  for (const { key, value } of root.items) {
    const offset = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
    try {
      const data: unknown =
        (value as { toJS?: (of: typeof document) => unknown } | null)?.toJS?.(document) ?? null;
      entries.push({ key: String(isScalar(key) ? key.value : key), value: data, place: place(offset) });
    } catch {
      problems.push({ place: place(offset), text: "this alias cannot be followed; write the value out." });
    }
  }
  return { entries, problems };
}
