/** `gatehouse login`, `gatehouse logout`: a token for a server elsewhere, kept on this machine for its owner alone. */
import type { Command } from "commander";
import { READ, WRITE } from "../../desk/scopes.ts";
import type { Call, Cli } from "../cli.ts";
import { CliError, type Answer } from "../output.ts";
import { forget, keep, readKept } from "../remote/kept.ts";
import { serverOf } from "../remote/server.ts";
import { credentialsOf, deviceToken, discover, ownToken, revoke } from "../remote/tokens.ts";
import { several, stamp } from "../words.ts";

interface LoginOptions {
  clientId?: string;
  scope?: readonly string[];
}

export function addLogin(command: Command, cli: Cli): void {
  command
    .option(
      "--client-id <client_id>",
      "a client of that server for its management API (or GATEHOUSE_CLIENT_ID)",
    )
    .option("--scope <scope>", "what the token may do; several times, or with commas", several)
    .addHelpText(
      "after",
      `
With GATEHOUSE_CLIENT_SECRET or GATEHOUSE_CLIENT_SECRET_FILE it acts as that program. Without a secret it shows
an address where a person signs in and allows it, which gives ${READ} and ${WRITE} unless --scope says otherwise.
The token is kept in $XDG_CONFIG_HOME/gatehouse (or ~/.config/gatehouse), readable for you alone, and never shown.`,
    )
    .action(cli.plain<LoginOptions>(login));
}

export function addLogout(command: Command, cli: Cli): void {
  command.action(cli.plain(logout));
}

async function login({ io, options }: Call<LoginOptions>): Promise<Answer> {
  const server = named(options, io.env);
  const before = readableOrNull(() => readKept(io, server));
  const credentials = credentialsOf(
    options.clientId ?? (io.env["GATEHOUSE_CLIENT_ID"] ? undefined : before?.client_id),
    io,
  );
  if (credentials === null)
    throw new CliError(
      "Give --client-id: a client of that server which was registered for its management API.",
      2,
    );
  const endpoints = await discover(server);
  const scope = options.scope?.join(" ") ?? null;
  const kept =
    credentials.client_secret === null
      ? await deviceToken(server, endpoints, credentials, scope ?? `${READ} ${WRITE}`, io)
      : await ownToken(server, endpoints, credentials, scope);
  keep(io, server, kept);
  const json = {
    server,
    client_id: kept.client_id,
    scope: kept.scope,
    expires_at: stamp(kept.expiresAt),
  };
  return { json, text: `You are signed in at ${server} with ${kept.scope}.` };
}

async function logout({ io, options }: Call<object>): Promise<Answer> {
  const server = named(options, io.env);
  const kept = readableOrNull(() => readKept(io, server));
  const there = forget(io, server);
  let ended = false;
  if (kept !== null)
    try {
      const credentials = credentialsOf(kept.client_id, io) ?? {
        client_id: kept.client_id,
        client_secret: null,
      };
      await revoke(await discover(server), credentials, kept.refresh_token ?? kept.access_token);
      ended = true;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      io.err(`gatehouse: the token could not be ended at the server: ${error.message}\n`);
    }
  return {
    json: { server, forgotten: there, ended },
    text: there ? `Signed out of ${server}.` : `Nobody was signed in at ${server}.`,
  };
}

function named(options: object, env: Call<object>["io"]["env"]): string {
  const server = serverOf(options as Record<string, unknown>, env);
  if (server === null) throw new CliError("Name the server with --server or GATEHOUSE_SERVER.", 2);
  return server;
}

/** What cannot be read is as good as nothing, when it is about to be replaced. */
function readableOrNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
