/** What a migration is here: Kysely's, and indexes of tables that may be large. */
import type { Migration } from "kysely/migration";

export interface Index {
  name: string;
  table: string;
  column: string;
  /** Leaves out the rows that have nothing in the column. */
  partial: boolean;
}

export interface Upgrade extends Migration {
  /**
   * Built before `up`, one by one and outside of its transaction, because on a table with millions of rows each takes its
   * time; what is there already is not built again. `up` may then drop what they replace.
   */
  indexes?: readonly Index[];
}
