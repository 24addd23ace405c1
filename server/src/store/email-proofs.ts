/** E-mail addresses that wait for their proof: each is given to one browser, and used once. */
import type { EmailProof, EmailProofsPort } from "../accounts/ports.ts";
import type { Engine } from "./engine/engine.ts";
import type { Schema } from "./schema.ts";

type Row = Schema["email_proofs"];

function fromRow(row: Row): EmailProof {
  const { code_hash, link_hash, leads_to, created_at, expires_at, proven_at, used_at, ...same } = row;
  return {
    ...same,
    codeHash: code_hash,
    linkHash: link_hash,
    leadsTo: leads_to,
    createdAt: created_at,
    expiresAt: expires_at,
    provenAt: proven_at,
    usedAt: used_at,
  };
}

export function emailProofs(engine: Engine): EmailProofsPort {
  const living = (column: "id" | "link_hash", value: string, now: number) =>
    engine.read
      .selectFrom("email_proofs")
      .selectAll()
      .where(column, "=", value)
      .where("used_at", "is", null)
      .where("expires_at", ">", now)
      .executeTakeFirst();
  return {
    async put(proof) {
      const { codeHash, linkHash, leadsTo, createdAt, expiresAt, provenAt, usedAt, ...same } = proof;
      const row: Row = {
        ...same,
        code_hash: codeHash,
        link_hash: linkHash,
        leads_to: leadsTo,
        created_at: createdAt,
        expires_at: expiresAt,
        proven_at: provenAt,
        used_at: usedAt,
      };
      await engine.writeBeside((tx) => tx.insertInto("email_proofs").values(row).execute());
    },
    async find(id, now) {
      const row = await living("id", id, now);
      return row ? fromRow(row) : null;
    },
    async findByLink(linkHash, now) {
      const row = await living("link_hash", linkHash, now);
      return row ? fromRow(row) : null;
    },
    attempt: ({ purpose, id, browser, tries }, now) =>
      engine.writeBeside(async (tx) => {
        const row = await tx
          .updateTable("email_proofs")
          .set((eb) => ({ misses: eb("misses", "+", 1) }))
          .where("id", "=", id)
          .where("purpose", "=", purpose)
          .where("browser", "=", browser)
          .where("misses", "<", tries)
          .where("proven_at", "is", null)
          .where("used_at", "is", null)
          .where("expires_at", ">", now)
          .returningAll()
          .executeTakeFirst();
        return row ? fromRow(row) : null;
      }),
    prove: (id, browser, expiresAt, now) =>
      engine.writeBeside(async (tx) => {
        const row = await tx
          .updateTable("email_proofs")
          .set({ browser, proven_at: now, expires_at: expiresAt })
          .where("id", "=", id)
          .where("proven_at", "is", null)
          .where("used_at", "is", null)
          .where("expires_at", ">", now)
          .returningAll()
          .executeTakeFirst();
        return row ? fromRow(row) : null;
      }),
  };
}
