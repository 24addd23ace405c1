/** Who may read the files that hold secrets. */
import { existsSync, statSync } from "node:fs";
import { broken, ok, warn, type Finding } from "./finding.ts";

/** Looks at each file that is there. Modes mean nothing on Windows. */
export function fileFindings(files: readonly string[], platform: string = process.platform): Finding[] {
  if (platform === "win32") return [];
  const there = files.filter((file) => existsSync(file));
  const wrong = there.flatMap((file) => {
    const mode = statSync(file).mode & 0o777;
    const fix = `${file} has mode ${mode.toString(8)}; run \`chmod 600\` on it.`;
    if ((mode & 0o007) !== 0) return [broken("files", `Everybody on this machine may use it: ${fix}`)];
    return (mode & 0o070) === 0 ? [] : [warn("files", `Its group may use it: ${fix}`)];
  });
  return wrong.length > 0 ? wrong : [ok("files", "Files that hold secrets are their owner's only.")];
}
