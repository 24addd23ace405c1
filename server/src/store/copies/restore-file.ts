/** A backup that is an embedded database itself: carried over like any other, from a copy, so that the file stays as it is. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../engine/engine.ts";
import { sqliteEngine } from "../engine/sqlite.ts";
import type { Note } from "../audit/note.ts";
import { dump } from "./dump.ts";
import { BadBackup, load } from "./load.ts";
import type { Digest } from "./rows.ts";

/** As `load`. `takenAt` is when the file was made, milliseconds since the epoch. Throws BadBackup when it is damaged. */
export async function loadFile(
  engine: Engine,
  file: string,
  takenAt: number,
  now: number,
  signOut: Note | null = null,
): Promise<Record<string, Digest>> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-restore-"));
  try {
    const copy = join(folder, "backup.db");
    copyFileSync(file, copy);
    const source = await sqliteEngine(copy);
    try {
      const [problem] = await source.problems();
      if (problem !== undefined) throw new BadBackup(`this backup is damaged: ${problem}`);
      return await load(engine, lines(source, takenAt), now, signOut);
    } finally {
      await source.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lines of a dump as they are asked for: the writer waits until the reader has taken what it wrote. */
async function* lines(source: Engine, takenAt: number): AsyncGenerator<string> {
  let piece = Promise.withResolvers<string | null>();
  let taken = Promise.withResolvers<void>();
  const done = dump(source, takenAt, async (text) => {
    piece.resolve(text);
    await taken.promise;
  }).then(
    () => piece.resolve(null),
    (error: unknown) => piece.reject(error),
  );
  for (;;) {
    const text = await piece.promise;
    if (text === null) break;
    for (const line of text.split("\n")) if (line !== "") yield line;
    piece = Promise.withResolvers();
    const before = taken;
    taken = Promise.withResolvers();
    before.resolve();
  }
  await done;
}
