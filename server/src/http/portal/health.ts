/** What an app's own setting and traffic say about it, so that its developer hears of it before an attacker does. */
import type { ClientJson, PolicyJson } from "../../desk/json.ts";
import type { HealthNote } from "../../pages/models/portal.ts";

/** `type`: of the app; a native one may listen on its own machine for good (RFC 8252 §7.3). */
export function healthOf(client: ClientJson, policy: PolicyJson, type: string): HealthNote[] {
  const { environment } = client;
  const notes: HealthNote[] = [];
  const add = (kind: HealthNote["kind"], detail: string | null = null): void =>
    void notes.push({ kind, environment, detail });
  if (client.grant_types.includes("authorization_code") && policy.s256_seen_at === null) {
    if (policy.pkce === "plain_allowed") add("plain_allowed");
    else if (policy.pkce === "optional") add("pkce_optional");
    // Whoever must use S256 is told when the app is about to be used by people.
    else if (environment === "live") add("s256_unseen");
  }
  if (environment === "live" && type !== "native")
    for (const uri of client.redirect_uris) if (uri.startsWith("http:")) add("local_redirect", uri);
  return notes;
}
