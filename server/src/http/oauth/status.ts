/** Token Status List §8, §9 — the lists of withdrawn tokens, and what guards listen to: what was withdrawn since they asked last. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { sha256 } from "../../lib/hash.ts";
import { seconds } from "../../lib/clock.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { LIST_SIZE, listBase, listUri } from "../../oauth/status/places.ts";
import { published, type Published } from "../../oauth/status/published.ts";
import type { Changes } from "../../oauth/status/ports.ts";
import type { HttpContext } from "../context.ts";
import { allowOrigin } from "../cors.ts";
import { noStore } from "../headers.ts";
import type { Within } from "../route.ts";

/** Listeners that one process lets wait; more are answered at once, and ask again a little later. */
const LISTENERS = 2_000;
/** Longer than a proxy lets anybody wait, nobody waits. Seconds. */
const LONGEST_WAIT = 25;

let listening = 0;

const shelves = new WeakMap<HttpContext, Published>();

/** What this server has built already. */
function shelf(context: HttpContext): Published {
  const known = shelves.get(context) ?? published(context.ports);
  shelves.set(context, known);
  return known;
}

/** GET /oauth/status — §9.2, every list that a living token may be in. */
export async function statusLists(
  context: HttpContext,
  _request: FastifyRequest,
  reply: FastifyReply,
): Promise<object> {
  const lists = await shelf(context).lists();
  void reply.header("cache-control", "public, max-age=30");
  return { status_lists: lists.map((list) => listUri(context.ports.issuer, list)) };
}

/** GET /oauth/status/:list — §8.1, the signed list; an ETag that all nodes agree on. */
export async function oneStatusList(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { list } = request.params as { list: string };
  const found = /^(0|[1-9]\d{0,9})$/.test(list) ? await shelf(context).list(Number(list)) : null;
  if (found === null) throw new Refusal("not_found");
  if (request.headers.origin !== undefined) await allowOrigin(context, request, reply);
  // Weak: two nodes sign the same statement with different bytes.
  const etag = `W/"${sha256(`${list} ${found.version}`).slice(0, 22)}"`;
  void reply.header("cache-control", `public, max-age=${found.maxAge}`).header("etag", etag);
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  return reply.type("application/statuslist+jwt").send(found.jwt);
}

/** Questions after the same cursor that are under way. */
const asked = new WeakMap<HttpContext, Map<string | null, Promise<Changes>>>();

/** All who were woken by one withdrawal ask after the same cursor: it is one question, and takes one place. */
function changesAfter(context: HttpContext, after: string | null, within: Within): Promise<Changes> {
  const { status, clock } = context.ports;
  const mine = asked.get(context) ?? new Map<string | null, Promise<Changes>>();
  asked.set(context, mine);
  const known = mine.get(after);
  if (known !== undefined) return known;
  const asking = within(() => status.changes(after, clock.now())).finally(() => mine.delete(after));
  mine.set(after, asking);
  return asking;
}

/** GET /oauth/status/changes?after=CURSOR&wait=SECONDS — what was withdrawn after the cursor; waits for it when there is nothing yet. */
export async function statusChanges(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  within: Within,
): Promise<object> {
  const { after = null, wait = "0" } = request.query as Record<string, unknown>;
  if (typeof wait !== "string" || !/^\d{1,2}$/.test(wait) || (after !== null && typeof after !== "string"))
    throw new Refusal("status_query_invalid");
  void reply.headers(noStore);
  const { ports } = context;
  // Waiting takes no place among the requests under way; asking the database does.
  const known = await changesAfter(context, after, within);
  const idle = known.withdrawn.length === 0 && !known.reset && known.cursor === after;
  const ms = Math.min(Number(wait), LONGEST_WAIT) * 1000;
  if (!idle || ms === 0 || listening >= LISTENERS) return spoken(known, ports.issuer);
  listening++;
  try {
    await ports.status.news(after, ms);
  } finally {
    listening--;
  }
  return spoken(await changesAfter(context, after, within), ports.issuer);
}

/** Places are numbers: list times size plus index. Ends are whole seconds since the epoch. */
function spoken({ cursor, more, reset, floor, withdrawn }: Changes, issuer: string): object {
  return {
    issuer,
    lists: listBase(issuer),
    size: LIST_SIZE,
    cursor,
    more,
    reset,
    floor,
    withdrawn: withdrawn.map(({ first, count, expiresAt }) => [first, count, seconds(expiresAt) + 1]),
  };
}
