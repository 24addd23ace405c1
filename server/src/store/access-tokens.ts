/** RFC 7009, RFC 7662 — opaque access tokens, and the list of revoked ones that expire by themselves later. */
import { expressionBuilder, type AliasedExpression, type CompiledQuery, type Kysely } from "kysely";
import type { Actor } from "../oauth/exchange/actor.ts";
import type { AccessTokensPort, OpaqueToken, StoredToken, TokenMore } from "../oauth/ports.ts";
import { isOpaque } from "../oauth/records.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";
import { confirmationOf, intact, json, text, texts, unlessEmpty } from "./rows.ts";
import type { Schema } from "./schema.ts";
import { insertPlaced, placedOfCode } from "./status/entries.ts";
import { noteExchanged, revokeWithExchanged } from "./exchanged.ts";

type Row = Schema["opaque_tokens"];
export type NewOpaque = Omit<Row, "revoked_at">;

/** What names one redemption of one code: the code's hash, the family it begins, and when. */
export interface Redemption {
  code: string;
  begun: string;
  now: number;
}

const GIVEN = [
  "hash",
  "id",
  "client_id",
  "subject",
  "organisation",
  "scope",
  "resource",
  "environment",
  "family_id",
  "act",
  "issued_at",
  "expires_at",
  "cnf",
  "more",
] as const satisfies (keyof NewOpaque)[];

export const OPAQUE_COLUMNS: readonly (keyof Row)[] = [...GIVEN, "revoked_at"];

/** What is selected to be inserted: a token of a client that was disabled meanwhile is dead from birth. */
export function opaqueValues(v: NewOpaque): AliasedExpression<unknown, keyof Row>[] {
  const eb = expressionBuilder<Schema>();
  return [
    ...GIVEN.map((column) => eb.val(v[column]).as(column)),
    eb.selectFrom("clients").select("disabled_at").where("client_id", "=", v.client_id).as("revoked_at"),
  ];
}

const insert = prepared((db, v: NewOpaque) =>
  db
    .insertInto("opaque_tokens")
    .columns([...OPAQUE_COLUMNS])
    .expression((eb) =>
      db.selectNoFrom([
        ...opaqueValues(v).slice(0, -1),
        // An exchanged token joins a family that somebody may have ended meanwhile.
        eb.fn
          .coalesce(
            eb.selectFrom("clients").select("disabled_at").where("client_id", "=", v.client_id),
            eb.selectFrom("families").select("revoked_at").where("id", "=", v.family_id),
          )
          .as("revoked_at"),
      ]),
    ),
);

/** The same, if this redemption is the one that the code was spent on. */
const insertRedeemed = prepared((db, v: NewOpaque & Redemption) =>
  db
    .insertInto("opaque_tokens")
    .columns([...OPAQUE_COLUMNS])
    .expression(
      db
        .selectFrom("codes")
        .select(opaqueValues(v))
        .where("codes.hash", "=", v.code)
        .where("codes.family_id", "=", v.begun)
        .where("codes.redeemed_at", "=", v.now),
    ),
);

export function opaqueRow(token: OpaqueToken): NewOpaque {
  const { familyId, issuedAt, expiresAt, revokedAt: _, scope, act, cnf, more, ...same } = token;
  return {
    ...same,
    scope: text(scope),
    cnf: cnf === null ? null : text(cnf),
    more: unlessEmpty(more),
    family_id: familyId,
    act: act === null ? null : text(act),
    issued_at: issuedAt,
    expires_at: expiresAt,
  };
}

/** Stores an access token in the caller's transaction, which must hold the row of its family. */
export async function insertToken(tx: Kysely<Schema>, token: StoredToken): Promise<void> {
  if (isOpaque(token)) await insert(tx, opaqueRow(token));
  else await insertPlaced(tx, token);
}

/** The statement that stores an access token, if the redemption before it in the same transaction has won. */
export function tokenOfCode(db: Kysely<Schema>, redemption: Redemption, token: StoredToken): CompiledQuery {
  return isOpaque(token)
    ? insertRedeemed.query(db, { ...opaqueRow(token), ...redemption })
    : placedOfCode(db, redemption, token);
}

function fromRow(row: Row): OpaqueToken {
  const { family_id, issued_at, expires_at, revoked_at, scope, act, cnf, more, ...same } = row;
  return {
    ...same,
    scope: intact(`token ${row.id}`, () => texts(scope)),
    cnf: confirmationOf(`token ${row.id}`, cnf),
    more: more === null ? {} : intact(`token ${row.id}`, () => json<TokenMore>(more)),
    familyId: family_id,
    act: act === null ? null : intact(`token ${row.id}`, () => json<Actor>(act)),
    issuedAt: issued_at,
    expiresAt: expires_at,
    revokedAt: revoked_at,
  };
}

const find = prepared((db, v: { hash: string }) =>
  db.selectFrom("opaque_tokens").selectAll().where("hash", "=", v.hash),
);

const listed = prepared((db, v: { tokenId: string }) =>
  db.selectFrom("revoked_tokens").select("token_id").where("token_id", "=", v.tokenId),
);

const livingFamily = prepared((db, v: { familyId: string }) =>
  db.selectFrom("families").select("id").where("id", "=", v.familyId).where("revoked_at", "is", null),
);

export function accessTokens(engine: Engine, note: Note): AccessTokensPort {
  return {
    async put(token) {
      await engine.writeTogether(token.id, [insert.query(engine.read, opaqueRow(token))]);
    },
    exchange: (exchanged, token) =>
      engine.writeBeside(async (tx) => {
        if (!(await noteExchanged(tx, exchanged))) return "gone";
        if (token) await insertToken(tx, token);
        return "stored";
      }),
    async findOpaque(hash) {
      const [row] = await find(engine.read, { hash });
      return row ? fromRow(row) : null;
    },
    async revoke(tokenId, expiresAt, now, by, place = null) {
      await engine.writeBeside(async (tx) => {
        const exchanged = await revokeWithExchanged(engine, tx, { tokenId, expiresAt, place }, now);
        if (exchanged === null) return;
        await note(
          tx,
          {
            action: "token.revoked",
            target: { type: "token", id: tokenId },
            ...(by?.actor.type === "app" ? { client_id: by.actor.id } : {}),
            ...(exchanged > 0 ? { after: { exchanged_ended: exchanged } } : {}),
          },
          by,
        );
      });
    },
    async isRevoked(tokenId, familyId) {
      if ((await listed(engine.read, { tokenId })).length > 0) return true;
      return familyId !== null && (await livingFamily(engine.read, { familyId })).length === 0;
    },
  };
}
