/** "Basic OP" modules about the sign-in itself: response, ID token, userinfo, scopes, parameters that must never hurt. */
import * as oauth from "oauth4webapi";
import { expect } from "vitest";
import { s256, verifier } from "../support/flow.ts";
import { claimsOfAda } from "./people.ts";
import {
  answerOn,
  ask,
  begin,
  errorIn,
  finish,
  fresh,
  insecure,
  request,
  shows,
  type Fields,
  type Party,
} from "./party.ts";
import type { basic, Modules } from "./plans.ts";
import { exchange, signIn, userInfo, validated, verified } from "./tokens.ts";

/** A party of its own for each module: nobody is signed in, nothing was allowed. */
export type World = () => Promise<Party>;

/** Everything works with these parameters. */
const works =
  (world: World, changes: Fields = {}) =>
  async (): Promise<void> => {
    const of = await world();
    await userInfo(of, await signIn(of, changes));
  };

/** Core §5.4: the scope's claims come from userinfo, and the ID token stays small. */
const scope =
  (world: World, ...names: readonly (keyof typeof claimsOfAda)[]) =>
  async (): Promise<void> => {
    const of = await world();
    const signed = await signIn(of, { scope: ["openid", ...names].join(" ") });
    const expected = Object.assign({}, ...names.map((name) => claimsOfAda[name])) as object;
    const told = await userInfo(of, signed);
    expect(told).toMatchObject(expected);
    const others = Object.entries(claimsOfAda).filter(([name]) => !names.includes(name as "email"));
    for (const claim of others.flatMap(([, claims]) => Object.keys(claims)))
      expect(told).not.toHaveProperty(claim);
    for (const claim of Object.keys(expected)) expect(signed.id_token).not.toHaveProperty(claim);
  };

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

/** Core §6.1, §3.1.2.6: an unsigned request object is refused by its own name, and never half understood. */
export const unsigned =
  (world: World, outside: Fields = {}) =>
  async (): Promise<void> => {
    const of = await world();
    expect(of.as.request_object_signing_alg_values_supported).not.toContain("none");
    const inside = request(of);
    const object = `${encoded({ alg: "none" })}.${encoded(inside)}.`;
    const page = await begin(of, { ...request(of, outside), request: object });
    if (page.leaves === null && "redirect_uri" in outside) expect(shows(page)).toBe("error");
    else expect(answerOn(of, page).get("error")).toBe("request_not_supported");
  };

type Flow = Exclude<
  (typeof basic)[number],
  `oidcc-${"prompt" | "max-age" | "codereuse" | "refresh"}${string}`
>;

