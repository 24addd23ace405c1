/** A server at work: every act is one operation of its management API, and nothing else is asked of it. */
import { randomUUID } from "node:crypto";
import { managementApi } from "../../desk/management.ts";
import type { Operation } from "../../desk/operation.ts";
import type { Page } from "../../desk/page.ts";
import type { Io } from "../io.ts";
import { CliError, refuse, type Problem } from "../output.ts";
import { ask, Unheard, type Heard } from "./ask.ts";
import { keep, readKept, type Kept } from "./kept.ts";
import { credentialsOf, discover, ownToken, refreshed } from "./tokens.ts";

export interface Remote {
  server: string;
  /** Of the token. */
  scope: ReadonlySet<string>;
  /** Does one. `options` says by which option of the command a field was given. Throws CliError with what the server says. */
  act<Out>(
    operation: Operation<Out>,
    input: object,
    options?: Readonly<Record<string, string>>,
  ): Promise<Out>;
  /** All rows of a long list, at most `most` of them. */
  all<T>(operation: Operation<Page<T>>, input: object, most?: number): Promise<T[]>;
}

/** A token that ends sooner is not begun with. Milliseconds. */
const MARGIN_MS = 30_000;

/** Throws CliError when nobody is signed in there. */
export async function connect(server: string, io: Io): Promise<Remote> {
  const { access_token, scope } = await tokenFor(server, io);
  const act: Remote["act"] = async (operation, input, options = {}) => {
    const heard = await send(server, access_token, operation, input);
    if (heard.status === 200 || heard.status === 201) return heard.json as never;
    throw problemOf(heard, server, options);
  };
  return {
    server,
    scope: new Set(scope.split(" ")),
    act,
    async all<T>(operation: Operation<Page<T>>, input: object, most: number = Number.POSITIVE_INFINITY) {
      let page = await act(operation, input);
      const rows = page.items;
      while (page.next !== null && rows.length < most) {
        page = await act(operation, { ...input, cursor: page.next });
        rows.push(...page.items);
      }
      return rows.slice(0, most);
    },
  };
}

/** The one that is kept, or a new one with the means at hand. */
async function tokenFor(server: string, io: Io): Promise<Kept> {
  const kept = readKept(io, server);
  if (kept !== null && kept.expiresAt > Date.now() + MARGIN_MS) return kept;
  const own = credentialsOf(undefined, io);
  if (own?.client_secret != null) {
    const next = await ownToken(server, await discover(server), own, null);
    keep(io, server, next);
    return next;
  }
  if (kept?.refresh_token == null)
    throw new CliError(`Nobody is signed in at ${server}: run \`gatehouse login --server ${server}\`.`);
  const next = await refreshed(await discover(server), kept);
  // What was spent is worth nothing from now on: the new one must not be lost.
  keep(io, server, next);
  return next;
}

/** What creates something carries a key, so that it is done once though it is sent twice. */
async function send(
  server: string,
  token: string,
  { method, path, input: schema }: Pick<Operation, "method" | "path" | "input">,
  input: object,
): Promise<Heard> {
  const given = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const way = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(String(given.get(name)));
    given.delete(name);
    return value;
  });
  const inQuery = method === "GET" || method === "DELETE";
  const query = new URLSearchParams();
  if (inQuery) for (const [name, value] of given) query.append(name, String(value));
  const asked = query.size === 0 ? "" : `?${query.toString()}`;
  // An operation without members of its own takes no body.
  const body = inQuery || Object.keys(schema.properties).length === 0 ? null : Object.fromEntries(given);
  const request = (): Promise<Heard> => ask(managementApi(server) + way + asked, init);
  const init: RequestInit = {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}),
      ...(body === null ? {} : { "content-type": "application/json" }),
    },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  };
  if (method !== "GET" && method !== "POST") return request();
  try {
    return await request();
  } catch (error) {
    if (error instanceof Unheard) return request();
    throw error;
  }
}

/** RFC 9457, as a sentence that says what to do at a command line. */
function problemOf(
  { status, json }: Heard,
  server: string,
  options: Readonly<Record<string, string>>,
): CliError {
  const { type, detail, errors } = json;
  if (status === 401)
    return new CliError(`${server} does not take your token any more: run \`gatehouse login\`.`);
  if (type === "urn:gatehouse:problem:not_fresh")
    return new CliError("This needs a fresh sign-in: run `gatehouse login`, then do it within ten minutes.");
  const fields = Array.isArray(errors) ? (errors as Problem[]) : [];
  if (fields.length > 0)
    return refuse(fields.map(({ field = "", sentence }) => ({ field: options[field] ?? field, sentence })));
  return new CliError(typeof detail === "string" ? detail : `${server} said no (status ${status}).`);
}
