/** What one token costs at each size: rounds in turn, so that what else the machine does falls on all alike. */
import { sql } from "kysely";
import { works } from "./growth-works.mjs";
import { median } from "./stats.mjs";

/** After one round that warms. */
const ROUNDS = 10;
const REQUESTS = 1_000;
const AT_ONCE = 32;

/** CPU time of this process and time on the clock per answered request, every answer looked at. Microseconds. */
async function measure(app, { fields, heard }) {
  let left = REQUESTS;
  const before = process.cpuUsage();
  const began = performance.now();
  const line = async () => {
    while (left-- > 0) {
      const asked = fields();
      const { held: _, ...form } = asked;
      const answer = await app.inject({
        method: "POST",
        url: "/oauth/token",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        payload: new URLSearchParams(form).toString(),
      });
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
      heard(asked, answer.json());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / REQUESTS, clock: ((performance.now() - began) * 1000) / REQUESTS };
}

/** By work: the median of each figure, at each of `places` that has it; the last has all. */
export async function measureAll(engine, places) {
  for (const place of places) {
    // What seeding has left to be written must not be paid for by the tokens.
    const rest = engine === "postgres" ? sql`checkpoint` : sql`pragma wal_checkpoint(truncate)`;
    await place.gatehouse.store.engine.maintenance((db) => rest.execute(db));
    place.app = await place.gatehouse.app(null);
    await place.app.ready();
    place.works = await works(place.gatehouse, place.size, (ROUNDS + 1) * REQUESTS);
    place.figures = {};
  }
  for (let round = 0; round <= ROUNDS; round++)
    for (const { app, works, figures } of places)
      for (const [name, work] of Object.entries(works)) (figures[name] ??= []).push(await measure(app, work));
  for (const { app } of places) await app.close();
  return Object.fromEntries(
    Object.keys(places.at(-1).works).map((name) => [
      name,
      places
        .filter(({ figures }) => figures[name] !== undefined)
        .map(({ figures }) => {
          const counted = figures[name].slice(1);
          return {
            cpu: median(counted.map(({ cpu }) => cpu)),
            clock: median(counted.map(({ clock }) => clock)),
          };
        }),
    ]),
  );
}
