/** RFC 6749 §4.1.2.1, RFC 9110 §15.6.4 — a store that fails at any moment: 503, never a token, a code or a 200 (CVE-2020-15223). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StoreUnavailable } from "../../src/http/trouble.ts";
import type { Ports } from "../../src/oauth/ports.ts";
import { broken, failing } from "../support/broken.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, getCode, introspect, redeem } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { basic, post, type Answer } from "../support/wire.ts";

let server: TestServer;
let opaque: TestApp;
let withJwt: TestApp;
/** A text that only the store's error holds: it must stay in the log. */
const why = "disk I/O error at /var/lib/secret/gatehouse.db near SELECT";

beforeAll(async () => {
  server = await startServer();
  opaque = await server.addApp({ settings: { refresh_token: "always", access_token_profile: "opaque" } });
  withJwt = await server.addApp({ settings: { refresh_token: "always" } });
});
afterAll(() => server.close());

/** Every verb that a request of this kind may need: one after the other fails. */
const verbs = {
  authorization_code: ["clients.find", "codes.find", "resources.find", "codes.redeem"],
  refresh_token: ["clients.find", "families.find", "resources.find", "families.rotate"],
  client_credentials: ["clients.find", "resources.find", "accessTokens.put"],
  introspect: ["resources.findById", "accessTokens.findOpaque", "clients.find", "resources.find"],
  introspect_jwt: ["accessTokens.isRevoked", "clients.find", "people.isActive"],
  revoke: ["clients.find", "families.find", "families.revoke"],
} as const;
type Kind = keyof typeof verbs;
const cases = (Object.keys(verbs) as Kind[]).flatMap((kind) =>
  verbs[kind].map((verb) => [kind, verb] as const),
);

/** Runs `run` while `port.verb` fails. */
function without<R>(verb: string, error: Error, run: () => Promise<R>): Promise<R> {
  const [port, name] = verb.split(".") as [keyof Ports, string];
  return broken(
    server.gatehouse.ports[port] as unknown as Record<string, unknown>,
    name,
    failing(error),
    run,
  );
}

async function prepare(kind: Kind): Promise<() => Promise<Answer>> {
  const app = kind === "introspect_jwt" ? withJwt : opaque;
  const { client_id, client_secret, redirect_uri } = app;
  const as = { client_id, client_secret };
  const tokenOf = (fields: Record<string, string>) => () =>
    post(server, "/oauth/token", { ...as, ...fields });
  if (kind === "client_credentials") return tokenOf({ grant_type: kind });
  const code = await getCode(server, app);
  if (kind === "authorization_code") return tokenOf({ grant_type: kind, code, redirect_uri });
  const { access_token, refresh_token = "" } = await redeem(server, app, code);
  if (kind === "refresh_token") return tokenOf({ grant_type: kind, refresh_token });
  if (kind === "revoke") return () => post(server, "/oauth/revoke", { ...as, token: refresh_token });
  const authorization = basic(server.api.client_id, server.api.client_secret);
  return () => post(server, "/oauth/introspect", { token: access_token }, { authorization });
}

describe("programs", () => {
  test.each(cases)("TK-28 TK-29 %s while %s fails is 503, and works when tried again", async (kind, verb) => {
    const send = await prepare(kind);
    for (const [error, status] of [
      [new StoreUnavailable(why), 503],
      [new Error(why), 500],
    ] as const) {
      const answer = await without(verb, error, send);
      expect(answer.status).toBe(status);
      expect(Object.keys(answer.json)).toEqual(["error", "error_description"]);
      expect(answer.json["error"]).toBe(status === 503 ? "temporarily_unavailable" : "server_error");
      expect(answer.headers["cache-control"]).toBe("no-store");
      if (status === 503) expect(answer.headers["retry-after"]).toBe("2");
      for (const word of ["disk", "/var", "SELECT", ".ts", "Error", "at "])
        expect(answer.json["error_description"]).not.toContain(word);
    }
    // Nothing was spent by the failures.
    const answer = await send();
    expect(answer.status).toBe(200);
    if (kind === "introspect") expect(answer.json["active"]).toBe(true);
  });

  test("TK-28 a signature that cannot be made gives no token", async () => {
    const jwt = await server.addApp();
    const { client_id, client_secret } = jwt;
    const fields = { grant_type: "client_credentials", client_id, client_secret };
    const answer = await without("keys.sign", new StoreUnavailable(why), () =>
      post(server, "/oauth/token", fields),
    );
    expect(answer).toMatchObject({ status: 503, json: { error: "temporarily_unavailable" } });
  });
});

describe("people", () => {
  test.each(["pending.put", "clients.find", "resources.find"])(
    "TK-28 authorize while %s fails is a page with 503 and leads nowhere",
    async (verb) => {
      const page = await without(verb, new StoreUnavailable(why), () =>
        new Browser(server.origin).open(authorizeUrl(server, opaque)),
      );
      expect(page).toMatchObject({ status: 503, leaves: null });
      expect(page.html).not.toContain("disk");
      expect(page.headers.get("retry-after")).toBe("2");
    },
  );

  test("TK-28 a decision that cannot be stored issues no code; the same form works when tried again", async () => {
    const one = await server.addApp();
    const browser = new Browser(server.origin);
    const signIn = await browser.open(authorizeUrl(server, one));
    const consent = await browser.click(signIn, "submit-login", { ...server.person });
    const failed = await without("pending.take", new StoreUnavailable(why), () =>
      browser.click(consent, "allow"),
    );
    expect(failed).toMatchObject({ status: 503, leaves: null });
    const done = await browser.click(consent, "allow");
    expect(new URL(done.leaves ?? "").searchParams.get("code")).toMatch(/^ghc_/);
  });

  test("TK-28 after all this the tokens of before are as they were", async () => {
    const { access_token } = await redeem(server, opaque, await getCode(server, opaque));
    expect(await introspect(server, access_token)).toMatchObject({ active: true });
  });
});
