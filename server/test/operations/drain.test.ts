/** RFC 9112 §9.6, reliability 4.11 — a node that leaves: it serves everybody who comes, but keeps no connection; then it ends. */
import { Agent, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drainable } from "../../src/cli/serve/drain.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test("4.11 before it closes, every answer ends its connection, and new ones are taken", async () => {
  const app = await server.gatehouse.app(null);
  const drain = drainable(app, 1_000);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async (): Promise<{ status: number; connection: string; reused: boolean }> =>
    new Promise((resolve, reject) => {
      const request = get({ host: "127.0.0.1", port, path: "/.well-known/jwks.json", agent }, answered);
      request.on("error", reject);
      function answered(response: IncomingMessage): void {
        response.resume().on("end", () => {
          const { statusCode = 0, headers } = response;
          resolve({
            status: statusCode,
            connection: headers.connection ?? "",
            reused: request.reusedSocket,
          });
        });
      }
    });
  expect(await ask()).toEqual({ status: 200, connection: "keep-alive", reused: false });
  drain.begin();
  expect(await ask()).toEqual({ status: 200, connection: "close", reused: true });
  expect(await ask()).toEqual({ status: 200, connection: "close", reused: false });
  expect(await drain.end()).toBe(true);
  await expect(ask()).rejects.toThrow("ECONNREFUSED");
  agent.destroy();
});
