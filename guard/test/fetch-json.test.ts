/** What the guard asks of its issuer over a real socket: no redirect, no endless answer, no endless wait. */
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { afterEach, expect, test } from "vitest";
import { fetchObject, IssuerUnavailable } from "../src/fetch-json.ts";
import { call, EC, makeGuard, makeWorld, short, token } from "./support/issuer.ts";
import { listen } from "./support/socket.ts";
import type { Api } from "./support/socket.ts";

const apis: Api[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.close();
});
async function serve(listener: RequestListener): Promise<string> {
  const api = await listen(listener);
  apis.push(api);
  return `http://127.0.0.1:${api.port}`;
}
const ask = { fetch: globalThis.fetch, timeout: 2000, maxBytes: 1000 };

test.each<[string, RequestListener]>([
  ["a redirect", (_req, res) => res.writeHead(302, { location: "/elsewhere" }).end()],
  ["a redirect that keeps the secret", (_req, res) => res.writeHead(307, { location: "/elsewhere" }).end()],
  ["an error", (_req, res) => res.writeHead(500).end("{}")],
  ["a created", (_req, res) => res.writeHead(201).end("{}")],
  ["no content", (_req, res) => res.writeHead(204).end()],
  ["HTML", (_req, res) => res.end("<html>")],
  ["a list", (_req, res) => res.end("[]")],
  ["a name twice", (_req, res) => res.end('{"active":false,"active":true}')],
  ["too much", (_req, res) => res.end(`{"a":"${"x".repeat(2000)}"}`)],
  ["a broken connection", (_req, res) => res.destroy()],
])("RS-07 %s from the issuer is no answer", async (_name, listener) => {
  const seen: string[] = [];
  const url = await serve((req, res) => {
    seen.push(req.url ?? "");
    listener(req, res);
  });
  await expect(fetchObject(url, ask)).rejects.toThrow(IssuerUnavailable);
  expect(seen).toEqual(["/"]);
});

test("RS-07 an endless answer is cut at the cap", async () => {
  const url = await serve((_req, res) => {
    const more = (): void => {
      while (!res.destroyed && res.write(" ".repeat(500)));
    };
    res.on("drain", more);
    more();
  });
  await expect(fetchObject(url, ask)).rejects.toThrow("longer than 1000 bytes");
});

test("RS-07 a silent issuer is not waited for", async () => {
  const url = await serve(() => undefined);
  await expect(fetchObject(url, { ...ask, timeout: 20 })).rejects.toThrow(IssuerUnavailable);
});

test("RS-03 the guard finds keys from nothing but the issuer's name", async () => {
  const world = makeWorld();
  let issuer = "";
  issuer = await serve((req, res) => {
    const answers: Record<string, unknown> = {
      "/.well-known/oauth-authorization-server": { issuer, jwks_uri: `${issuer}/.well-known/jwks.json` },
      "/.well-known/jwks.json": { keys: [EC.jwk] },
    };
    res.end(JSON.stringify(answers[req.url ?? ""]));
  });
  const guard = makeGuard(world, { issuer, fetch: globalThis.fetch });
  expect(short(await call(guard, "GET /bookings", `Bearer ${token({ iss: issuer })}`))).toBe("pass");
});

test("RS-03 a refused connection is 503", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  const guard = makeGuard(makeWorld(), { issuer: `http://127.0.0.1:${port}`, fetch: globalThis.fetch });
  expect(short(await call(guard, "GET /bookings", `Bearer ${token()}`))).toBe("503 issuer_unavailable");
});
