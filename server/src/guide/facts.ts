/** Everything that the guide says comes from here: settings, metadata, the APIs with their documents, the reader's own app. */
import type { Settings } from "../config/settings.ts";
import { metadata, type Metadata } from "../oauth/metadata.ts";
import type { Ports } from "../oauth/ports.ts";
import type { ApiDocument, Resource } from "../oauth/resource.ts";

/** The grants by the short names of the setting `guide_grants`. */
export type ShortGrant =
  | "authorization_code"
  | "refresh_token"
  | "client_credentials"
  | "device_code"
  | "token_exchange"
  | "jwt_bearer";

/** A test app of the person who reads: its values stand in the samples. */
export interface Reader {
  /** The app's name. */
  app: string;
  client_id: string;
  /** Only in the moment when it was made; afterwards nobody knows it. */
  client_secret: string | null;
  redirect_uri: string | null;
  scopes: readonly string[];
  /** The identifier of the API that the app is for. */
  resource: string;
}

export interface GuideApi extends Resource {
  document: ApiDocument | null;
}

export interface GuideFacts {
  settings: Settings;
  metadata: Metadata;
  /** What the guide explains, of what is on. */
  grants: ReadonlySet<ShortGrant>;
  apis: readonly GuideApi[];
  /** The one that samples call: the reader's, else the first. */
  api: GuideApi | null;
  reader: Reader | null;
}

/** Every URN of a grant ends in its short name, with a dash where ours has an underscore. */
const shortName = (grant_type: string): string => grant_type.replace(/^.*:/, "").replaceAll("-", "_");

/** What is asked of the server. */
export type GuidePorts = Pick<Ports, "issuer" | "registration" | "rules"> & {
  resources: Pick<Ports["resources"], "list" | "document">;
  clients: Pick<Ports["clients"], "plainServed">;
};

/** Gathers them. `locales`: the languages of the pages. Throws StoreUnavailable. */
export async function guideFacts(
  settings: Settings,
  ports: GuidePorts,
  locales: readonly string[],
  reader: Reader | null,
): Promise<GuideFacts> {
  const { issuer, resources, clients, registration, rules } = ports;
  const all = await resources.list();
  const document = metadata(issuer, all, await clients.plainServed(), locales, registration, rules);
  const wanted = settings.guide_grants.split(" ");
  const on = document.grant_types_supported.map(shortName) as ShortGrant[];
  const grants = new Set(on.filter((grant) => wanted.includes("*") || wanted.includes(grant)));
  if (settings.refresh_token === "never") grants.delete("refresh_token");
  const apis = await Promise.all(
    all.map(async (api) => Object.assign({ document: await resources.document(api.id) }, api)),
  );
  const own = apis.find((api) => api.identifier === reader?.resource);
  return { settings, metadata: document, grants, apis, api: own ?? apis[0] ?? null, reader };
}
