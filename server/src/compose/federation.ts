/** Who else may say who somebody is: the company's own provider or its sign-in page, as the settings say. */
import type { Settings } from "../config/settings.ts";
import type { Federation } from "../http/account/federated.ts";
import type { Clock } from "../lib/clock.ts";
import type { Jwk } from "../oauth/proof-ports.ts";

/** Neither provider nor hand-over where the settings name none; then nothing is loaded for them either. */
export async function federationOf(settings: Settings, issuer: string, clock: Clock): Promise<Federation> {
  const { upstream_issuer, upstream_client_id, upstream_client_secret, upstream_label: label } = settings;
  const { handover_url, handover_jwks, federated_accounts } = settings;
  return {
    upstream:
      upstream_issuer === null || upstream_client_id === null || upstream_client_secret === null
        ? null
        : (await import("../upstream/provider.ts")).upstream({
            upstream_issuer,
            upstream_client_id,
            upstream_client_secret,
            label,
            redirect_uri: `${issuer}/sign-in/upstream`,
            now: () => clock.now(),
          }),
    handover:
      handover_url === null || handover_jwks === null
        ? null
        : { url: handover_url, label, keys: (JSON.parse(handover_jwks) as { keys: Jwk[] }).keys },
    policy: {
      linkByEmail: federated_accounts === "link_by_email",
      create: federated_accounts !== "existing",
    },
  };
}
