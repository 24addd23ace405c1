/** A process of its own that changes things without end, says each change that is stored, and seals meanwhile. */
import { sealAudit } from "../../src/store/audit/seal.ts";
import { openStore } from "../../src/store/store.ts";
import { T0, options } from "../store/fixture.ts";

const [database = "", round = ""] = process.argv.slice(2);
const random = { bytes: (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size)) };
const store = await openStore({ ...options, random, database });

async function line(n: number): Promise<void> {
  for (let count = 0; ; count++) {
    const id = `usr_${round}_${n}_${count}`;
    const person = { id, username: id, name: id, passwordHash: "$argon2id$x", locale: null };
    await store.people.create({
      ...person,
      createdAt: T0,
      disabledAt: null,
      email: null,
      emailVerifiedAt: null,
      staff: null,
    });
    process.stdout.write(`${id}\n`);
    if (count % 10 === 0) await sealAudit(store.engine, T0);
  }
}
await Promise.all(Array.from({ length: 16 }, (_, n) => line(n)));
