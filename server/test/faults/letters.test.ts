/** Reliability P3, 4.15 — letters and `kill -9`: whoever was told that a letter is on its way gets it, though its node and the mail server died. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { report } from "../support/figures.ts";
import { Browser } from "../support/browser.ts";
import { freePort } from "../support/port.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { startServer, type TestServer } from "../support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-letters-"));
const HOUR = 3_600_000;

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ realClock: true, folder });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const nodeWithMail = (port: number): Promise<ServerNode> =>
  startNode(server, {
    settings: {
      smtp_url: `smtp://127.0.0.1:${port}`,
      mail_from: "no-reply@bookings.example",
      sign_up: "open",
    },
  });

interface Office {
  readonly taken: string[];
  /** Resolves when somebody has begun to hand over a letter. */
  readonly begun: Promise<void>;
  close(): Promise<void>;
}

/** A mail server; one that `stalls` never says that it has accepted anything. */
async function office(port: number, stalls: boolean = false): Promise<Office> {
  const taken: string[] = [];
  const begun = Promise.withResolvers<void>();
  const own = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      stream.resume();
      stream.on("end", () => {
        begun.resolve();
        if (stalls) return;
        taken.push(...session.envelope.rcptTo.map(({ address }) => address));
        done();
      });
    },
  });
  own.on("error", () => undefined);
  own.listen(port, "127.0.0.1");
  await once(own.server, "listening");
  return {
    taken,
    begun: begun.promise,
    close: () => {
      for (const one of own.connections) (one as { close(): void }).close();
      return new Promise((resolve) => own.close(() => resolve()));
    },
  };
}

/** Asks for a new account, and answers when the page says that the letter is on its way. */
async function ask(node: ServerNode, email: string): Promise<void> {
  const visitor = new Browser(node.origin);
  const page = await visitor.click(await visitor.open("/sign-up"), "submit-email", { email });
  expect(page.url).toContain("/sign-up/code?proof=");
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const counts = () => server.gatehouse.store.letters.counts();

test("P3 4.15 a letter that was promised is sent after kill -9, though the mail server was away, and one that was half handed over too", async () => {
  const port = await freePort();
  const promised = Array.from({ length: 20 }, (_, n) => `ada${n}@example.com`);
  // Nobody listens there: each letter is tried, and waits.
  const first = await nodeWithMail(port);
  await Promise.all(promised.slice(0, 19).map((email) => ask(first, email)));
  expect(await first.end("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
  expect(await counts()).toEqual({ waiting: 19, givenUp: 0 });
  // Another one dies while the mail server has the letter and has not said so.
  const slow = await office(port, true);
  const second = await nodeWithMail(port);
  await ask(second, promised[19] ?? "");
  await slow.begun;
  expect(await second.end("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
  await slow.close();
  expect((await counts()).waiting).toBe(20);
  // Their time with the dead nodes is over; codes are good for a quarter of an hour.
  await server.gatehouse.store.engine.write((tx) =>
    tx
      .updateTable("letters")
      .set({ next_at: Date.now() - 1 })
      .execute(),
  );
  const open = await office(port);
  const third = await nodeWithMail(port);
  await ask(third, "one-more@example.com");
  await until(async () => (await counts()).waiting === 0);
  expect(open.taken.toSorted()).toEqual([...promised, "one-more@example.com"].toSorted());
  expect(await counts()).toEqual({ waiting: 0, givenUp: 0 });
  await third.end("SIGKILL");
  await open.close();
  report(
    "letters under kill -9",
    `${promised.length} letters promised by nodes that were killed, one of them half handed over: ${promised.length} sent after the restart, 0 lost`,
  );
}, 120_000);

test("4.15 letters that cannot be sent end some time, and are counted", async () => {
  const port = await freePort();
  const node = await nodeWithMail(port);
  await ask(node, "late@example.com");
  await node.end("SIGKILL");
  await server.gatehouse.store.engine.write((tx) =>
    tx
      .updateTable("letters")
      .set({ next_at: Date.now() - 1, useless_at: Date.now() - HOUR })
      .execute(),
  );
  const other = await nodeWithMail(port);
  await ask(other, "another@example.com");
  await until(async () => (await counts()).givenUp === 1);
  await other.end("SIGKILL");
  expect((await counts()).waiting).toBe(1);
}, 60_000);
