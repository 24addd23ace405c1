/** Under each preset the guide tells what that provider's page tells: addresses, parameters, bodies, labels, lifetimes, versions. */
import { readOpenApi } from "@gatehouse/guard";
import { expect, test } from "vitest";
import { demoDocument } from "../../src/cli/dev/demo-document.ts";
import { apiOf } from "../../src/cli/openapi/read.ts";
import type { PresetName } from "../../src/config/presets.ts";
import type { SectionId } from "../../src/guide/blocks.ts";
import { guideFacts } from "../../src/guide/facts.ts";
import { guideOf } from "../../src/guide/guide.ts";
import { markdown } from "../../src/guide/markdown.ts";
import { startServer, type ServerOptions } from "../support/server.ts";

/** The guide of a server with the demo API's document. */
async function guideWith(options: ServerOptions): Promise<{ ids: SectionId[]; text: string }> {
  const server = await startServer(options);
  try {
    const { settings, ports, store } = server.gatehouse;
    const { identifier, client_id } = server.api;
    const { scopes, document } = apiOf(readOpenApi(demoDocument(identifier, server.issuer)), () => "");
    await store.registry.importDocument({
      id: client_id,
      identifier,
      name: "Bookings",
      scopes,
      document,
      force: true,
    });
    const guide = guideOf(await guideFacts(settings, ports, ["en", "de"], null));
    return { ids: guide.sections.map(({ id }) => id), text: markdown(guide) };
  } finally {
    await server.close();
  }
}

interface Page {
  preset: PresetName;
  /** What the page says, in our words and its own names. */
  says: readonly (string | RegExp)[];
  /** What its readers must not be led to. */
  not: readonly (string | RegExp)[];
  sections: readonly SectionId[];
  without: readonly SectionId[];
}

const pages: readonly Page[] = [
  {
    preset: "provider-000",
    says: [
      "`GET /oauth/authorize`",
      /`response_type` \| \*\*Required\.\*\* Must be `code`/,
      ...["client_id", "redirect_uri", "scope", "state"].map((name) => `| \`${name}\` |`),
      "`POST /oauth/token`",
      "`application/x-www-form-urlencoded`",
      "Must be `authorization_code`",
      "Always `Bearer`",
      "`expires_in` | Seconds",
      /`refresh_token` \| There when the scope `offline_access` was allowed/,
      "Authorization codes are single use",
      "The implicit grant and the password grant do not exist here",
      "Your customers register nothing",
      "must never come from a browser",
    ],
    not: ["client_credentials"],
    sections: ["authorize", "exchange", "refresh"],
    without: ["machine", "device", "token-exchange"],
  },
  {
    preset: "provider-001",
    says: [
      "Identifier",
      "YOUR_IDENTIFIER",
      "YOUR_SECRET",
      "`POST /access_token`",
      "An app may have several",
      "a new access token and a new refresh token",
      "Must be `refresh_token`",
      "Must be `client_credentials`",
      "have no effect in it",
      /`profile:read` \| See your name and user name \| `GET \/me` \| no effect: needs a person/,
      "| `GET /bookings` | List the bookings | `bookings:read` | yes |",
      "compare it, and stop",
    ],
    not: ["Client ID", "Client secret", "/api/oauth/token \\"],
    sections: ["authorize", "exchange", "refresh", "machine", "routes"],
    without: ["device"],
  },
  {
    preset: "provider-002",
    says: [
      "`POST /api/oauth/token`",
      "Accept: application/json",
      "Content-Type: application/json",
      '"grant_type": "client_credentials"',
      '"client_id": "YOUR_CLIENT_ID"',
      '"client_secret": "YOUR_CLIENT_SECRET"',
      '"token_type": "Bearer"',
      '"expires_in": 3600',
      "cannot be refreshed",
      "Authorization: Bearer eyJ",
      "secure and do not expose them publicly",
      "`RS256`, 4096 bits",
      /`partner_id`, `is_test`/,
      "1 hour",
    ],
    not: ["authorization_code", "redirect_uri", "offline_access", "code_challenge"],
    sections: ["machine", "call", "tokens"],
    without: ["authorize", "exchange", "refresh", "redirect-uris", "identity", "device"],
  },
  {
    preset: "provider-003",
    says: [
      "`GET /oauth/authorize`",
      "`X-VERSION`",
      "X-VERSION: 1.8.0",
      "Version update available: adjust your integration to the latest stable version (1.8.0)",
      "| `1.8.0` | latest stable |",
      "| `1.7.0` | stable |",
      "`Accept-Language`",
      "SHA-256 of your code verifier",
      "not plain BASE64",
      "43 to 128",
      "`S256` (recommended) or `plain`. When it is left out, `plain` is meant",
      "`state` | **Recommended.**",
      "Whether the person allows or denies",
      "should not change from request to request",
      "`Accept: application/json`",
    ],
    not: ["client_credentials"],
    sections: ["authorize", "exchange", "versions", "redirect-uris"],
    without: ["machine"],
  },
  {
    preset: "provider-004",
    says: [
      "`POST /oauth/token`",
      "`GET /oauth/token` works too",
      '"grant_type": "client_credentials"',
      "require 'net/http'",
      "JSON.generate",
      "curl_init(",
      "CURLOPT_POSTFIELDS",
      "Ask again shortly before it runs out",
      "No endpoint redirects what you POST",
    ],
    not: ["authorization_code", "code_challenge"],
    sections: ["machine", "call"],
    without: ["authorize", "refresh"],
  },
];

test.each(pages)("the guide of $preset", async ({ preset, says, not, sections, without }) => {
  const { ids, text } = await guideWith({ preset });
  expect(says.filter((fact) => (typeof fact === "string" ? !text.includes(fact) : !fact.test(text)))).toEqual(
    [],
  );
  expect(not.filter((lie) => (typeof lie === "string" ? text.includes(lie) : lie.test(text)))).toEqual([]);
  expect(ids).toEqual(expect.arrayContaining([...sections]));
  expect(ids.filter((id) => without.includes(id))).toEqual([]);
});

test("what is switched on is explained, and nothing else", async () => {
  const all = await guideWith({});
  expect(all.ids).toEqual(
    expect.arrayContaining(["authorize", "refresh", "machine", "device", "token-exchange"]),
  );
  const some = await guideWith({
    settings: {
      guide_grants: "authorization_code device_code",
      refresh_token: "always",
      pkce: "s256_required",
    },
  });
  expect(some.ids).toEqual(expect.arrayContaining(["authorize", "device"]));
  expect(some.ids.filter((id) => ["refresh", "machine", "token-exchange"].includes(id))).toEqual([]);
  expect(some.text).toContain("`S256`. `plain`, and leaving it out, are refused.");
  const never = await guideWith({ settings: { refresh_token: "never" } });
  expect(never.ids).not.toContain("refresh");
  expect(never.text).not.toContain("offline_access");
});
