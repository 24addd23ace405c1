/** The conformance suite on the embedded engine. */
import { sqliteEngine } from "../../src/store/engine/sqlite.ts";
import { conformance } from "./conformance.ts";

conformance("SQLite", (path) => sqliteEngine(path));
