/** One client's policy, its overrides, and the presets. */
import { expect, test } from "vitest";
import { loadSettings } from "../../src/config/load.ts";
import { parseOverrides, resolvePolicy } from "../../src/config/policy.ts";
import { isPresetName, PRESET_NAMES, PRESETS, presetSettings } from "../../src/config/presets.ts";
import { CLIENT_SETTING_KEYS, defaultSettings } from "../../src/config/settings.ts";
import type { ClientSettings } from "../../src/config/settings.ts";
import type { ClientPolicy } from "../../src/oauth/clients/client.ts";

test("a resolved policy is the protocol's ClientPolicy, no key more or less", () => {
  const policy: ClientPolicy = resolvePolicy(defaultSettings(), {}, null);
  // The other direction holds too, or a key of ClientPolicy is missing in the table.
  const back: ClientSettings = policy as ClientPolicy & ClientSettings;
  const names: Record<keyof ClientPolicy, true> & Record<keyof ClientSettings, true> = Object.fromEntries(
    CLIENT_SETTING_KEYS.map((key) => [key, true]),
  ) as Record<keyof ClientPolicy & keyof ClientSettings, true>;
  expect(Object.keys(names).sort()).toEqual(Object.keys(back).sort());
  expect(policy).toEqual({
    pkce: "s256_required",
    refresh_token: "offline_access",
    access_token_profile: "rfc9068",
    signing_alg: "RS256",
    rsa_bits: 2048,
    tokens_end_with_session: false,
    token_endpoint_get: "off",
    fractional_times: false,
    status_list: "rfc9068",
    scope_when_absent: "assigned",
    access_token_seconds: 3600,
    code_seconds: 60,
    refresh_idle_seconds: 30 * 86400,
    refresh_absolute_seconds: 365 * 86400,
    refresh_overlap_seconds: 60,
    client_requests_per_minute: 6000,
  });
});

test("the client's own value wins over its API's, and that over the server's", () => {
  const settings = defaultSettings();
  expect(resolvePolicy(settings, {}, "passport").access_token_profile).toBe("passport");
  const own = resolvePolicy(settings, { access_token_profile: "opaque", code_seconds: 30 }, "passport");
  expect(own).toMatchObject({ access_token_profile: "opaque", code_seconds: 30, pkce: "s256_required" });
});

test("overrides are checked by the same table", () => {
  expect(parseOverrides({ pkce: "optional", rsa_bits: 4096 })).toEqual({
    overrides: { pkce: "optional", rsa_bits: 4096 },
    problems: [],
  });
  expect(
    parseOverrides({ pkce: "none", code_secs: 1, port: 80, access_token_seconds: "60", rsa_bits: 3072 }),
  ).toEqual({
    overrides: { rsa_bits: 3072 },
    problems: [
      'pkce is "none"; give s256_required, plain_allowed or optional.',
      "code_secs is not a setting of a client; did you mean code_seconds?",
      "port is not a setting of a client; remove it.",
      'access_token_seconds is "60"; take its quotes away.',
    ],
  });
  for (const bad of [null, [], "x", 7]) expect(parseOverrides(bad).problems).toHaveLength(1);
  expect(parseOverrides(JSON.parse('{"__proto__":{"pkce":"optional"}}')).problems).toHaveLength(1);
});

test("AT-11 AT-12 stored overrides that the table forbids stop the client, and never loosen it", () => {
  expect(() => resolvePolicy(defaultSettings(), { rsa_bits: 1024 }, null)).toThrow("rsa_bits is 1024");
  expect(() => resolvePolicy(defaultSettings(), { fractional_times: "true" }, null)).toThrow(
    "fractional_times",
  );
});

test("the five presets load without a problem and are what the pages promise", () => {
  expect(PRESET_NAMES).toHaveLength(5);
  for (const preset of PRESET_NAMES) expect(loadSettings({ mode: "dev", preset }).problems).toEqual([]);
  for (const name of PRESET_NAMES) expect(parseOverrides(PRESETS[name].client).problems).toEqual([]);
  expect(presetSettings("provider-000")).toMatchObject({ refresh_token: "offline_access", pkce: "optional" });
  expect(presetSettings("provider-001")).toMatchObject({
    refresh_token: "always",
    client_id_label: "Identifier",
  });
  expect(presetSettings("provider-002")).toMatchObject({ access_token_profile: "passport", rsa_bits: 4096 });
  expect(presetSettings("provider-003")).toMatchObject({ pkce: "optional" });
  expect(presetSettings("provider-004")).toMatchObject({
    token_endpoint_get: "basic_only",
    refresh_token: "never",
  });
  expect(isPresetName("toString")).toBe(false);
});

test("redirect URIs of a preset's app come from the callback it is given", () => {
  const callback = "http://127.0.0.1:4000/callback";
  expect(PRESETS["provider-000"].app.redirect_uris(callback)).toEqual([callback]);
  expect(PRESETS["provider-001"].app.redirect_uris(callback)).toEqual([callback, `${callback}/second`]);
  expect(PRESETS["provider-002"].app.redirect_uris(callback)).toEqual([]);
});
