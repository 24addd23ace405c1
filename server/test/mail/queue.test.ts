/** The queue of letters: bounded, tried again, given up, and nobody waits for it. */
import { expect, test } from "vitest";
import type { Letter } from "../../src/mail/ports.ts";
import { mailQueue, type QueueWorld } from "../../src/mail/queue.ts";
import { isPermanent } from "../../src/mail/smtp.ts";

const letter = (to: string): Letter => ({ to, subject: "s", text: "t", html: "h" });

/** A world whose deliveries end when the test says so, and whose time passes when the test says so. */
function world(deliver: (letter: Letter) => Promise<void>) {
  const timers: { ms: number; work: () => void }[] = [];
  const lines: Record<string, unknown>[] = [];
  const own: QueueWorld = {
    deliver,
    isPermanent,
    later(ms, work) {
      const timer = { ms, work };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    log: (level, line) => void lines.push({ level, ...line }),
  };
  return { own, timers, lines };
}
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

test("a letter that fails is tried five times, later each time, and others pass it", async () => {
  const delivered: string[] = [];
  const { own, timers, lines } = world(async ({ to }) => {
    if (to === "bad") throw Object.assign(new Error("421 bad@example.com try later"), { responseCode: 421 });
    delivered.push(to);
  });
  const queue = mailQueue(own);
  queue.send(letter("bad"));
  queue.send(letter("good"));
  await settle();
  expect(delivered).toEqual(["good"]);
  const waits: number[] = [];
  for (let next = timers.shift(); next !== undefined; next = timers.shift()) {
    waits.push(next.ms);
    next.work();
    await settle();
  }
  expect(waits).toEqual([2_000, 15_000, 60_000, 300_000]);
  expect(lines.at(-1)).toMatchObject({ level: "error", event: "mail_lost", tries: 5, reply: 421 });
  expect(JSON.stringify(lines)).not.toContain("@");
});

test("a server that says never is not asked again", async () => {
  const { own, timers, lines } = world(async () => {
    throw Object.assign(new Error("550"), { responseCode: 550 });
  });
  mailQueue(own).send(letter("a"));
  await settle();
  expect([timers.length, lines.at(-1)?.["event"]]).toEqual([0, "mail_lost"]);
});

test("a thousand wait and no more, and sending never throws", async () => {
  const { own, lines } = world(() => new Promise(() => undefined));
  const queue = mailQueue(own);
  for (let one = 0; one < 1_200; one++) queue.send(letter(`${one}`));
  await settle();
  const lost = lines.filter((line) => line["code"] === "queue_full");
  expect(lost.length).toBeGreaterThan(190);
  expect(lost.length).toBeLessThan(202);
});

test("the end waits for what goes out, and not for a server that is away", async () => {
  let away = false;
  let tried = 0;
  const { own, timers, lines } = world(async () => {
    tried++;
    if (away) throw new Error("away");
  });
  const queue = mailQueue(own);
  queue.send(letter("a"));
  queue.send(letter("b"));
  await queue.close();
  expect(tried).toBe(2);
  const other = mailQueue(own);
  away = true;
  for (let one = 0; one < 10; one++) other.send(letter("c"));
  await other.close();
  expect([tried, timers.length]).toEqual([3, 0]);
  other.send(letter("d"));
  expect(lines.at(-1)).toMatchObject({ event: "mail_lost", code: "closed" });
});