export const flowModules = (world: World, post: World): Modules<Flow> => ({
  "oidcc-server": works(world),

  "oidcc-response-type-missing": async () => {
    const of = await world();
    const { sent, answer } = await ask(of, { response_type: null });
    expect(["invalid_request", "unsupported_response_type"]).toContain(errorIn(of, sent, answer));
  },

  "oidcc-idtoken-signature": async () => {
    const of = await world();
    const { jwt } = await signIn(of);
    const { kid } = JSON.parse(Buffer.from(jwt.split(".")[0] ?? "", "base64url").toString()) as {
      kid: string;
    };
    const jwks = (await (await fetch(of.as.jwks_uri ?? "")).json()) as {
      keys: { kid: string; alg: string }[];
    };
    expect(jwks.keys.filter((key) => key.kid === kid && key.alg === "RS256")).toHaveLength(1);
  },

  "oidcc-idtoken-unsigned": async () => {
    const of = await world();
    expect(of.as.id_token_signing_alg_values_supported).not.toContain("none");
  },

  "oidcc-userinfo-get": works(world),

  "oidcc-userinfo-post-header": async () => {
    const of = await world();
    const { tokens, id_token } = await signIn(of);
    const headers = new Headers({ accept: "application/json" });
    const endpoint = new URL(of.as.userinfo_endpoint ?? "");
    const ask = oauth.protectedResourceRequest;
    const response = await ask(tokens.access_token, "POST", endpoint, headers, null, insecure);
    await oauth.processUserInfoResponse(of.as, of.client, id_token.sub, response);
  },

  "oidcc-userinfo-post-body": async () => {
    const of = await world();
    const { tokens, id_token } = await signIn(of);
    const body = new URLSearchParams({ access_token: tokens.access_token });
    const response = await fetch(of.as.userinfo_endpoint ?? "", { method: "POST", body });
    await oauth.processUserInfoResponse(of.as, of.client, id_token.sub, response);
  },

  "oidcc-ensure-request-without-nonce-succeeds-for-code-flow": works(world, { nonce: null }),

  "oidcc-scope-profile": scope(world, "profile"),
  "oidcc-scope-email": scope(world, "email"),
  "oidcc-scope-address": scope(world, "address"),
  "oidcc-scope-phone": scope(world, "phone"),
  "oidcc-scope-all": scope(world, "profile", "email", "address", "phone"),

  "oidcc-alternate-happy-flow": async () => {
    const of = await world();
    const usual = request(of, { scope: "email openid" });
    const sent = Object.fromEntries(Object.entries(usual).toReversed());
    const callback = validated(of, sent, await finish(of, await begin(of, sent)));
    const signed = await verified(of, sent, callback, await exchange(of, callback));
    expect(await userInfo(of, signed)).toMatchObject(claimsOfAda.email);
  },

  "oidcc-display-page": works(world, { display: "page" }),
  "oidcc-display-popup": works(world, { display: "popup" }),
  "oidcc-ensure-request-with-unknown-parameter-succeeds": works(world, { extra: "foobar" }),
  "oidcc-login-hint": works(world, { login_hint: "buffy@example.com" }),
  "oidcc-ui-locales": works(world, { ui_locales: "se" }),
  "oidcc-claims-locales": works(world, { claims_locales: "se" }),

  "oidcc-id-token-hint": async () => {
    const of = await world();
    const first = await signIn(of);
    const page = await begin(of, request(of, { prompt: "none", id_token_hint: first.jwt }));
    expect(shows(page), "no page is shown").toBe("answer");
    const again = await signIn(of, { prompt: "none", id_token_hint: first.jwt });
    expect(again.id_token.sub).toBe(first.id_token.sub);
  },

  "oidcc-ensure-request-with-acr-values-succeeds": async () => {
    const of = await world();
    const { id_token } = await signIn(of, { acr_values: (of.as.acr_values_supported ?? []).join(" ") });
    expect(of.as.acr_values_supported).toContain(id_token["acr"]);
    await signIn(of, { acr_values: "1 2" });
  },

  "oidcc-ensure-registered-redirect-uri": async () => {
    const of = await world();
    const redirect_uri = `${of.app.redirect_uri}/${fresh("unregistered")}`;
    const page = await begin(of, request(of, { redirect_uri }));
    expect([page.status, page.leaves, shows(page)]).toEqual([400, null, "error"]);
  },

  "oidcc-ensure-post-request-succeeds": async () => {
    const of = await world();
    await userInfo(of, await signIn(of, {}, "POST"));
  },

  "oidcc-server-client-secret-post": works(post),

  "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported": async () => {
    const of = await world();
    expect(of.as.request_uri_parameter_supported).toBe(false);
    const { sent, answer } = await ask(of, { request_uri: "https://app.example/request#hash" });
    expect(errorIn(of, sent, answer)).toBe("request_uri_not_supported");
  },

  "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported": unsigned(world),

  "oidcc-claims-essential": async () => {
    const of = await world();
    const claims = JSON.stringify({ userinfo: { name: { essential: true } } });
    const signed = await signIn(of, { claims });
    expect((await userInfo(of, signed))["name"]).toBe("Ada Lovelace");
    expect(signed.id_token).not.toHaveProperty("name");
  },

  "oidcc-ensure-request-object-with-redirect-uri": unsigned(world, {
    redirect_uri: "https://app.example/invalid",
  }),

  "oidcc-ensure-request-with-valid-pkce-succeeds": async () => {
    const of = await world();
    const { sent, answer } = await ask(of, { code_challenge: s256(), code_challenge_method: "S256" });
    const callback = validated(of, sent, answer);
    await userInfo(of, await verified(of, sent, callback, await exchange(of, callback, verifier)));
  },
});
