/** RFC 9728 — the document in which this API says who issues its tokens and how to send them. */
import { wellKnown } from "./issuer.ts";
import type { MtlsSettings } from "./mtls.ts";
import type { DpopSettings } from "./sender.ts";

/** What the API may add about itself (RFC 9728 §2). */
export interface ResourceMetadata {
  resource_name?: string;
  resource_documentation?: string;
  resource_policy_uri?: string;
  resource_tos_uri?: string;
}

/** Where the document lives and what it says. `path` is what the API must serve. */
export interface ProtectedResource {
  url: string;
  path: string;
  document: Readonly<Record<string, unknown>>;
}

/** Builds the document. `resource` must be an https URL without fragment (§1.2), or http on loopback while developing. */
export function describeResource(
  resource: string,
  issuer: string,
  scopes: readonly string[],
  about: ResourceMetadata,
  dpop: DpopSettings | null = null,
  mtls: MtlsSettings | null = null,
): ProtectedResource {
  if (!/^https?:\/\//.test(resource) || !URL.canParse(resource) || resource.includes("#")) {
    throw new TypeError("guard: resource metadata needs an audience that is a URL without fragment");
  }
  const url = wellKnown(resource, "oauth-protected-resource");
  const document = Object.freeze({
    // §3.3: the same characters as the identifier, or clients must not use the document.
    resource,
    authorization_servers: [issuer],
    scopes_supported: [...new Set(scopes)].toSorted(),
    bearer_methods_supported: ["header"],
    ...(dpop?.announced === true
      ? {
          dpop_signing_alg_values_supported: dpop.algorithms,
          dpop_bound_access_tokens_required: dpop.required,
        }
      : {}),
    ...(mtls === null ? {} : { tls_client_certificate_bound_access_tokens: true }),
    ...about,
  });
  return { url, path: new URL(url).pathname, document };
}
