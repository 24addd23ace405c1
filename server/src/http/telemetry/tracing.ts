/** Spans of OpenTelemetry, if the process was started with an SDK; without one there is nothing here that costs anything. */
import type * as Telemetry from "@opentelemetry/api";
import type { Context, Span, Tracer } from "@opentelemetry/api";

export interface Tracing {
  /**
   * One request in a span of its own. W3C traceparent: a trusted proxy's trace goes on; anybody else's is only linked,
   * so that no stranger decides what is recorded here.
   */
  request<T>(name: string, headers: object, trusted: boolean, work: () => T | Promise<T>): Promise<T>;
  /** One write of the store, below the request that it belongs to. */
  write<T>(verb: string, work: () => Promise<T>): Promise<T>;
}

/** Where an SDK leaves itself for every 1.x of the API; without it the API is not even loaded. */
const SDK: symbol = Symbol.for("opentelemetry.js.api.1");

/** Null when no SDK is loaded (`node --import ./your-telemetry.js …`); asked once, when the server is put together. */
export async function findTracing(): Promise<Tracing | null> {
  if (!(SDK in globalThis)) return null;
  const api = await import("@opentelemetry/api");
  const { trace } = api;
  const tracer = trace.getTracer("gatehouse");
  const probe = tracer.startSpan("gatehouse start");
  probe.end();
  return trace.isSpanContextValid(probe.spanContext()) ? tracing(tracer, api) : null;
}

function tracing(tracer: Tracer, api: typeof Telemetry): Tracing {
  const { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = api;
  /** The name of what went wrong and nothing else: messages could hold what nobody should see (HX-03). */
  async function within<T>(span: Span, at: Context, work: () => T | Promise<T>): Promise<T> {
    try {
      return await context.with(at, work);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute("error.type", nameOf(error));
      throw error;
    } finally {
      span.end();
    }
  }
  return {
    request(name, headers, trusted, work) {
      const remote = propagation.extract(ROOT_CONTEXT, headers);
      const theirs = trace.getSpanContext(remote);
      const links = theirs === undefined || trusted ? [] : [{ context: theirs }];
      const parent = trusted ? remote : ROOT_CONTEXT;
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER, links }, parent);
      return within(span, trace.setSpan(parent, span), work);
    },
    write(verb, work) {
      const span = tracer.startSpan(`store ${verb}`, { kind: SpanKind.CLIENT });
      return within(span, trace.setSpan(context.active(), span), work);
    },
  };
}

function nameOf(error: unknown): string {
  const { refusal, name } = error as { refusal?: unknown; name?: unknown };
  if (typeof refusal === "string") return refusal;
  return typeof name === "string" ? name : "unknown";
}
