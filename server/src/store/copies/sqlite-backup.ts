/** The online backup of an embedded database (sqlite.org/backup.html): one state of it, while others go on writing. */
import { backup, DatabaseSync } from "node:sqlite";
import { translate } from "../engine/sqlite-errors.ts";

/** All pages in one step: in smaller ones every write of another process would start the copy again, for ever under load. */
const ALL_PAGES = 2_147_483_647;
const WAIT_MS = 5_000;

/** Copies the database `from` into the file `to`. Throws StoreUnavailable when either cannot be used. */
export async function sqliteBackup(from: string, to: string): Promise<void> {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(from, { timeout: WAIT_MS });
    await backup(db, to, { rate: ALL_PAGES });
    db.close();
    // The copy says WAL in its head; one that rests is one file, and can be kept where nothing may be written.
    db = new DatabaseSync(to);
    db.exec("PRAGMA journal_mode = DELETE");
  } catch (error) {
    throw translate(error);
  } finally {
    if (db?.isOpen === true) db.close();
  }
}
