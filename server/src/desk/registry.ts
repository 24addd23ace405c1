/** What is registered: organisations, their apps, one client per environment, and the APIs (RFC 7591 §2 in our words). */
import type { DetailType } from "../oauth/details/type.ts";
import type { ApiDocument, Scope } from "../oauth/resource.ts";
import type { Client, ClientMore, Registration } from "../oauth/clients/client.ts";
import type { AccessTokenProfile } from "../oauth/words.ts";

export interface NewOrganisation {
  id: string;
  name: string;
  /** When staff checked who it is; null or absent means not yet. */
  verifiedAt?: number | null;
}

export interface NewSecret {
  id: string;
  /** Keyed digest of the secret, base64url: the secret itself never comes here. */
  hash: string;
  /** The last four characters, to tell secrets apart. */
  last4: string;
  label: string;
  expiresAt?: number | null;
}

/** What a client may do; checked by the caller (RFC 6749 §3.1.2, RFC 8252 §7). */
export interface ClientTerms {
  token_endpoint_auth_method: Client["token_endpoint_auth_method"];
  grant_types: readonly string[];
  redirect_uris: readonly string[];
  scopes: readonly string[];
  /** Its own values of policy settings. */
  settings: Readonly<Record<string, unknown>>;
  /** Members that few clients have; checked by the caller. */
  metadata: ClientMore;
  apiVersion: string | null;
}

export interface NewClient extends Omit<ClientTerms, "settings" | "apiVersion" | "metadata"> {
  client_id: string;
  environment: Client["environment"];
  /** The `identifier` of a resource that exists. */
  resource: string;
  settings?: ClientTerms["settings"];
  metadata?: ClientMore;
  apiVersion?: string | null;
  preset?: string | null;
  secrets?: readonly NewSecret[];
  registration?: Registration;
}

export interface NewApp {
  id: string;
  organisationId: string;
  name: string;
  application_type: Client["application_type"];
  /** A UUID: the app's machine account. */
  serviceAccount: string;
  clients: readonly NewClient[];
}

export interface NewResource {
  id: string;
  identifier: string;
  name: string;
  access_token_profile?: AccessTokenProfile | null;
  introspectionSecretHash?: string | null;
  scopes?: readonly Scope[];
}

/** What an OpenAPI document makes of an API. */
export interface ImportedApi {
  /** Of an API that is there, or the id that a new one gets. */
  id: string;
  identifier: string;
  /** Only a new API takes it: staff may have named an old one otherwise. */
  name: string;
  scopes: readonly Scope[];
  document: ApiDocument;
  /** Whether scopes may go that clients are assigned. */
  force: boolean;
}

/** Who won: `in_use` changed nothing, because clients are assigned what would go. */
export type Imported =
  | { outcome: "created" | "changed" | "same" }
  | { outcome: "in_use"; scopes: readonly { name: string; clients: number }[] };

export interface SecretView {
  id: string;
  last4: string;
  label: string;
  createdAt: number;
  lastUsedAt: number | null;
  expiresAt: number | null;
}

/** A client as its owner manages it. */
export interface ClientView extends ClientTerms {
  client_id: string;
  environment: Client["environment"];
  resource: string;
  preset: string | null;
  disabledAt: number | null;
  createdAt: number;
  secrets: readonly SecretView[];
}

export interface AppView {
  id: string;
  name: string;
  application_type: Client["application_type"];
  organisation: { id: string; name: string; verifiedAt: number | null };
  createdAt: number;
  /** Set while staff have suspended it, with what they tell the developer. */
  suspendedAt: number | null;
  suspendedWhy: string | null;
  clients: readonly ClientView[];
  /** The ids of clients whose rows cannot be read: they are not among `clients`. */
  damaged: readonly string[];
}

/**
 * The registry. False always means that there is no such row; ids and digests are made by the caller.
 * Creating throws StoreConflict: `taken` for an id, identifier or environment twice, `missing` for an unknown parent.
 */
export interface Registry {
  createOrganisation(organisation: NewOrganisation): Promise<void>;
  listOrganisations(): Promise<readonly { id: string; name: string; verifiedAt: number | null }[]>;
  verifyOrganisation(id: string, verifiedAt: number | null): Promise<boolean>;
  /** App, clients, secrets and origins, all or nothing. False when its organisation has `most` apps already. */
  createApp(app: NewApp, most?: number): Promise<boolean>;
  listApps(organisationId?: string): Promise<readonly AppView[]>;
  /** By the app's id or by the client_id of one of its clients. */
  findApp(id: string): Promise<AppView | null>;
  /** Whose secret it is. */
  clientOfSecret(secretId: string): Promise<string | null>;
  /** Gives an app its client in a further environment. */
  addClient(appId: string, client: NewClient): Promise<boolean>;
  /** Ends all that its clients hold and refuses them everywhere; `why` null lets them begin anew. */
  suspendApp(id: string, why: string | null, now: number): Promise<boolean>;
  /** Ends all that its clients hold, for good; nobody finds it afterwards. */
  deleteApp(id: string, now: number): Promise<boolean>;
  /** Every person is asked again for every client of the app: the name is what they agreed to. */
  renameApp(id: string, name: string): Promise<boolean>;
  /** Changed redirect URIs or scopes ask every person again. */
  updateClient(client_id: string, changes: Partial<ClientTerms>): Promise<boolean>;
  /** Adds one; every other secret that would live longer ends at `othersEndAt`. False, too, when `most` are alive already. */
  addSecret(
    client_id: string,
    secret: NewSecret,
    how?: { othersEndAt?: number | undefined; most?: number },
  ): Promise<boolean>;
  /** Ends one secret at `at`; it never lengthens a life. */
  expireSecret(secretId: string, at: number): Promise<boolean>;
  /** Ends all that the client holds, in the same transaction. */
  disableClient(client_id: string, now: number): Promise<boolean>;
  /** Lets it begin anew; what was ended stays ended. */
  enableClient(client_id: string): Promise<boolean>;
  createResource(resource: NewResource): Promise<void>;
  /** Scopes, words and routes of an API become what its document says, all or nothing; `same` writes nothing. */
  importDocument(api: ImportedApi): Promise<Imported>;
  /** Gives an API another identifier; its clients follow, tokens and consents for the old one are worth nothing. */
  moveResource(resourceId: string, identifier: string): Promise<boolean>;
  /** With its scopes and routes; false while a client is registered for it, and when there is none. */
  removeResource(resourceId: string): Promise<boolean>;
  putScope(resourceId: string, scope: Scope): Promise<void>;
  /** Takes it from the catalogue; clients that were assigned it keep the word, which then means nothing. */
  removeScope(resourceId: string, name: string): Promise<boolean>;
  /** Declares a type of authorization details (RFC 9396), or declares it anew. */
  putDetailType(resourceId: string, type: DetailType): Promise<void>;
  /** What was granted of it is worth nothing from now on. */
  removeDetailType(resourceId: string, type: string): Promise<boolean>;
  setIntrospectionSecret(resourceId: string, hash: string | null): Promise<boolean>;
}
