/** RFC 7591 §2 — changes a client: what is given replaces what was, and the whole that results is checked (DR-14). */
import { termsTroubles } from "../../desk/apps.ts";
import type { ClientTerms, ClientView } from "../../desk/registry.ts";
import type { TokenEndpointAuthMethod } from "../../oauth/words.ts";
import type { Gatehouse } from "../../compose/world.ts";
import { findApi } from "../apis.ts";
import { CliError, refuse, type Problem } from "../output.ts";
import { optionOf } from "./create.ts";
import { proveMetadata, readMetadataFile } from "./metadata-file.ts";

export interface ChangeOptions {
  scope?: readonly string[];
  grant?: readonly string[];
  redirectUri?: readonly string[];
  authMethod?: TokenEndpointAuthMethod;
  /** A file; it replaces all that was set this way. */
  metadata?: string;
}

/** Throws CliError with every problem; nothing is stored then. */
export async function updateClient(
  gatehouse: Gatehouse,
  client: ClientView,
  options: ChangeOptions,
): Promise<ClientView> {
  const { store, ports } = gatehouse;
  const app = await store.registry.findApp(client.client_id);
  if (app === null) throw new CliError("There is no such app.");
  const changes: Partial<ClientTerms> = {
    ...(options.scope === undefined ? {} : { scopes: [...new Set(options.scope)] }),
    ...(options.grant === undefined ? {} : { grant_types: [...new Set(options.grant)] }),
    ...(options.redirectUri === undefined ? {} : { redirect_uris: options.redirectUri }),
    ...(options.authMethod === undefined ? {} : { token_endpoint_auth_method: options.authMethod }),
    ...(options.metadata === undefined
      ? {}
      : { metadata: readMetadataFile(options.metadata, app.application_type) }),
  };
  if (Object.keys(changes).length === 0) throw new CliError("Say what to change; see --help.", 2);
  const result = { ...client, ...changes };
  const troubles = termsTroubles(app, result, await findApi(gatehouse, client.resource));
  if (troubles.length > 0)
    throw refuse(
      troubles.map(({ field, sentence }): Problem => ({ field: optionOf[field] ?? field, sentence })),
    );
  await proveMetadata(result.token_endpoint_auth_method, result.metadata, result.redirect_uris, ports);
  await store.registry.updateClient(client.client_id, changes);
  const now = await store.registry.findApp(client.client_id);
  return now?.clients.find(({ client_id }) => client_id === client.client_id) ?? result;
}
