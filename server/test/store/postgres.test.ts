/** The conformance suite on PostgreSQL. */
import { postgresEngine } from "../../src/store/engine/postgres.ts";
import { databaseAt } from "../support/postgres.ts";
import { conformance } from "./conformance.ts";

conformance("PostgreSQL", async (path, empty) => postgresEngine(await databaseAt(path, empty)));
