/** The company's looks: one row that staff change, read through the cache of every node, and the pictures it points at. */
import { isDeepStrictEqual } from "node:util";
import type { Kysely } from "kysely";
import { PLAIN, type Branding } from "../desk/branding/look.ts";
import type { BrandingPort } from "../desk/branding/ports.ts";
import type { Note } from "./audit/note.ts";
import type { Cache } from "./cache.ts";
import type { Engine } from "./engine/engine.ts";
import type { Schema } from "./schema.ts";

const ROW = "company";
/** So long is a picture kept that is not the logo: for its preview, and for pages that were drawn with it. Milliseconds. */
const KEPT = 24 * 3600 * 1000;

async function load(db: Kysely<Schema>): Promise<Branding> {
  const row = await db
    .selectFrom("branding")
    .leftJoin("brand_images", "brand_images.id", "branding.logo")
    .select(["name", "accent", "accent_dark", "logo", "changed_at", "type", "width", "height"])
    .where("branding.id", "=", ROW)
    .executeTakeFirst();
  if (!row) return PLAIN;
  const { name, accent, accent_dark, logo, changed_at, type, width, height } = row;
  return {
    name,
    accent,
    accentDark: accent_dark,
    logo:
      logo === null || type === null || width === null || height === null
        ? null
        : { id: logo, type, width, height },
    changedAt: changed_at,
  };
}

export function branding(engine: Engine, cache: Cache, note: Note): BrandingPort {
  return {
    read: async () => (await cache.shared("branding", () => load(engine.read))) ?? PLAIN,
    change: ({ name, accent, accentDark, logo, changedAt }, by) =>
      cache.write(async (tx, changed) => {
        await changed("all");
        const before = await tx
          .selectFrom("branding")
          .select(["name", "accent", "accent_dark", "logo"])
          .where("id", "=", ROW)
          .executeTakeFirst();
        const end = (expires_at: number | null) => tx.updateTable("brand_images").set({ expires_at });
        if (logo !== null) {
          const kept = await end(null).where("id", "=", logo).returning("id").executeTakeFirst();
          if (!kept) return false;
        }
        const after = { name, accent, accent_dark: accentDark, logo };
        await tx
          .insertInto("branding")
          .values({ id: ROW, ...after, changed_at: changedAt })
          .onConflict((conflict) => conflict.column("id").doUpdateSet({ ...after, changed_at: changedAt }))
          .execute();
        if (before?.logo != null && before.logo !== logo)
          await end(changedAt + KEPT)
            .where("id", "=", before.logo)
            .execute();
        if (isDeepStrictEqual({ ...before }, after)) return true;
        const target = { type: "branding", id: ROW };
        await note(tx, { action: "branding.changed", target, before: before ?? null, after }, by);
        return true;
      }),
    async keep({ id, type, width, height, body }, now) {
      await engine.write((tx) =>
        tx
          .insertInto("brand_images")
          .values({ id, type, width, height, body, expires_at: now + KEPT })
          // The logo itself has no end.
          .onConflict((conflict) =>
            conflict
              .column("id")
              .doUpdateSet({ expires_at: now + KEPT })
              .where("brand_images.expires_at", "is not", null),
          )
          .execute(),
      );
    },
    async picture(id) {
      const row = await engine.read
        .selectFrom("brand_images")
        .select(["type", "width", "height", "body"])
        .where("id", "=", id)
        .executeTakeFirst();
      if (!row) return null;
      const { type, width, height, body } = row;
      return { logo: { id, type, width, height }, body: new Uint8Array(Buffer.from(body, "base64")) };
    },
  };
}
