/** A new secret for a client, with the old ones alive for a while or not at all. */
import { isSecretMethod } from "../../oauth/clients/methods.ts";
import { newClientSecret } from "../../oauth/clients/register.ts";
import type { Gatehouse } from "../../compose/world.ts";
import type { ClientView } from "../../desk/registry.ts";
import { CliError, type Answer } from "../output.ts";
import { instant, stamp } from "../words.ts";
import { credentials } from "./describe.ts";

/** `overlap` in milliseconds. Throws CliError for a client that has no secrets. */
export async function rotateSecret(
  { store, ports, settings }: Gatehouse,
  client: ClientView,
  overlap: number,
  label: string,
): Promise<Answer> {
  const { client_id } = client;
  if (client.token_endpoint_auth_method === "none")
    throw new CliError("This app is public (RFC 6749 §2.1): it has no secret.");
  if (!isSecretMethod(client.token_endpoint_auth_method))
    throw new CliError("This app proves itself by a key or certificate of its own: it has no secret.");
  const { id, hash, last4, client_secret } = newClientSecret(client.environment, ports);
  const until = ports.clock.now() + overlap;
  await store.registry.addSecret(client_id, { id, hash, last4, label }, { othersEndAt: until });
  const old =
    overlap === 0 ? "Every older secret is dead." : `Older secrets work until ${instant(until)} at most.`;
  return {
    json: { client_id, client_secret, secret_id: id, others_end_at: stamp(until) },
    text: `${credentials([client], new Map([[client_id, client_secret]]), settings)}\n${old}`,
  };
}
