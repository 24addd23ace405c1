/** Registers with `gatehouse` commands all that the conformance suite needs: an API, two people, its clients, an initial access token. */
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Person, Run, SuiteClient } from "./run.ts";

/** One command with --json: its answer. Throws unless it worked. */
export type Gatehouse = (...argv: string[]) => Promise<Record<string, unknown>>;

/** Where things are. */
export type Places = Pick<Run, "issuer" | "suite" | "alias" | "resource">;

const ORGANISATION = "Conformance";

/** Everything that a standard scope can ask for, so that no module lacks a claim. */
const claims = {
  given_name: "Ada",
  family_name: "Lovelace",
  middle_name: "King",
  nickname: "Countess",
  profile: "https://people.example/ada",
  picture: "https://people.example/ada.png",
  website: "https://ada.example",
  gender: "female",
  birthdate: "1815-12-10",
  zoneinfo: "Europe/London",
  address: { street_address: "12 St James's Square", locality: "London", country: "GB" },
  phone_number: "+44 20 7946 0000",
  phone_number_verified: true,
};

export async function prepare(gatehouse: Gatehouse, places: Places): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "conformance-"));
  const file = (json: object): string => {
    const path = join(folder, `${randomUUID()}.json`);
    writeFileSync(path, JSON.stringify(json), { mode: 0o600 });
    return path;
  };
  try {
    return await register(gatehouse, places, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function register(gatehouse: Gatehouse, places: Places, file: (json: object) => string): Promise<Run> {
  const { suite, alias, resource } = places;
  const api = new URL(resource).origin;
  await gatehouse("api", "create", "--identifier", api, "--name", "Bookings");
  await gatehouse("scope", "add", "bookings:read", "--words", "en=See your bookings", "--api", api);

  const person = async (username: string): Promise<Person> => {
    const named = ["--name", "Ada Lovelace", "--locale", "en", "--email", `${username}@people.example`];
    const { password } = await gatehouse("user", "create", username, ...named);
    return { username, password: String(password) };
  };
  const [ada, grace] = [await person(`${alias}-ada`), await person(`${alias}-grace`)];
  await gatehouse("user", "set-claims", ada.username, file(claims));

  const callback = `${suite}/test/a/${alias}/callback`;
  const beside = {
    post_logout_redirect_uris: [`${suite}/test/a/${alias}/post_logout_redirect`],
    backchannel_logout_uri: `${suite}/test/a/${alias}/backchannel_logout`,
  };
  const app = async (
    name: string,
    scope: string,
    metadata: object,
    ...more: string[]
  ): Promise<SuiteClient> => {
    const usual = ["--organisation", ORGANISATION, "--environment", "live", "--api", api];
    const asked = ["--name", name, "--scope", scope, "--metadata", file(metadata), ...more];
    const made = await gatehouse("app", "create", ...usual, ...asked);
    const [client] = made["clients"] as SuiteClient[];
    if (client === undefined) throw new Error(`${name} has no client`);
    const { client_id, client_secret } = client;
    return { client_id, ...(client_secret === undefined ? {} : { client_secret }) };
  };
  // 37 of the 38 Basic modules send no PKCE.
  const web = ["--redirect-uri", callback, "--redirect-uri", `${callback}?dummy1=lorem&dummy2=ipsum`];
  const oidc = (name: string, method: string): Promise<SuiteClient> => {
    const scope = "openid,profile,email,address,phone,offline_access";
    return app(name, scope, beside, ...web, "--auth-method", method, "--set", "pkce=optional");
  };
  const fapi = async (name: string, scope: string, ...more: string[]): Promise<SuiteClient> => {
    const { jwks, published } = signingKey();
    const metadata = { jwks: published, fapi: "2.0" };
    const { client_id } = await app(name, scope, metadata, "--auth-method", "private_key_jwt", ...more);
    return { client_id, scope: scope.replaceAll(",", " "), jwks };
  };
  const basic = await two((name) => oidc(name, "client_secret_basic"), "Conformance");
  const machine = ["--type", "machine", "--grant", "client_credentials"];
  const lasting = ["bookings:read", "offline_access"];
  const registering = ["--organisation", ORGANISATION, "--uses", "1000"];
  const { initial_access_token } = await gatehouse("registration-token", "create", ...registering);
  return {
    ...places,
    person: ada,
    stranger: grace,
    basic,
    post: await oidc("Conformance post", "client_secret_post"),
    initialAccessToken: String(initial_access_token),
    fapi: {
      plain_oauth: await two((name) => fapi(name, lasting.join(","), ...web), "FAPI"),
      openid_connect: await two(
        (name) => fapi(name, ["openid", ...lasting].join(","), ...web),
        "FAPI OpenID",
      ),
      client_credentials: await two((name) => fapi(name, "bookings:read", ...machine), "FAPI machine"),
    },
  };
}

/** What `make` makes, twice: the suite wants two clients of most kinds. */
async function two<T>(make: (name: string) => Promise<T>, name: string): Promise<readonly [T, T]> {
  return [await make(`${name} one`), await make(`${name} two`)];
}

/** A key for the suite to sign with, and the half of it that we are told. */
function signingKey(): { jwks: { keys: object[] }; published: { keys: object[] } } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const named = { kid: randomUUID(), alg: "ES256", use: "sig" };
  return {
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), ...named }] },
    published: { keys: [{ ...publicKey.export({ format: "jwk" }), ...named }] },
  };
}
