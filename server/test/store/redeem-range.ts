/** What the worker does, and what its parent prepares and reads. */
import { insertCode } from "../../src/store/codes.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { codeRow, familyRow, opaqueRow, options, T0 } from "./fixture.ts";

export const codeName = (n: number): string => `code ${n}`;

/** Codes that one consent covers, all at once. */
export async function prepareCodes(store: Store, count: number): Promise<void> {
  const codes = Array.from({ length: count }, (_, n) => codeRow(codeName(n)));
  while (codes.length > 0)
    await store.engine.write((tx) => Promise.all(codes.splice(0, 250).map((code) => insertCode(tx, code))));
}

export async function redeemRange(file: string, name: string, from: number, to: number): Promise<void> {
  const store = await openStore({ ...options, database: `file:${file}` });
  let next = from;
  const line = async (): Promise<void> => {
    for (let n = next++; n < to; n = next++) {
      const { hash } = codeRow(codeName(n));
      const id = `${name} ${n}`;
      const opaque = opaqueRow(`token of ${id}`, { familyId: id });
      const { outcome } = await store.codes.redeem(hash, T0, { family: familyRow(id), token: opaque });
      process.stdout.write(`${outcome} ${hash}\n`);
    }
  };
  await Promise.all(Array.from({ length: 32 }, line));
  await store.close();
}
