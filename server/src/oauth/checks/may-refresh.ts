/** RFC 6749 §1.5 — when a person's permission also gives a refresh token. */
import type { Client } from "../clients/client.ts";
import { OFFLINE_ACCESS } from "../words.ts";

/** The client may use one, and its policy, or the person, says so. */
export function mayRefresh(client: Client, scope: readonly string[]): boolean {
  if (!client.grant_types.includes("refresh_token")) return false;
  switch (client.policy.refresh_token) {
    case "always":
      return true;
    case "never":
      return false;
    case "offline_access":
      return scope.includes(OFFLINE_ACCESS);
  }
}
