/** The management API is guarded as any API is: by our own guard, which asks our own introspection, without a network between. */
import { createGuard, type Guard } from "@gatehouse/guard";
import { introspectFor } from "../../oauth/introspect.ts";
import { managementApi } from "../../desk/management.ts";
import { managementRoutes } from "../../desk/management-routes.ts";
import type { Operation } from "../../desk/operation.ts";
import { TEST_SCOPE } from "../../desk/scopes.ts";
import type { HttpContext } from "../context.ts";

/** Where the guard believes that it asks; nothing is ever sent there. */
const INSIDE = "https://introspection.invalid/";

interface Guards {
  live: Guard;
  any: Guard;
}

const guards = new WeakMap<HttpContext, Guards>();

/** The one guard of this server. Test clients come as far as what is for tests, and no further. */
export function managementGuard(context: HttpContext, operation?: Pick<Operation, "scope">): Guard {
  const kept = guards.get(context) ?? { live: guardFor(context, "live"), any: guardFor(context, "any") };
  guards.set(context, kept);
  return operation?.scope === TEST_SCOPE ? kept.any : kept.live;
}

/** Its tokens are looked up anew at every call: what is revoked here ends here at once. */
function guardFor(context: HttpContext, environment: "live" | "any"): Guard {
  const { ports } = context;
  const audience = managementApi(ports.issuer);
  return createGuard({
    issuer: ports.issuer,
    audience,
    environment,
    routes: managementRoutes(context.base),
    resource: {
      resource_name: "Gatehouse management API",
      resource_documentation: `${audience}/openapi.json`,
    },
    profiles: ["opaque"],
    introspection: { client_id: "inside", client_secret: "inside" },
    introspection_endpoint: INSIDE,
    introspectionCacheSeconds: 0,
    now: () => ports.clock.now(),
    insecureHttp: true,
    fetch: async (_url, init) => {
      const sent = typeof init?.body === "string" ? init.body : "";
      const token = new URLSearchParams(sent).get("token") ?? "";
      return Response.json(await introspectFor(audience, token, ports));
    },
  });
}
