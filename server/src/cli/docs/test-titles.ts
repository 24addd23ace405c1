/** What the tests say they test: assertion ids and RFC clauses, read from their titles. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** An id (`AZ-01`) or a clause (`RFC 6749 §4.1.2`) and the test files whose titles name it, relative to the repository. */
export interface TestIndex {
  assertions: ReadonlyMap<string, ReadonlySet<string>>;
  clauses: ReadonlyMap<string, ReadonlySet<string>>;
}

const folders = ["guard/test", "server/test"];

/** What a file is about as a whole, where its name says so: its titles name sections of it alone. */
const WHOLE: readonly (readonly [file: RegExp, document: string])[] = [
  [/\/conformance\/|\/openid\//, "OpenID Connect Core 1.0"],
  [/\/openid\/logout\.|\/conformance\/logout/, "OpenID Connect RP-Initiated Logout 1.0"],
  [/\/backchannel/, "OpenID Connect Back-Channel Logout 1.0"],
  [/\/fapi/, "FAPI 2.0 Security Profile"],
  [/\/mcp\/|\/mcp-readme\./, "Model Context Protocol, authorization (2026-07-28)"],
  [/\/mcp\/documents\./, "OAuth Client ID Metadata Document"],
  [/\/token-status-list\.|\/status-changes\./, "Token Status List"],
];

export function testIndex(root: string): TestIndex {
  const assertions = new Map<string, Set<string>>();
  const clauses = new Map<string, Set<string>>();
  for (const folder of folders)
    for (const name of globSync("**/*.{ts,tsx}", { cwd: join(root, folder) })) {
      const file = `${folder}/${name.replaceAll("\\", "/")}`;
      for (const document of documentsOf(file)) add(clauses, document, file);
      for (const title of titles(readFileSync(join(root, file), "utf8"))) {
        for (const id of title.match(/(?<![A-Z0-9-])[A-Z]{2}-\d\d(?!\d)/g) ?? []) add(assertions, id, file);
        for (const clause of clausesIn(title)) add(clauses, clause, file);
      }
    }
  return { assertions, clauses };
}

/** `server/test/rfc/8693-token-exchange.test.ts` is about RFC 8693. */
export function documentsOf(file: string): string[] {
  if (!file.endsWith(".test.ts")) return [];
  const number = /\/rfc\/(\d{4})-/.exec(file)?.[1];
  const named = WHOLE.filter(([pattern]) => pattern.test(file)).map(([, document]) => document);
  return number === undefined ? named : [`RFC ${number}`, ...named];
}

function add(index: Map<string, Set<string>>, name: string, file: string): void {
  index.set(name, (index.get(name) ?? new Set()).add(file));
}

/** The first argument of `test(…)`, `describe(…)`, `test.each(…)(…)` and the like, where it is a plain text. */
export function titles(source: string): string[] {
  const calls =
    /(?:\b(?:test|it|describe)(?:\.\w+)*(?:<[^>()]*>)?|\))\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1\s*,/g;
  return [...source.matchAll(calls)].map((match) => match[2] ?? "");
}

/** `RFC 6749 §4.1.2, §5.2` is two clauses of one document. */
export function clausesIn(title: string): string[] {
  const found: string[] = [];
  const section = String.raw`§\d+(?:\.\d+)*|Appendix [A-Z]`;
  const named = new RegExp(String.raw`RFC (\d{3,5})((?:(?:,| and)? (?:${section}))*)`, "g");
  for (const [, number = "", rest = ""] of title.matchAll(named)) {
    const sections = rest.match(new RegExp(section, "g")) ?? [];
    for (const one of sections.length === 0 ? [""] : sections) found.push(`RFC ${number} ${one}`.trimEnd());
  }
  return found;
}
