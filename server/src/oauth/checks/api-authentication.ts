/** RFC 7662 §2.1 — an API proves itself with the id and secret that it got; only so it may ask about tokens and tell of calls. */
import { constantTimeEqual } from "../../lib/hash.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import type { Resource } from "../resource.ts";
import type { Credentials } from "./client-authentication.ts";

/** Wrong secrets that one API may present from one address in a minute. */
const failureLimit = { count: 10, windowMs: 60_000 };

/** Null when the credentials name no API. Throws `unknown_client` for a wrong secret. */
export async function authenticateApi(
  credentials: Credentials | null,
  address: string,
  ports: Ports,
): Promise<Resource | null> {
  let digest: string | null = null;
  const isApi = (one: Resource): boolean =>
    constantTimeEqual(
      (digest ??= ports.secretDigest(credentials?.secret ?? "")),
      one.introspectionSecretHash ?? "-".repeat(43),
    );
  // A "no" is never said from memory.
  const api = credentials?.id?.startsWith("api_")
    ? await ports.resources.findById(credentials.id, isApi)
    : null;
  if (api === null || isApi(api)) return api;
  const wait = await ports.throttle.fail(`api:${api.id}:${address}`, failureLimit, ports.clock.now());
  throw wait > 0 ? new Refusal("too_many_failures", wait) : new Refusal("unknown_client");
}
