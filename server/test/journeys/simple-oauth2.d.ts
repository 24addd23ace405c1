/** What we use of simple-oauth2 5, which comes without types. */
declare module "simple-oauth2" {
  interface Config {
    client: { id: string; secret: string };
    auth: { tokenHost: string; tokenPath?: string };
    options?: {
      bodyFormat?: "form" | "json";
      authorizationMethod?: "header" | "body";
      credentialsEncodingMode?: "strict" | "loose";
    };
  }
  interface AccessToken {
    token: Readonly<Record<string, unknown>>;
    expired(seconds?: number): boolean;
    refresh(parameters?: Record<string, unknown>): Promise<AccessToken>;
    revoke(type: "access_token" | "refresh_token"): Promise<void>;
  }
  class AuthorizationCode {
    constructor(config: Config);
    authorizeURL(parameters: Record<string, unknown>): string;
    getToken(parameters: Record<string, unknown>): Promise<AccessToken>;
  }
  class ClientCredentials {
    constructor(config: Config);
    getToken(parameters: Record<string, unknown>): Promise<AccessToken>;
  }
}
