/** The queue of letters: kept before anybody goes on, tried again, given up, and nobody waits for a mail server. */
import { expect, test } from "vitest";
import type { Letter, LettersPort, Mail } from "../../src/mail/ports.ts";
import { mailQueue, type QueueWorld } from "../../src/mail/queue.ts";
import { isPermanent } from "../../src/mail/smtp.ts";

const HOUR = 3_600_000;
const letter = (to: string): Letter => ({ to, subject: "s", text: "t", html: "h" });

interface Row {
  body: string | null;
  attempts: number;
  nextAt: number | null;
  uselessAt: number;
  failure: string | null;
}

/** A world whose mail server does what the test says, and whose time passes when the test says so. */
function world(deliver: (letter: Letter) => Promise<void>) {
  let now = 0;
  let count = 0;
  const rows = new Map<string, Row>();
  const lines: Record<string, unknown>[] = [];
  const row = (id: string): Row => {
    const found = rows.get(id);
    if (found === undefined) throw new Error("no such letter");
    return found;
  };
  const letters: LettersPort = {
    async put({ id, body, createdAt, uselessAt }, room) {
      if ([...rows.values()].filter(({ nextAt }) => nextAt !== null).length >= room) return false;
      rows.set(id, { body, attempts: 0, nextAt: createdAt, uselessAt, failure: null });
      return true;
    },
    async take(at, limit, until) {
      const due = [...rows].filter(([, { nextAt }]) => nextAt !== null && nextAt <= at).slice(0, limit);
      return due.map(([id, own]) => {
        own.nextAt = until;
        own.attempts++;
        return { id, body: own.body, attempts: own.attempts, uselessAt: own.uselessAt };
      });
    },
    accepted: async (id) => void rows.delete(id),
    again: async (id, at) => void (row(id).nextAt = at),
    givenUp: async (id, failure) => void Object.assign(row(id), { body: null, nextAt: null, failure }),
  };
  const own: QueueWorld = {
    letters,
    deliver,
    isPermanent,
    clock: { now: () => now },
    // Names differ; and where one byte is wanted, for the jitter, it is none.
    random: { bytes: (size) => (size === 1 ? new Uint8Array(1) : new Uint8Array(size).fill(count++)) },
    log: (level, line) => void lines.push({ level, ...line }),
  };
  return {
    own,
    rows,
    lines,
    /** Time passes, and somebody looks. */
    later: async (queue: Mail, ms: number): Promise<void> => {
      now += ms;
      await queue.sendDue();
    },
  };
}

const refusal = (code: number) =>
  Object.assign(new Error(`${code} bad@example.com: try later`), { responseCode: code });

test("a letter that fails is tried nine times, later each time, and others pass it", async () => {
  const delivered: string[] = [];
  let tries = 0;
  const { own, rows, lines, later } = world(async ({ to }) => {
    if (to !== "good") {
      tries++;
      throw refusal(421);
    }
    delivered.push(to);
  });
  const queue = mailQueue(own);
  await queue.send(letter("bad@example.com"), 24 * HOUR);
  await queue.send(letter("good"), HOUR);
  await queue.sendDue();
  expect(delivered).toEqual(["good"]);
  expect(tries).toBe(1);
  const pauses = [5, 30, 120, 600, 1800, 3600, 10_800, 21_600];
  for (const [n, pause] of pauses.entries()) {
    await later(queue, pause * 1000 - 1);
    expect(tries).toBe(n + 1);
    await later(queue, 1);
    expect(tries).toBe(n + 2);
  }
  expect(lines.at(-1)).toMatchObject({ level: "error", event: "mail_lost", tries: 9, reply: 421 });
  expect([...rows.values()]).toMatchObject([{ body: null, nextAt: null, failure: "421" }]);
  expect(JSON.stringify(lines)).not.toContain("@");
});

test("a server that says never is not asked again, and what nobody wants any more is not sent", async () => {
  let tries = 0;
  const { own, rows, later } = world(async ({ to }) => {
    tries++;
    throw refusal(to === "never" ? 550 : 450);
  });
  const queue = mailQueue(own);
  await queue.send(letter("never"), HOUR);
  await queue.send(letter("a code that ends soon"), 3_000);
  await queue.sendDue();
  expect(tries).toBe(2);
  await later(queue, 5_000);
  expect(tries).toBe(2);
  expect([...rows.values()].map(({ failure }) => failure)).toEqual(["550", "too_late"]);
});

test("what failed together does not come back together", async () => {
  let share = 0;
  const { own, rows } = world(async () => {
    throw refusal(450);
  });
  const random = { bytes: (size: number) => new Uint8Array(size).fill((share += 40)) };
  const queue = mailQueue({ ...own, random });
  for (const to of ["a", "b", "c"]) await queue.send(letter(to), HOUR);
  await queue.sendDue();
  const ends = [...rows.values()].map(({ nextAt }) => nextAt ?? 0);
  expect(new Set(ends).size).toBe(3);
  for (const end of ends) expect(end >= 5_000 && end <= 6_250).toBe(true);
});

test("a damaged letter harms no other, and a store that is away is told of", async () => {
  const delivered: string[] = [];
  const { own, rows, lines, later } = world(async ({ to }) => void delivered.push(to));
  let away = true;
  const take: LettersPort["take"] = async (...given) => {
    if (away) throw new Error("away");
    return own.letters.take(...given);
  };
  const queue = mailQueue({ ...own, letters: { ...own.letters, take } });
  await queue.send(letter("a"), HOUR);
  await queue.send(letter("b"), HOUR);
  await queue.sendDue();
  expect(lines.at(-1)).toMatchObject({ level: "error", event: "mail_queue_failed" });
  away = false;
  Object.assign([...rows.values()][0] ?? {}, { body: null });
  await later(queue, 1);
  expect(delivered).toEqual(["b"]);
  expect([...rows.values()].map(({ failure }) => failure)).toEqual(["damaged"]);
});

test("whoever sends has the letter kept, does not wait for the mail server, and hears when it cannot be kept", async () => {
  const { own, rows, lines } = world(() => new Promise(() => undefined));
  const queue = mailQueue(own);
  await queue.send(letter("a"), HOUR);
  expect(rows.size).toBe(1);
  const full = mailQueue({ ...own, letters: { ...own.letters, put: async () => false } });
  await full.send(letter("b"), HOUR);
  expect(lines.at(-1)).toMatchObject({ event: "mail_lost", code: "queue_full" });
  const broken = mailQueue({ ...own, letters: { ...own.letters, put: () => Promise.reject(refusal(0)) } });
  await expect(broken.send(letter("c"), HOUR)).rejects.toThrow();
});

test("the end waits for what goes out, and leaves the rest where it is kept", async () => {
  const delivered: string[] = [];
  const { own, rows } = world(async ({ to }) => void delivered.push(to));
  const queue = mailQueue(own);
  await queue.send(letter("0"), HOUR);
  await queue.close();
  expect(delivered).toEqual(["0"]);
  const other = mailQueue(own);
  const put = other.send(letter("1"), HOUR);
  for (let n = 2; n <= 9; n++)
    await own.letters.put(
      { id: `${n}`, body: JSON.stringify(letter(`${n}`)), createdAt: 0, uselessAt: HOUR },
      10,
    );
  await put;
  await other.close();
  expect(delivered.length + rows.size).toBe(10);
  expect(delivered.length).toBeGreaterThan(1);
});
