/** What a language can write. Its functions answer source text that runs as it stands. */
import type { AuthorizeCall, DeviceCall, GetCall, LogoutCall, PostCall } from "./calls.ts";

export type LanguageId = "curl" | "ruby" | "php" | "python" | "node" | "go" | "java" | "csharp";

export interface Language {
  id: LanguageId;
  label: string;
  /** Its name for a highlighter. */
  highlight: string;
  post(call: PostCall): string;
  get(call: GetCall): string;
  authorize(call: AuthorizeCall): string;
  device(call: DeviceCall): string;
  logout(call: LogoutCall): string;
}

/** One line per pair, each made by `line`, with `indent` before it. */
export function lines(
  pairs: readonly (readonly [string, string])[],
  indent: string,
  line: (name: string, value: string) => string,
): string {
  return pairs.map(([name, value]) => indent + line(name, value)).join("\n");
}

/** A text literal of JavaScript, Python, Go, Java and C#: these agree for printable ASCII, and nothing else comes here. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** The query without what the program itself adds. */
export function query(parameters: readonly (readonly [string, string])[]): string {
  return new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
}
