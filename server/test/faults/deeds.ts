/** What people and programs do besides tokens, as one of them does it over HTTP, and what each was promised by the answer that it heard. */
import { secretHash } from "../../src/oauth/tokens/secret-token.ts";
import { paths } from "../../src/oauth/paths.ts";
import type { Store } from "../../src/store/store.ts";
import { fieldOf } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { authorizeUrl } from "../support/flow.ts";
import type { ServerNode } from "../support/nodes.ts";
import type { TestApp } from "../support/server.ts";

/** Whoever does things: one after the other, so that the order of what became of them is known. */
export interface Doer {
  visitor: Browser;
  /** The organisation that is theirs. */
  organisation: string;
  /** The names that the organisation may have: one, and those of whose answers were lost since. */
  names: string[];
  /** Clients that it registered and has not removed. */
  clients: { client_id: string; token: string }[];
}

/** What was acknowledged. */
export class Promised {
  readonly codes: string[] = [];
  readonly families: string[] = [];
  readonly apps: string[] = [];
  readonly registered = new Set<string>();
  readonly removed: string[] = [];
  rotations = 0;
  renamed = 0;
  acknowledged = 0;
  inDoubt = 0;

  /** What is not stored as it was promised, in words. */
  async missing(store: Store, doers: readonly Doer[]): Promise<string[]> {
    const { read } = store.engine;
    const ids = async (table: "apps" | "families" | "codes" | "clients"): Promise<Set<string>> => {
      const column = ({ apps: "id", families: "id", codes: "hash", clients: "client_id" } as const)[table];
      let rows = read.selectFrom(table).select(`${column} as id`);
      if (table === "families") rows = rows.where("revoked_at", "is not", null);
      if (table === "clients") rows = rows.where("disabled_at", "is", null);
      return new Set((await rows.execute()).map(({ id }) => id));
    };
    const [apps, revoked, codes, clients] = [
      await ids("apps"),
      await ids("families"),
      await ids("codes"),
      await ids("clients"),
    ];
    const organisations = await read.selectFrom("organisations").select(["id", "name"]).execute();
    const nameOf = new Map(organisations.map(({ id, name }) => [id, name]));
    return [
      ...this.apps.filter((id) => !apps.has(id)).map((id) => `app ${id}`),
      ...this.families.filter((id) => !revoked.has(id)).map((id) => `end of family ${id}`),
      ...this.codes.filter((code) => !codes.has(secretHash(code))).map(() => "a code"),
      ...[...this.registered].filter((id) => !clients.has(id)).map((id) => `client ${id}`),
      ...this.removed.filter((id) => clients.has(id)).map((id) => `removal of ${id}`),
      ...doers
        .filter(({ organisation, names }) => !names.includes(nameOf.get(organisation) ?? ""))
        .map(({ names: [name = ""] }) => `name ${name}`),
    ];
  }
}

export interface World {
  node: ServerNode;
  /** A public app: its people are asked every time. */
  app: TestApp;
  /** RFC 7591 §3.1: lets anybody register who has it. */
  initialToken: string;
  /** Refresh tokens of `owner` with their families, to be revoked. */
  families: { familyId: string; token: string }[];
  owner: TestApp;
  promised: Promised;
}

const JSON_TYPE = { "content-type": "application/json" };
const CHALLENGE = {
  code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  code_challenge_method: "S256",
};

/** The same visitor at another node, and the page that it opens there. */
async function open(node: ServerNode, { visitor }: Doer, url: string): Promise<[Browser, Page]> {
  const browser = new Browser(node.origin);
  for (const [name, value] of visitor.cookies) browser.cookies.set(name, value);
  const page = await browser.open(url);
  deserve(page.status === 200, page.status, page.url);
  return [browser, page];
}

/** 503: nobody knows what became of it, as when no answer comes. */
export class Unheard extends Error {}

/** Throws unless the answer is the one that whoever did nothing wrong deserves. */
function deserve(good: boolean, status: number, told: string): void {
  if (status === 503) throw new Unheard(told);
  if (!good) throw new Error(`${status} ${told}`);
}

