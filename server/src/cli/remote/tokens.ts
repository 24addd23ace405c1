/** RFC 6749, RFC 8628 — how the command line gets a token for `/v1` of a server: with a client's secret, or by a person elsewhere. */
import { readFileSync } from "node:fs";
import { managementApi } from "../../desk/management.ts";
import { refusals } from "../../oauth/refusals.ts";
import type { Io } from "../io.ts";
import { CliError } from "../output.ts";
import { ask, type Heard } from "./ask.ts";
import type { Kept } from "./kept.ts";

/** Where this server does what (RFC 8414). */
export interface Endpoints {
  token: string;
  revocation: string;
  /** Null where no device is let in. */
  device: string | null;
}

/** A client of the server: with a secret it acts for itself. */
export interface Credentials {
  client_id: string;
  client_secret: string | null;
}

/** RFC 8414 §3: the metadata must be of the server that was named, and lead nowhere else. Throws CliError. */
export async function discover(server: string): Promise<Endpoints> {
  const { origin, pathname } = new URL(server);
  const path = pathname === "/" ? "" : pathname;
  const { status, json } = await ask(`${origin}/.well-known/oauth-authorization-server${path}`, {});
  const said = (name: string): string | null => {
    const value = json[name];
    return typeof value === "string" && value.startsWith(`${server}/`) ? value : null;
  };
  const [token, revocation] = [said("token_endpoint"), said("revocation_endpoint")];
  if (status !== 200 || json["issuer"] !== server || token === null || revocation === null)
    throw new CliError(`What answers at ${server} is no Gatehouse of this address.`);
  const about = await ask(`${origin}/.well-known/oauth-protected-resource${path}/v1`, {});
  if (about.status !== 200)
    throw new CliError(`${server} has its management API switched off (setting management_api).`);
  return { token, revocation, device: said("device_authorization_endpoint") };
}

/** Of `--client-id` and the environment; null when no client is named. Throws CliError. */
export function credentialsOf(client_id: string | undefined, { env }: Pick<Io, "env">): Credentials | null {
  const id = client_id ?? env["GATEHOUSE_CLIENT_ID"] ?? "";
  if (id === "") return null;
  const { GATEHOUSE_CLIENT_SECRET: secret = "", GATEHOUSE_CLIENT_SECRET_FILE: file = "" } = env;
  if (secret !== "" || file === "") return { client_id: id, client_secret: secret === "" ? null : secret };
  try {
    return { client_id: id, client_secret: readFileSync(file, "utf8").trim() };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(`${file} cannot be read (${code ?? "unknown error"}).`);
  }
}

/** RFC 6749 §4.4. Throws CliError. */
export function ownToken(
  server: string,
  { token }: Endpoints,
  { client_id, client_secret }: Credentials,
  scope: string | null,
): Promise<Kept> {
  return exchange(token, {
    grant_type: "client_credentials",
    client_id,
    client_secret,
    resource: managementApi(server),
    scope,
  });
}

/** RFC 6749 §6. Throws CliError. */
export function refreshed({ token }: Endpoints, kept: Kept): Promise<Kept> {
  const { client_id, refresh_token } = kept;
  return exchange(token, { grant_type: "refresh_token", client_id, refresh_token });
}

/** RFC 8628: shows a person where to decide, and asks until they have. Throws CliError. */
export async function deviceToken(
  server: string,
  { device, token }: Endpoints,
  { client_id }: Credentials,
  scope: string,
  io: Io,
): Promise<Kept> {
  if (device === null)
    throw new CliError(`${server} lets no devices in; give a client's secret in GATEHOUSE_CLIENT_SECRET.`);
  const begun = await post(device, { client_id, scope, resource: managementApi(server) });
  if (begun.status !== 200) throw refusedBy(begun);
  const text = (name: string): string => {
    const value = begun.json[name];
    return typeof value === "string" ? value : "";
  };
  io.err(
    `Open ${text("verification_uri_complete")}\nand compare the code: ${text("user_code")}\nWaiting for you there …\n`,
  );
  const wait = begun.json["interval"];
  let seconds = typeof wait === "number" ? wait : 5;
  for (;;) {
    await io.wait(seconds * 1000);
    const fields = {
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      client_id,
      device_code: text("device_code"),
    };
    const heard = await post(token, fields);
    if (heard.status === 200) return keptOf(client_id, heard);
    const { error } = heard.json;
    if (error === refusals.device_too_fast.error) seconds += 5;
    else if (error !== refusals.device_undecided.error) throw refusedBy(heard);
  }
}

/** RFC 7009: what is forgotten here is worth nothing elsewhere. */
export async function revoke(
  { revocation }: Endpoints,
  { client_id, client_secret }: Credentials,
  token: string,
): Promise<void> {
  await post(revocation, { client_id, client_secret, token });
}

async function exchange(url: string, fields: Fields & { client_id: string }): Promise<Kept> {
  const heard = await post(url, fields);
  if (heard.status !== 200) throw refusedBy(heard);
  return keptOf(fields.client_id, heard);
}

type Fields = Readonly<Record<string, string | null>>;

function post(url: string, fields: Fields): Promise<Heard> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== null) body.append(name, value);
  return ask(url, { method: "POST", body });
}

function keptOf(client_id: string, { json }: Heard): Kept {
  const { access_token, refresh_token, expires_in, scope } = json;
  if (typeof access_token !== "string" || typeof expires_in !== "number")
    throw new CliError("The server gave no token.");
  return {
    client_id,
    access_token,
    expiresAt: Date.now() + expires_in * 1000,
    refresh_token: typeof refresh_token === "string" ? refresh_token : null,
    scope: typeof scope === "string" ? scope : "",
  };
}

/** RFC 6749 §5.2, as a sentence. */
function refusedBy({ status, json }: Heard): CliError {
  const { error, error_description } = json;
  const why = typeof error_description === "string" ? error_description : `status ${status}`;
  return new CliError(`The server said no: ${typeof error === "string" ? `${error}. ` : ""}${why}`);
}
