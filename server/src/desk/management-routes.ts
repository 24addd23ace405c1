/** The management API as the guard knows it: the route of every operation with the scopes it needs. */
import type { RouteRule } from "@gatehouse/guard";
import { routePath, scopesOf } from "./management.ts";
import { operations } from "./operations/index.ts";

/** What the guard enforces. `base` is the path of the issuer. */
export function managementRoutes(base: string): readonly RouteRule[] {
  return operations.map((operation) => ({
    method: operation.method,
    path: base + routePath(operation.path),
    scopes: scopesOf(operation),
  }));
}