const arrived = (page: Page, sign: string): void =>
  deserve(page.status === 200 && page.url.includes(sign), page.status, page.url);

type Deed = (world: World, doer: Doer, n: number) => Promise<void>;

/** `POST /consent` with a yes. */
const decide: Deed = async ({ node, app, promised }, doer) => {
  const [browser, page] = await open(node, doer, authorizeUrl(node, app, CHALLENGE));
  const { leaves, status, url } = await browser.click(page, "allow");
  const code = leaves === null ? null : new URL(leaves).searchParams.get("code");
  deserve(code !== null, status, url);
  promised.codes.push(code ?? "");
};

/** RFC 7591 §3.1. */
const register: Deed = async ({ node, initialToken, promised }, doer) => {
  const answer = await fetch(node.origin + paths.register, {
    method: "POST",
    headers: { ...JSON_TYPE, authorization: `Bearer ${initialToken}` },
    body: JSON.stringify({ client_name: "Planner", redirect_uris: ["https://new.example/cb"] }),
  });
  const json = (await answer.json()) as Record<string, string>;
  deserve(answer.status === 201, answer.status, JSON.stringify(json));
  const client_id = json["client_id"] ?? "";
  promised.registered.add(client_id);
  doer.clients.push({ client_id, token: json["registration_access_token"] ?? "" });
};

/** RFC 7592 §2.3. */
const remove: Deed = async (world, doer, n) => {
  const own = doer.clients.pop();
  if (own === undefined) return register(world, doer, n);
  const { node, promised } = world;
  // From here on nobody may count on it, heard or not.
  promised.registered.delete(own.client_id);
  const answer = await fetch(`${node.origin}${paths.register}/${own.client_id}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${own.token}` },
  });
  deserve(answer.status === 204, answer.status, await answer.text());
  promised.removed.push(own.client_id);
};

/** RFC 7009: a refresh token, and so its family. */
const revoke: Deed = async ({ node, owner, families, promised }) => {
  const own = families.pop();
  if (own === undefined) throw new Error("out of families");
  const { client_id, client_secret } = owner;
  const answer = await fetch(node.origin + paths.revoke, {
    method: "POST",
    body: new URLSearchParams({ client_id, client_secret, token: own.token }),
  });
  deserve(answer.status === 200, answer.status, await answer.text());
  promised.families.push(own.familyId);
};

/** The portal: another name for the organisation. */
const rename: Deed = async ({ node, promised }, doer, n) => {
  const [browser, page] = await open(node, doer, `/portal/organisations/${doer.organisation}/rename`);
  const name = `Pilot ${n}`;
  doer.names.push(name);
  arrived(await browser.post(page.url, { csrf: fieldOf(page, "csrf"), name }), "done=");
  doer.names = [name];
  promised.renamed++;
};

/** The portal: an app with its client and its secret. */
const create: Deed = async ({ node, promised }, doer, n) => {
  const [browser, page] = await open(node, doer, `/portal/organisations/${doer.organisation}/apps/new`);
  const made = await browser.post(page.url, {
    csrf: fieldOf(page, "csrf"),
    client_name: `Printer ${n}`,
    application_type: "machine",
    "scope:bookings:read": "on",
  });
  arrived(made, "/portal/apps/");
  promised.apps.push(/\/apps\/([\w-]+)/.exec(made.url)?.[1] ?? "");
};

/** The console: the keys that follow. */
const rotate: Deed = async ({ node, promised }, doer) => {
  const [browser, page] = await open(node, doer, "/console/keys/rotate");
  arrived(await browser.post(page.url, { csrf: fieldOf(page, "csrf") }), "done=");
  promised.rotations++;
};

/** Each with its share of all that is done. */
export const DEEDS: readonly (readonly [share: number, deed: Deed])[] = [
  [0.25, decide],
  [0.2, register],
  [0.1, remove],
  [0.2, revoke],
  [0.13, rename],
  [0.06, create],
  [0.06, rotate],
];
