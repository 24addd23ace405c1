/** Makes load: keep-alive connections that send the next request when the answer before is there, or at a given rate. */
import { connect } from "node:net";

/** An HTTP/1.1 POST of a form, whole. */
export function post(path, body, authorization = "") {
  return (
    `POST ${path} HTTP/1.1\r\nhost: auth.bench.test\r\ncontent-type: application/x-www-form-urlencoded\r\n` +
    (authorization === "" ? "" : `authorization: ${authorization}\r\n`) +
    `content-length: ${body.length}\r\n\r\n${body}`
  );
}

/** One keep-alive connection; `exchange` answers `[status, body, head]`. Lengths are bytes, and so are the characters of texts. */
async function open(port) {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.setEncoding("latin1");
  let received = "";
  let waiting = null;
  const fail = (error) => waiting?.reject(error);
  socket.on("error", fail).on("close", () => fail(new Error("the server closed a connection")));
  socket.on("data", (chunk) => {
    received = received === "" ? chunk : received + chunk;
    const head = received.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(received);
    if (length === null || length.index > head) return fail(new Error(`no content-length: ${received}`));
    const end = head + 4 + Number(length[1]);
    if (received.length < end) return;
    const answer = [Number(received.slice(9, 12)), received.slice(head + 4, end), received.slice(0, head)];
    received = received.slice(end);
    waiting.resolve(answer);
  });
  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request, "latin1");
      }),
    close: () => socket.destroy(),
  };
}

/** One request: `next()` gives it, or null when there are no more; `take(status, body)` throws on a wrong answer. */
const single =
  ({ next, take }) =>
  async (exchange) => {
    const request = next();
    if (request === null) return false;
    const [status, body] = await exchange(request);
    take(status, body);
    return true;
  };

/**
 * Loads `port` for `seconds`, with one request after the other or with the `visit` of a work: several requests that
 * count as one, false when there are no more. With `rate` (per second) requests begin on time whether or not others are answered, and latency counts
 * from then. `around` is called before and after. Latencies are milliseconds, sorted.
 */
export async function load({ port, seconds, connections = 32, rate = null, around, ...work }) {
  const visit = work.visit ?? single(work);
  const open_ = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const before = await around();
  const latencies = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  const one = async (connection, from) => {
    if (!(await visit(connection.exchange))) return false;
    latencies.push(performance.now() - from);
    return true;
  };
  if (rate === null)
    await Promise.all(
      open_.map(async (connection) => {
        for (;;) {
          const now = performance.now();
          if (now >= end || !(await one(connection, now))) return;
        }
      }),
    );
  else await atRate(open_, { rate, started, end, one });
  const elapsed = (performance.now() - started) / 1000;
  const after = await around();
  for (const connection of open_) connection.close();
  return { before, after, elapsed, count: latencies.length, latencies: latencies.sort((a, b) => a - b) };
}

async function atRate(connections, { rate, started, end, one }) {
  const free = [...connections];
  const due = [];
  const running = new Set();
  let made = 0;
  let failed = null;
  const serve = () => {
    while (free.length > 0 && due.length > 0) {
      const connection = free.pop();
      const work = one(connection, due.shift())
        .catch((error) => (failed ??= error))
        .finally(() => {
          free.push(connection);
          running.delete(work);
          serve();
        });
      running.add(work);
    }
  };
  for (;;) {
    const now = performance.now();
    if (failed !== null) throw failed;
    while (started + (made * 1000) / rate <= Math.min(now, end)) due.push(started + (made++ * 1000) / rate);
    serve();
    if (now >= end) break;
    // A timer would be late by up to a millisecond: the generator has a core of its own to wait on.
    await new Promise((resolve) => setImmediate(resolve));
  }
  while (running.size > 0) await Promise.all(running);
  if (failed !== null) throw failed;
}
