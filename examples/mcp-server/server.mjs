/** A tiny MCP server (protocol of 2026-07-28, and those before), guarded: see the README beside it. */
import { createGuard } from "@gatehouse/guard";
import { guarded } from "@gatehouse/guard/node";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const port = Number(process.env.PORT ?? 3000);
const url = process.env.API_AUDIENCE ?? `http://127.0.0.1:${port}/mcp`;
const { API_ID: client_id, API_SECRET: client_secret } = process.env;
const rule = { path: new URL(url).pathname, scopes: ["tools:use"], person: true };

const guard = createGuard({
  issuer: process.env.GATEHOUSE_ISSUER ?? "http://127.0.0.1:4000",
  audience: url,
  environment: process.env.API_ENVIRONMENT ?? "live",
  // Publishes where to ask for tokens, and names it in every 401: that is how an agent finds its way here.
  resource: true,
  routes: ["GET", "POST", "DELETE"].map((method) => Object.assign({ method }, rule)),
  // With the API's own credentials: counts the calls that a person allowed, and tells them what was done.
  ...(client_secret ? { introspection: { client_id, client_secret }, budgets: true } : {}),
});

const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: "tides", version: "1.0.0" });
  server.registerTool("next_tide", { description: "Says when the next high tide is." }, () => ({
    content: [{ type: "text", text: "High tide at 14:20" }],
  }));
  return server;
});

const listener = guarded(guard, async (req, res) => {
  if (req.url === guard.protectedResource.path) {
    res.writeHead(200, { "content-type": "application/json" });
    return void res.end(JSON.stringify(guard.protectedResource.document));
  }
  const hasBody = req.method !== "GET" && req.method !== "HEAD";
  const answer = await mcp.fetch(
    new Request(url, {
      method: req.method,
      headers: Object.entries(req.headersDistinct).flatMap(([name, values]) => values.map((v) => [name, v])),
      ...(hasBody ? { body: Readable.toWeb(req), duplex: "half" } : {}),
    }),
  );
  res.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body === null) return void res.end();
  await pipeline(Readable.fromWeb(answer.body), res).catch(() => res.destroy());
});
createServer(listener).listen(port, "127.0.0.1", () => console.log(`listening on ${url}`));
