/** What a reviewer looks at before an app may use real data: read from what is there, ticked by nobody. */
import type { Client } from "../oauth/clients/client.ts";
import type { AppView } from "./registry.ts";

/** In the order in which a developer meets them. */
export const LIVE_CHECKS = ["token", "pkce", "redirects", "name", "scopes"] as const;
export type LiveCheckName = (typeof LIVE_CHECKS)[number];

export interface LiveCheck {
  check: LiveCheckName;
  met: boolean;
}

/** Those that concern this app. `test`: its test client as the protocol sees it. */
export function liveChecks(app: AppView, test: Pick<Client, "s256SeenAt">): LiveCheck[] {
  const client = app.clients.find(({ environment }) => environment === "test");
  if (client === undefined) return [];
  const byPerson = client.grant_types.includes("authorization_code");
  const isNative = app.application_type === "native";
  const used = client.secrets.some(({ lastUsedAt }) => lastUsedAt !== null) || test.s256SeenAt !== null;
  const checks: LiveCheck[] = [{ check: "token", met: used }];
  if (byPerson) {
    checks.push({ check: "pkce", met: test.s256SeenAt !== null });
    // A native app listens on the machine that it runs on (RFC 8252 §7.3); nobody else does for good.
    const local = client.redirect_uris.some((uri) => uri.startsWith("http:"));
    checks.push({ check: "redirects", met: isNative || !local });
  }
  checks.push({
    check: "name",
    met: !/\b(?:test|demo|dev|sample|example|staging|foo|bar)\b/i.test(app.name),
  });
  checks.push({ check: "scopes", met: client.scopes.length > 0 });
  return checks;
}
