/** Spans of OpenTelemetry and W3C traceparent, with an SDK of forty lines; and nothing at all without one (security HX-03). */
import { AsyncLocalStorage } from "node:async_hooks";
import { context, propagation, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import type { Context, Span, SpanContext, SpanOptions } from "@opentelemetry/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findTracing } from "../../src/http/telemetry/tracing.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post } from "../support/wire.ts";

interface Recorded {
  name: string;
  own: SpanContext;
  parent: SpanContext | undefined;
  links: SpanContext[];
  attributes: Record<string, unknown>;
  ended: boolean;
}

const recorded: Recorded[] = [];

function startSpan(name: string, options: SpanOptions = {}, at: Context = context.active()): Span {
  const parent = trace.getSpanContext(at);
  const spanId = String(recorded.length + 1).padStart(16, "0");
  const traceId = parent?.traceId ?? `f${spanId}`.padStart(32, "0");
  const one: Recorded = {
    name,
    own: { traceId, spanId, traceFlags: 1 },
    parent,
    links: (options.links ?? []).map((link) => link.context),
    attributes: {},
    ended: false,
  };
  recorded.push(one);
  const span = {
    spanContext: () => one.own,
    setStatus: () => span,
    setAttribute: (key: string, value: unknown) => ((one.attributes[key] = value), span),
    end: () => void (one.ended = true),
  };
  return span as unknown as Span;
}

/** What an SDK does, as far as a test looks: keeps spans, carries the context, reads traceparent. */
function loadSdk(): void {
  const store = new AsyncLocalStorage<Context>();
  context.setGlobalContextManager({
    active: () => store.getStore() ?? ROOT_CONTEXT,
    with: (at, work, self, ...args) => store.run(at, () => work.apply(self as never, args)),
    bind: (_, target) => target,
    enable: () => context as never,
    disable: () => context as never,
  });
  propagation.setGlobalPropagator({
    inject: () => undefined,
    fields: () => ["traceparent"],
    extract(at, carrier) {
      const [, traceId, spanId] =
        /^00-(\w{32})-(\w{16})-01$/.exec(String((carrier as Record<string, unknown>)["traceparent"])) ?? [];
      return traceId === undefined || spanId === undefined
        ? at
        : trace.setSpanContext(at, { traceId, spanId, traceFlags: 1, isRemote: true });
    },
  });
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) as never });
}

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  expect(await findTracing(), "without an SDK there is nothing").toBeNull();
  loadSdk();
  server = await startServer({ settings: { trusted_proxies: ["127.0.0.8"] } });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
});
afterAll(async () => {
  await server.close();
  trace.disable();
  context.disable();
  propagation.disable();
});

const remote = { traceId: "a".repeat(32), spanId: "b".repeat(16) };
const traceparent = `00-${remote.traceId}-${remote.spanId}-01`;

async function token(from: string, secret: string = app.client_secret): Promise<Recorded[]> {
  const before = recorded.length;
  const fields = {
    grant_type: "client_credentials",
    client_id: app.client_id,
    client_secret: secret,
  };
  await post(server, "/oauth/token", fields, { traceparent }, { from });
  return recorded.slice(before);
}

test("a token is a span, and the write of its row a span below it", async () => {
  const [request, ...below] = await token("127.0.0.8");
  expect(request).toMatchObject({ name: "POST /oauth/token", ended: true });
  const write = below.find(({ name }) => name.startsWith("store write"));
  expect(write).toMatchObject({ ended: true, parent: { spanId: request?.own.spanId } });
});

test("traceparent: a trusted proxy's trace goes on, a stranger's is only linked", async () => {
  const [ours] = await token("127.0.0.8");
  expect(ours).toMatchObject({ parent: remote, own: { traceId: remote.traceId }, links: [] });
  const [theirs] = await token("127.0.0.1");
  expect(theirs?.parent).toBeUndefined();
  expect(theirs?.own.traceId).not.toBe(remote.traceId);
  expect(theirs?.links).toMatchObject([remote]);
});

test("HX-03 a refused request is named by its refusal; no span holds who asked or what was sent", async () => {
  const [request] = await token("127.0.0.1", "a-wrong-secret");
  expect(request?.attributes).toEqual({ "error.type": "unknown_client" });
  const text = JSON.stringify(recorded);
  for (const secret of [app.client_secret, app.client_id, "a-wrong-secret"])
    expect(text).not.toContain(secret);
});
