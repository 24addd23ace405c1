/** Signing keys in memory: the contract of keys/ports.ts in a few lines. */
import type { SigningKeyRow, SigningKeysStore } from "../../src/keys/ports.ts";

export interface MemorySigningKeys extends SigningKeysStore {
  rows: SigningKeyRow[];
  /** When set, `list` fails with it. */
  failure: Error | null;
}

export function memorySigningKeys(): MemorySigningKeys {
  const rows: SigningKeyRow[] = [];
  return {
    rows,
    failure: null,
    async list() {
      if (this.failure) throw this.failure;
      return rows.map((row) => ({ ...row }));
    },
    async insertFirst(row) {
      const rival = rows.some(
        (one) =>
          one.alg === row.alg &&
          one.rsa_bits === row.rsa_bits &&
          one.environment === row.environment &&
          one.state === "active" &&
          one.retires_at === null,
      );
      if (rival) return "exists";
      rows.push({ ...row });
      return "inserted";
    },
    async insert(row) {
      rows.push({ ...row });
    },
    async setState(kid, state, retires_at) {
      const row = rows.find((one) => one.kid === kid);
      if (row) Object.assign(row, { state, retires_at });
    },
  };
}
