/** What `@modelcontextprotocol/client` keeps, as its user's program has it, and the person who lets it in. */
import type { OAuthClientProvider } from "@modelcontextprotocol/client";
import { Browser } from "./browser.ts";
import type { Person } from "./flow.ts";

export const documentUrl = "https://editor.example/client.json";
const redirectUrl = "http://127.0.0.1:51004/callback";

/** What it registers, or what its document says. */
export const clientMetadata = {
  client_name: "Editor",
  redirect_uris: [redirectUrl],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  token_endpoint_auth_method: "none",
};

export interface Memory extends OAuthClientProvider {
  leaves: URL[];
  token(): string;
}

/** A client's memory, with an address of its document or without; where it would send a browser is in `leaves`. */
export function memory(documents: boolean): Memory {
  const kept: {
    client?: Awaited<ReturnType<OAuthClientProvider["clientInformation"]>>;
    tokens?: Awaited<ReturnType<OAuthClientProvider["tokens"]>>;
    verifier?: string;
    discovered?: Parameters<NonNullable<OAuthClientProvider["saveDiscoveryState"]>>[0];
  } = {};
  const leaves: URL[] = [];
  return {
    redirectUrl,
    clientMetadata,
    ...(documents ? { clientMetadataUrl: documentUrl } : {}),
    state: () => "a-state",
    clientInformation: () => kept.client,
    saveClientInformation: (client) => void (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => void (kept.tokens = tokens),
    redirectToAuthorization: (to) => void leaves.push(to),
    saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
    codeVerifier: () => kept.verifier ?? "",
    saveDiscoveryState: (discovered) => void (kept.discovered = discovered),
    discoveryState: () => kept.discovered,
    leaves,
    token: () => kept.tokens?.access_token ?? "",
  };
}

/** Lets it in as a person in a browser does, with these choices; answers where the browser is sent. */
export async function decide(
  server: { origin: string; person: Person },
  to: URL,
  choices: Record<string, string>,
): Promise<URL> {
  const browser = new Browser(server.origin);
  const consent = await browser.click(await browser.open(to.href), "submit-login", {
    username: server.person.username,
    password: server.person.password,
  });
  return new URL((await browser.click(consent, "allow", choices)).leaves ?? "");
}
