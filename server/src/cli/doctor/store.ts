/** What is stored: tables, invariants I1–I8, clock, keys, clients, and what a development run left behind. */
import { resolvePolicy } from "../../config/policy.ts";
import type { Settings } from "../../config/settings.ts";
import { isPublished } from "../../keys/phase.ts";
import { sealPurpose } from "../../keys/kind.ts";
import type { Clock } from "../../lib/clock.ts";
import { deriveKey } from "../../lib/hash.ts";
import { sealer } from "../../lib/seal.ts";
import type { Engine } from "../../store/engine/engine.ts";
import { migrationStatus } from "../../store/engine/migrate.ts";
import { checkInvariants } from "../../store/invariants.ts";
import type { AppView } from "../../desk/registry.ts";
import { storeOn, type Store } from "../../store/store.ts";
import { openEngine } from "../database.ts";
import { instant } from "../words.ts";
import { broken, ok, warn, type Finding } from "./finding.ts";

const DAY = 86_400_000;
/** A clock before the day this was written is wrong. */
const WRITTEN = Date.UTC(2026, 10, 22);
const SKEW_MS = 60_000;
const OLD_KEY_MS = 365 * DAY;

/** Changes nothing. Throws StoreUnavailable when the file cannot be used. */
export async function storeFindings(settings: Settings, clock: Clock): Promise<Finding[]> {
  const engine = await openEngine(settings);
  try {
    const waiting = (await migrationStatus(engine)).filter(({ executedAt }) => executedAt === null);
    if (waiting.length > 0) {
      const names = waiting.map(({ name }) => name).join(", ");
      return [broken("tables", `Not up to date: ${names} waits; run \`gatehouse migrate\`.`)];
    }
    // Nothing is sealed here: what needs randomness is never called.
    const random = { bytes: (size: number) => new Uint8Array(size) };
    const box = sealer(deriveKey(settings.secret ?? "", "seal"), random);
    const policy = (
      overrides: Readonly<Record<string, unknown>>,
      profile: Settings["access_token_profile"] | null,
    ) => resolvePolicy(settings, overrides, profile);
    const store = storeOn(engine, { sealer: box, clock, random, resolvePolicy: policy });
    const now = clock.now();
    const groups = [
      await looked("database", async () => invariantFindings(await checkInvariants(engine, now))),
      await looked("keys", () => keyFindings(store, settings, box, now)),
      await looked("clients", () => clientFindings(engine, store)),
      // One row that cannot be read must not hide what the others say.
      await looked("clients", async () => leftovers(await store.registry.listApps())),
      await looked("mail", () => letterFindings(store)),
      await looked("clock", () => clockFindings(store, now)),
    ];
    return [ok("tables", "The tables are up to date."), ...groups.flat()];
  } finally {
    await engine.close();
  }
}

async function looked(check: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [broken(check, `A row cannot be read: ${plainly(error)}.`)];
  }
}

/** What a parser says holds what it read, and that is not for a terminal. */
function plainly(error: unknown): string {
  if (error instanceof SyntaxError) return "it holds JSON that is broken";
  return error instanceof Error ? error.message.replace(/\.$/, "") : "it cannot be understood";
}

function invariantFindings(results: readonly { id: string; ok: boolean; detail: string }[]): Finding[] {
  return [...Map.groupBy(results, ({ id }) => id)].map(([id, checks]) => {
    const wrong = checks.filter((check) => !check.ok).map(({ detail }) => detail);
    if (wrong.length === 0) return ok(id, "Holds.");
    // A server that was off for a while is late, not broken.
    if (id === "I6") return warn(id, `${wrong.join("; ")}: \`gatehouse serve\` removes them within minutes.`);
    return broken(
      id,
      `${wrong.join("; ")}. Keep a copy of the database, then restore the last sound backup.`,
    );
  });
}

async function clockFindings(store: Store, now: number): Promise<Finding[]> {
  if (now < WRITTEN) return [broken("clock", `The clock says ${instant(now)}, which is past; set it.`)];
  const stored = [
    ...(await store.signingKeys.list()).map((key) => key.created_at),
    ...(await store.people.list()).map((person) => person.createdAt),
  ];
  const newest = stored.reduce((latest, at) => Math.max(latest, at), 0);
  return newest > now + SKEW_MS
    ? [
        broken(
          "clock",
          `The clock says ${instant(now)}, and something was stored at ${instant(newest)}; set it.`,
        ),
      ]
    : [ok("clock", `The clock says ${instant(now)}.`)];
}

async function keyFindings(
  store: Store,
  settings: Settings,
  box: ReturnType<typeof sealer>,
  now: number,
): Promise<Finding[]> {
  const keys = (await store.signingKeys.list()).filter((key) => isPublished(key, now));
  if (keys.length === 0) return [ok("keys", "There is no signing key yet; each is made when first needed.")];
  const findings: Finding[] = [];
  for (const key of keys) {
    try {
      if (settings.secret !== null) box.open(key.private_sealed, sealPurpose(key.kid));
    } catch {
      findings.push(
        broken(
          "keys",
          `${key.kid} does not open with this secret: it is another secret, or the row was changed.`,
        ),
      );
    }
    if (key.retires_at === null && key.activates_at < now - OLD_KEY_MS)
      findings.push(
        warn("keys", `${key.kid} signs since ${instant(key.activates_at)}; run \`gatehouse key rotate\`.`),
      );
  }
  return findings.length > 0 ? findings : [ok("keys", `${keys.length} published keys open with the secret.`)];
}

/** Reads each client as the server would: a row that cannot be read is found before its app finds it. */
async function clientFindings(engine: Engine, store: Store): Promise<Finding[]> {
  const rows = await engine.read.selectFrom("clients").select("client_id").orderBy("client_id").execute();
  const findings: Finding[] = [];
  for (const { client_id } of rows) {
    try {
      await store.clients.find(client_id);
    } catch (error) {
      findings.push(broken("clients", `${client_id} cannot be used: ${plainly(error)}.`));
    }
  }
  return findings.length > 0 ? findings : [ok("clients", `${rows.length} clients can be read.`)];
}

async function letterFindings(store: Store): Promise<Finding[]> {
  const { waiting, givenUp } = await store.letters.counts();
  if (givenUp === 0) return [ok("mail", `${waiting} letters wait to be sent.`)];
  return [
    warn(
      "mail",
      `${givenUp} letters were given up within a week, ${waiting} wait; look for mail_lost in the log, and at smtp_url.`,
    ),
  ];
}

/** Secrets that follow from the master secret are for a development machine only. */
function leftovers(apps: readonly AppView[]): Finding[] {
  const seeded = apps.filter((app) =>
    app.clients.some((client) => client.secrets.some((secret) => secret.label === "seeded")),
  );
  if (seeded.length === 0) return [];
  const names = seeded.map(({ id }) => id).join(", ");
  return [
    warn(
      "seeded",
      `\`gatehouse dev\` registered ${names}; disable them, or use a new database in production.`,
    ),
  ];
}
