/** OpenID Connect Back-Channel Logout 1.0: the modules of the conformance suite. */
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendLogouts } from "../../src/oauth/openid/backchannel.ts";
import { outside } from "../support/outside.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { discoveryDocument, expectHttps } from "./discovery.ts";
import { answerOn, begin, errorIn, party, request, shows } from "./party.ts";
import type { backchannel, Modules } from "./plans.ts";
import { signIn } from "./tokens.ts";

const bye = "https://app.example/post_logout_redirect";
const backchannel_logout_uri = "https://app.example/backchannel_logout";

let server: TestServer;
let secure: TestServer;
const app = outside();
beforeAll(async () => {
  server = await startServer({ outbound: app.port });
  secure = await startServer({ issuer: "https://login.bookings.example" });
});
afterAll(async () => {
  await server.close();
  await secure.close();
});

const modules: Modules<(typeof backchannel)[number]> = {
  "oidcc-backchannel-logout-discovery-endpoint-verification": async () => {
    const document = await discoveryDocument(secure);
    expectHttps(document);
    expect(document).toMatchObject({
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      end_session_endpoint: `${secure.issuer}/oauth/logout`,
    });
  },
  "oidcc-backchannel-rp-initiated-logout": async () => {
    const metadata = { post_logout_redirect_uris: [bye], backchannel_logout_uri };
    const of = await party(server, await server.addApp({ scopes: ["openid"], metadata }));
    const { id_token, jwt } = await signIn(of);
    const leaving = { id_token_hint: jwt, post_logout_redirect_uri: bye, state: "bye" };
    const query = new URLSearchParams(leaving).toString();
    const page = await of.browser.open(`${of.as.end_session_endpoint}?${query}`);
    expect(page.leaves).toBe(`${bye}?state=bye`);
    await sendLogouts(server.gatehouse.ports);
    expect(app.posted.map(({ url }) => url)).toEqual([backchannel_logout_uri]);
    const { logout_token = "", ...others } = app.posted[0]?.fields ?? {};
    expect(others).toEqual({});
    // §2.4, §2.6.
    const { payload, protectedHeader } = await jwtVerify(
      logout_token,
      createRemoteJWKSet(new URL(of.as.jwks_uri ?? "")),
      {
        issuer: of.as.issuer,
        audience: of.client.client_id,
        algorithms: ["RS256"],
        typ: "logout+jwt",
        currentDate: new Date(server.clock.now()),
        requiredClaims: ["iat", "exp", "jti", "events", "sub", "sid"],
      },
    );
    expect(protectedHeader.kid).toBeTypeOf("string");
    expect(payload["events"]).toEqual({ "http://schemas.openid.net/event/backchannel-logout": {} });
    expect(payload).not.toHaveProperty("nonce");
    expect(payload).toMatchObject({ sub: id_token.sub, sid: id_token["sid"] });
    const sent = request(of, { prompt: "none" });
    const again = await begin(of, sent);
    expect(shows(again)).toBe("answer");
    expect(errorIn(of, sent, answerOn(of, again))).toBe("login_required");
  },
};
for (const [name, module] of Object.entries(modules)) test(name, module);
