/** What is measured: a machine's token, for clients in use and for one that never had any, and a refresh of one family at random. */
import { randomInt } from "node:crypto";
import { sql } from "kysely";
import { FAMILY, LIFE, SECRET } from "./growth-rows.mjs";

const built = (path) => new URL(`../../server/dist/${path}`, import.meta.url).href;
const { sealer } = await import(built("lib/seal.js"));
const { deriveKey } = await import(built("lib/hash.js"));
const { refreshTokenText } = await import(built("oauth/tokens/refresh-token.js"));

/** Families whose tokens we hold, spread among all the others. */
const REAL = 1_000;
const hex = (n, width) => n.toString(16).padStart(width, "0");
/** Ids in the order of their making, as the real ones are; `tail` sets ours apart from those that nobody uses. */
const familyId = (n, tail) =>
  `${hex(Math.floor(n / 65_536) + 0x18f0000, 8)}-${hex(n % 65_536, 4)}-7000-8000-${hex(tail, 12)}`;

/** Families with tokens that work, among those that there are. */
async function realFamilies({ store, ports, settings }, { clients, families }) {
  const box = sealer(deriveKey(settings.secret, "seal"), ports.random);
  const now = Date.now();
  const end = now + LIFE;
  const real = [];
  await store.engine.maintenance((db) =>
    db.transaction().execute(async (tx) => {
      for (let at = 0; at < REAL; at++) {
        const id = familyId(randomInt(families), randomInt(2 ** 40));
        const client_id = `client_${randomInt(clients)}`;
        const sealed = box.seal(`seed ${at}`, `family:${id}`);
        await sql`insert into families ${FAMILY} values (${id}, ${client_id}, 'usr_1', 'con', '["bookings:read","offline_access"]', 'https://api.example', 'live', ${sealed}, 1, 0, ${sql.lit(now)}, ${sql.lit(now)}, ${sql.lit(now)}, ${sql.lit(end)}, ${sql.lit(end)})`.execute(
          tx,
        );
        const token = refreshTokenText({ id, seed: `seed ${at}`, environment: "live" }, 1, ports);
        real.push({ client_id, token });
      }
    }),
  );
  return real;
}

const machine = (client_id) => ({ grant_type: "client_credentials", client_id, client_secret: SECRET });

/** Clients that never had a token, in no order. Throws when there are fewer than `count`. */
async function unused({ store }, count) {
  const { rows } =
    await sql`select client_id from client_secrets where last_used_at is null order by random() limit ${count}`.execute(
      store.engine.read,
    );
  if (rows.length < count) throw new Error("too few clients have never had a token: seed anew");
  return rows.map(({ client_id }) => client_id);
}

/** By name: what is sent next, and who is told the answer. `count`: requests of each that will be asked for. */
export async function works(gatehouse, { clients, families, only }, count) {
  const all = {
    async "client_credentials, one of 1,000 clients in use"() {
      const inUse = Array.from({ length: REAL }, () => `client_${randomInt(clients)}`);
      return { fields: () => machine(inUse[randomInt(REAL)]), heard: () => {} };
    },
    async "client_credentials, a client's first token"() {
      const never = await unused(gatehouse, count);
      return { fields: () => machine(never.pop()), heard: () => {} };
    },
    async "refresh_token, one of 1,000 families in use"() {
      const real = await realFamilies(gatehouse, { clients, families });
      let turn = 0;
      return {
        fields() {
          const held = real[turn++ % REAL];
          return {
            grant_type: "refresh_token",
            client_id: held.client_id,
            client_secret: SECRET,
            refresh_token: held.token,
            held,
          };
        },
        heard: ({ held }, answer) => (held.token = answer.refresh_token),
      };
    },
  };
  const made = {};
  for (const [name, make] of Object.entries(all))
    if (only === undefined || only.some((word) => name.includes(word))) made[name] = await make();
  return made;
}
