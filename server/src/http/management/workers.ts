/** Figures of several worker processes, added up in the process that started them. */
import { AggregatorRegistry, type Registry } from "prom-client";

/** In a worker: its figures are handed over when the first process asks, as long as the answer is kept. */
export function shareMetrics(registry: Registry): unknown {
  AggregatorRegistry.setRegistries([registry]);
  return new AggregatorRegistry();
}

/** In the first process: asks every worker. */
export function workerMetrics(): () => Promise<string> {
  const all = new AggregatorRegistry();
  return () => all.clusterMetrics();
}
