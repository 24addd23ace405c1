/** Our own API for management is an API like any other: it has a row, so that apps can be registered for it. */
import { managementApi, managementScopes } from "../desk/management.ts";
import { MANAGEMENT_API } from "../oauth/words.ts";
import { StoreConflict } from "./conflict.ts";
import type { Store } from "./store.ts";

/** Idempotent; follows the issuer when that has moved. Tokens are opaque: they end everywhere when they are ended here. */
export async function registerManagement(
  { registry, resources }: Pick<Store, "registry" | "resources">,
  issuer: string,
): Promise<void> {
  const identifier = managementApi(issuer);
  const found = await resources.findById(MANAGEMENT_API);
  if (found !== null) {
    if (found.identifier !== identifier) await registry.moveResource(MANAGEMENT_API, identifier);
    const missing = managementScopes.filter(({ name }) => found.scopes.every((scope) => scope.name !== name));
    for (const scope of missing) await registry.putScope(MANAGEMENT_API, scope);
    return;
  }
  try {
    await registry.createResource({
      id: MANAGEMENT_API,
      identifier,
      name: "Gatehouse",
      access_token_profile: "opaque",
      scopes: managementScopes,
    });
  } catch (error) {
    // Another node was quicker.
    if (!(error instanceof StoreConflict && error.kind === "taken")) throw error;
  }
}
