/** A whole Gatehouse with an API beside it, and a developer who plays with a test app of theirs. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { AppJson } from "../../src/desk/json.ts";
import { createApp } from "../../src/desk/operations/apps.ts";
import { changeClient } from "../../src/desk/operations/clients.ts";
import { foundOrganisation } from "../../src/desk/operations/organisations.ts";
import { perform } from "../../src/desk/perform.ts";
import type { Settings } from "../../src/config/settings.ts";
import { portalPaths, type PortalPaths } from "../../src/pages/portal/paths.ts";
import { callerOf } from "../desk/world.ts";
import { cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { startServer, testScopes, type TestServer } from "../support/server.ts";

export interface Playing {
  server: TestServer;
  paths: PortalPaths;
  app: AppJson;
  /** The test client's id. */
  client_id: string;
  callback: string;
  /** What the API was asked. */
  calls: Pick<IncomingMessage, "url" | "headers">[];
  /** A browser in which this person has just signed in. */
  as(username: string): Promise<Browser>;
  close(): Promise<void>;
}

/** `api`: false for a server that knows no address at which to call the API. */
export async function playing(
  options: { api?: boolean; settings?: Partial<Settings>; type?: "web" | "browser" } = {},
): Promise<Playing> {
  const calls: Playing["calls"] = [];
  const api = createServer((request, response) => {
    calls.push({ url: request.url ?? "", headers: request.headers });
    const known = (request.headers.authorization ?? "").startsWith("Bearer ");
    response.writeHead(known ? 200 : 401, {
      "content-type": "application/json",
      ...(known ? {} : { "www-authenticate": 'Bearer realm="bookings"' }),
    });
    response.end(JSON.stringify(known ? { bookings: [] } : { title: "A token is needed" }));
  });
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
  const base = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const server = await startServer({
    settings: { ...(options.api === false ? {} : { playground_api: base }), ...options.settings },
  });
  cheapPasswords(server);
  await importApi(server, base);
  const { desk } = server.gatehouse;
  const developer = await server.addPerson("developer");
  const before = await callerOf(server, developer);
  const { id } = await perform(foundOrganisation, desk, before, { name: "Pilot Logistics" });
  const owner = await callerOf(server, developer);
  const type = options.type ?? "web";
  const app = await perform(createApp, desk, owner, {
    organisation: id,
    client_name: "Parcel Pilot",
    application_type: type,
    redirect_uris: ["https://app.example/cb"],
    scope: "bookings:read offline_access",
  });
  const client_id = app.clients[0]?.client_id ?? "";
  if (type === "web")
    await perform(changeClient, desk, owner, {
      client_id,
      grant_types: ["authorization_code", "refresh_token", "client_credentials"],
    });
  return {
    server,
    paths: portalPaths(""),
    app,
    client_id,
    callback: `${server.issuer}/portal/playground/callback`,
    calls,
    async as(username) {
      const browser = new Browser(server.origin);
      const person = { ...server.person, username };
      await consentPage(server, "/sign-in", browser, person);
      return browser;
    },
    async close() {
      await server.close();
      api.close();
      api.closeAllConnections();
    },
  };
}

const route = (method: string, path: string) => ({
  method,
  path,
  summary: path,
  scopes: ["bookings:read"],
  person: false,
  public: false,
  tags: [],
  or: [],
});

async function importApi(server: TestServer, base: string): Promise<void> {
  await server.gatehouse.store.registry.importDocument({
    id: server.api.client_id,
    identifier: server.api.identifier,
    name: "Bookings",
    scopes: testScopes,
    document: {
      title: "Bookings",
      version: "1",
      server: base,
      routes: [route("GET", "/bookings"), route("GET", "/bookings/{id}"), route("POST", "/bookings")],
      versions: null,
    },
    force: true,
  });
}

/** The address registered, and a run begun. */
export async function begin(world: Playing, browser: Browser, flow: "code" | "machine"): Promise<Page> {
  const { paths, app } = world;
  let page = await browser.open(paths.playground(app.id));
  if (flow === "code" && page.html.includes('id="register-address"'))
    page = await browser.click(await browser.open(`${paths.playgroundAddress(app.id)}?to=add`), "confirm");
  return browser.click(await browser.open(`${paths.startPlayground(app.id)}?flow=${flow}`), "confirm");
}

/** The browser goes to sign in; the person allows if they are asked. */
export async function allow(browser: Browser, page: Page, id: string = "next-step"): Promise<Page> {
  const asked = await browser.click(page, id);
  return asked.html.includes('id="allow"') ? browser.click(asked, "allow") : asked;
}

/** What stands in the newest exchange. */
export function newest({ html }: Page): string {
  return /<li id="now">(.*?)<\/li>/s.exec(html)?.[1] ?? "";
}
