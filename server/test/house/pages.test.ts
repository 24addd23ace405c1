/** Every sample of every page in every language: safe markup, nothing foreign, nothing untranslated (UI-06, 07, 08, 11; HX-10). */
import { passkeyScript } from "../../src/pages/passkey-script.ts";
import { createHash } from "node:crypto";
import { assert, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { renderConsent } from "../../src/pages/account/consent.tsx";
import { renderRefused } from "../../src/pages/account/refused.tsx";
import type { ConsentModel } from "../../src/pages/models.ts";
import { untrustedText } from "../../src/pages/parts/untrusted.tsx";
import {
  LOCALES,
  brandFiles,
  copyScript,
  deskStylesheet,
  hostile,
  samples,
  stylesheet,
} from "../../src/pages/samples.ts";
import { duration } from "../../src/pages/words/amounts.ts";
import { pickLocale, words } from "../../src/pages/words/index.ts";
import { attributesOf, tagsOf, textOf, type Tag } from "./markup.ts";

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u;
const ELEMENTS = new Set(
  `html head meta title link body header main footer section div span p h1 h2 h3 ul li dl dt dd strong bdi code pre
   time a form input label button details summary svg path
   img nav ol table caption thead tbody tr th td textarea select option fieldset legend script`.split(/\s+/),
);

const flat = (pieces: unknown): string => [pieces].flat(9).join("");

const IDS: Record<string, string[]> = {
  "sign-in": ["username", "password", "submit-login"],
  consent: ["allow", "deny", "switch-account"],
  "confirm-sign-out": ["confirm-logout"],
  "email-step": ["email", "submit-email"],
  "code-step": ["code", "submit-code"],
  "link-step": ["submit-link"],
  "finish-step": ["new_password", "submit-finish"],
  "second-factor": ["code", "submit-second-factor"],
  "two-step-setup": ["code", "submit-code"],
  "recovery-codes": ["recovery-done"],
  activity: ["stop"],
  security: ["password", "new_password", "submit-password"],
  "re-authenticate": ["password", "submit-password"],
};

/** Somebody else's page, in the one way in which we link to any. */
const isExternal = (tag: Tag): boolean =>
  tag.name === "a" && attributesOf(tag).get("rel") === "external nofollow noopener noreferrer";

describe.each(LOCALES)("every page in %s", (locale) => {
  test.each(samples)("$name", ({ name, render }) => {
    const html = render(locale);
    const tags = tagsOf(html);
    const names = tags.map((tag) => tag.name);
    expect(html.startsWith(`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"`)).toBe(true);
    expect(html.endsWith("</html>")).toBe(true);
    expect(html.match(/<title>[^<]+ – Northwind<\/title>/g)).toHaveLength(1);

    // UI-06: what the policy forbids is not there to be forbidden.
    expect(names.filter((element) => !ELEMENTS.has(element))).toEqual([]);
    const attributes = tags.flatMap((tag) => [...attributesOf(tag)]);
    expect(attributes.filter(([key]) => /^(?:on|style$|srcset|srcdoc)/.test(key))).toEqual([]);
    // A script is a file of ours, and the page works without it.
    const sources = attributes.filter(([key]) => key === "src").map(([, value]) => value);
    expect(
      sources.filter(
        (path) =>
          ![copyScript.path, passkeyScript.path, ...brandFiles.map((file) => file.path)].includes(path),
      ),
    ).toEqual([]);
    expect(names.filter((element) => element === "script" || element === "img")).toHaveLength(sources.length);
    // UI-07: nothing is loaded from or posted to anybody else; a link says that it leads away, and tells nobody from where.
    const external = tags.filter(isExternal);
    for (const tag of external) expect(attributesOf(tag).get("href")).toMatch(/^https:\/\//);
    const away = new Set(external.map((tag) => attributesOf(tag).get("href")));
    const addresses = attributes.filter(
      ([key, value]) => /^(?:href|action|formaction)$/.test(key) && !away.has(value),
    );
    expect(addresses.filter(([, value]) => !/^[/#](?!\/)/.test(value))).toEqual([]);
    const desk = html.includes('<body class="desk ');
    const branded = html.includes(brandFiles[0]?.path ?? "");
    expect(tags.filter((tag) => tag.name === "link").map((tag) => attributesOf(tag).get("href"))).toEqual([
      stylesheet.path,
      ...(desk ? [deskStylesheet.path] : []),
      ...(branded ? brandFiles.map((file) => file.path) : []),
    ]);

    const ids = attributes.filter(([key]) => key === "id").map(([, value]) => value);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(IDS[name.split("/")[0] ?? ""] ?? []));
    const labels = new Set(
      tags.filter((tag) => tag.name === "label").map((tag) => attributesOf(tag).get("for")),
    );
    const inputs = tags.filter(({ name: tag }) => /^(?:input|textarea|select)$/.test(tag)).map(attributesOf);
    const visible = inputs.filter((input) => input.get("type") !== "hidden" && !input.has("hidden"));
    expect(visible.filter((input) => !labels.has(input.get("id")))).toEqual([]);
    const hidden = inputs.filter((input) => input.get("type") === "hidden").map((input) => input.get("name"));
    expect(
      hidden.filter(
        (key) =>
          !["csrf", "seen", "pending", "next", "proof", "link", "ticket", "credential", "passkey"].includes(
            key ?? "",
          ),
      ),
    ).toEqual([]);
    // A search changes nothing: it is asked by GET, so that it can be shared, and carries no token.
    const forms = tags.filter((tag) => tag.name === "form" && attributesOf(tag).get("role") !== "search");
    expect(forms.every((form) => attributesOf(form).get("method") === "post")).toBe(true);
    expect(hidden.filter((key) => key === "csrf")).toHaveLength(forms.length);

    const levels = names.filter((element) => /^h[1-3]$/.test(element)).map((element) => Number(element[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
    expect(html).not.toContain("undefined");
    expect(html).not.toContain("[object");
  });

  test.each(samples.filter(({ name }) => name.endsWith("hostile")))(
    "UI-11 $name is inert, short and isolated",
    ({ render }) => {
      const html = render(locale);
      expect(html.replace(`<script src="${copyScript.path}">`, "")).not.toMatch(/<script|<img/i);
      expect(html).not.toMatch(INVISIBLE);
      expect(html).not.toMatch(/\p{M}{3}/u);
      expect(html).not.toContain("W".repeat(300));
      const outside = html.replaceAll(/<bdi>[^<]*<\/bdi>/g, "");
      expect(textOf(outside)).not.toContain("alert(");
      expect(outside).not.toMatch(/="[^"]*alert\(/);
    },
  );
});

describe("UI-08 the consent page says", () => {
  const model: ConsentModel = {
    context: { locale: "en", company: "Northwind", stylesheet: stylesheet.path, colours: null, logo: null },
    action: "/consent",
    csrf: "c",
    pending: "p",
    app: { name: "Parcel Pilot", organisation: "Pilot Logistics", verified: true, environment: "live" },
    returnsTo: "https://app.example",
    person: { name: "Ada Lovelace", username: "ada" },
    api: "Shipping API",
    details: [],
    additions: [],
    boxMissing: false,
    scopes: [
      { name: "shipments:read", words: "See your shipments", isNew: true },
      { name: "contacts:read", words: "See your contacts", isNew: true },
    ],
    lasting: true,
    accessMinutes: 60,
    offer: null,
    switchAccountAction: "/switch",
  };

  test.each(LOCALES)("UI-08 who asks, for what, for how long and where to, in %s", (locale) => {
    const { common, consent } = words(locale);
    const said = (change: Partial<ConsentModel>): string =>
      textOf(renderConsent({ ...model, context: { ...model.context, locale }, ...change }));
    const page = said({});
    const always = ["Parcel Pilot", "Pilot Logistics", "https://app.example", "Ada Lovelace", "Shipping API"];
    for (const fact of [...always, "See your shipments", "See your contacts", duration(locale, 3600)]) {
      expect(page).toContain(fact);
    }
    expect(page).toContain(flat(common.verifiedBy("Northwind")));
    expect(page).not.toContain(flat(common.notVerifiedBy("Northwind")));
    expect(page).toContain(flat(consent.lasting("Parcel Pilot")));
    expect(page).not.toContain(common.testSentence);

    const other = said({ lasting: false, app: { ...model.app, verified: false, environment: "test" } });
    expect(other).toContain(flat(common.notVerifiedBy("Northwind")));
    expect(other).toContain(flat(consent.unverified("Northwind")));
    expect(other).toContain(flat(consent.brief("Parcel Pilot", duration(locale, 3600))));
    expect(other).not.toContain(flat(consent.lasting("Parcel Pilot")));
    expect(other).toContain(common.testSentence);
  });

  test("UI-08 a long host is never cut where its owner is named", () => {
    const returnsTo = `https://${"a.".repeat(110)}attacker.example`;
    expect(textOf(renderConsent({ ...model, returnsTo }))).toContain(returnsTo);
  });

  test("UI-08 allow and deny differ in nothing but their id, value and word", () => {
    const choices = tagsOf(renderConsent(model))
      .map(attributesOf)
      .filter((tag) => tag.get("name") === "decision");
    expect(choices.map((choice) => choice.get("value"))).toEqual(["deny", "allow"]);
    const rest = choices.map((choice) => [...choice].filter(([key]) => key !== "id" && key !== "value"));
    expect(rest[0]).toEqual(rest[1]);
  });
});

test("HX-10 a refusal quotes nothing unescaped", () => {
  const context = {
    locale: "en",
    company: "<b>Co</b>",
    stylesheet: stylesheet.path,
    colours: null,
    logo: null,
  } as const;
  const html = renderRefused({
    context,
    refusal: hostile,
    sentence: hostile,
    kind: "app",
    requestId: `"><img onerror=1>`,
    homePath: "/",
  });
  expect(html).not.toMatch(/<script|<img|<b>/);
});

describe("UI-11 somebody else's text", () => {
  test("UI-11 is cut at 80 code points, visibly", () => {
    expect(untrustedText("😀".repeat(81))).toBe(`${"😀".repeat(80)}…`);
    expect(untrustedText("😀".repeat(80))).toBe("😀".repeat(80));
    expect(untrustedText(`${"\u200B".repeat(9000)}end`)).toBe("…");
  });

  test("UI-11 loses what cannot be seen and keeps what can", () => {
    expect(untrustedText(" a\u0000\u200B\u202Eb\r\n\u2028c\uFEFF \u{E0041}d\uF8FF\u3164 ")).toBe("ab c d");
    expect(untrustedText("Zażółć 日本語 مرحبا O’Neil & Söhne <3")).toBe(
      "Zażółć 日本語 مرحبا O’Neil & Söhne <3",
    );
  });

  test("UI-11 holds for any text", () => {
    assert(
      property(string({ unit: "binary", maxLength: 300 }), (text) => {
        const shown = untrustedText(text);
        expect(shown).not.toMatch(INVISIBLE);
        expect(Array.from(shown).length).toBeLessThanOrEqual(81);
        expect(untrustedText(shown, 81)).toBe(shown);
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});

test("the stylesheet is named by its content and fetches nothing", () => {
  const hash = createHash("sha256").update(stylesheet.body).digest("hex").slice(0, 16);
  expect(stylesheet.path).toBe(`/assets/gatehouse-${hash}.css`);
  expect(stylesheet.body).not.toMatch(/url\(|@import|image-set|expression/i);
});

describe("OpenID Connect Core §3.1.2.1, RFC 9110 §12.5.4: the language", () => {
  test.each([
    [undefined, undefined, "en"],
    ["fr-CH, fr;q=0.9, en;q=0.8", undefined, "fr"],
    ["pt-BR, ja;q=0.4", undefined, "ja"],
    ["en;q=0.1, de;q=0.2", undefined, "de"],
    ["de", "ja", "ja"],
    ["de", "pt fr-CA en", "fr"],
    ["de", "DE-at", "de"],
    ["de", "xx * ;;; \u0000", "de"],
    ["*", undefined, "en"],
    ["fr;q=0", undefined, "en"],
    ["constructor", "__proto__ toString", "en"],
    [`;q=;;,,=${"a".repeat(100_000)}`, "-".repeat(100_000), "en"],
  ])("Accept-Language %j and ui_locales %j give %j", (header, ui_locales, expected) => {
    expect(pickLocale(header, ui_locales)).toBe(expected);
  });

  test("never throws", () => {
    assert(
      property(string({ unit: "binary" }), string({ unit: "binary" }), (header, ui_locales) => {
        expect(LOCALES).toContain(pickLocale(header, ui_locales));
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});
