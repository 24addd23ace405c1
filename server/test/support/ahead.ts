/**
 * Loaded into a node by `--import`: every answer tells in `x-work` how many milliseconds its main thread worked since
 * the turn of the event loop began in which the request came. CPU time: a busy machine, which delays everything, does not falsify it.
 */
import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

const worked = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

// Timers come first in a turn; those shorter than a millisecond count as one.
let began = worked();
setInterval(() => (began = worked()), 1).unref();

subscribe("http.server.response.created", (message) => {
  const { response } = message as { response: ServerResponse };
  const since = began;
  const writeHead = response.writeHead.bind(response) as (status: number, headers?: object) => ServerResponse;
  response.writeHead = ((status: number, headers?: object) =>
    writeHead(status, {
      ...headers,
      "x-work": (worked() - since).toFixed(2),
    })) as ServerResponse["writeHead"];
});
