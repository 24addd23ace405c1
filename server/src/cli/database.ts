/** The database that the settings name, for commands that look at it without starting a server. */
import { existsSync } from "node:fs";
import type { Settings } from "../config/settings.ts";
import type { Engine } from "../store/engine/engine.ts";
import { openEngine as open } from "../store/engine/open.ts";

/** The path of the embedded database; null for another kind. */
export function databaseFile({ database }: Pick<Settings, "database">): string | null {
  return database.startsWith("file:") ? database.slice("file:".length) : null;
}

/** Whether there is something to open; a file that is not there would be made. */
export function databaseExists(settings: Pick<Settings, "database">): boolean {
  const file = databaseFile(settings);
  return file === null || existsSync(file);
}

/** Opens it as it is, tables and all. Throws StoreUnavailable. */
export function openEngine(settings: Pick<Settings, "database">): Promise<Engine> {
  return open(settings.database);
}
