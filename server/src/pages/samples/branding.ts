/** Samples of pages of a company that chose its colour and its logo, and of the pages where staff choose them. */
import { contrast } from "../../desk/branding/contrast.ts";
import type { BrandingJson } from "../../desk/operations/branding.ts";
import { fieldTrouble } from "../../desk/problems.ts";
import { brandStylesheet } from "../brand-stylesheet.ts";
import { renderBranding, renderBrandingForm, renderBrandingPreview } from "../console/branding.tsx";
import { renderSignIn } from "../account/sign-in.tsx";
import type { DeskFrame } from "../models/desk.ts";
import type { PageContext } from "../models.ts";
import { renderConsoleApp } from "../console/app.tsx";
import type { Locale } from "../words/index.ts";
import { around } from "./console-parts.ts";
import { contextOf, hostile, type Sample } from "./parts.ts";
import { app, form } from "./portal-parts.ts";
import { signInModel } from "./sign-in.ts";

const LIGHT = "#7a1fa2";
const DARK = "#d79bf0";

/** A disc and two bars, 96 by 32 pixels. */
const PICTURE =
  "iVBORw0KGgoAAAANSUhEUgAAAGAAAAAgCAYAAADtwH1UAAAAsklEQVR42u3ZDQ2AIBBAYSLYwCImMYpxLAozgNNjcH+82yjwvrnJUQoTe679rlRQjP33UMsoPBBOwgPhKD4IDuL3IhzbWTMd0/g9CAAAoAegEV+KAMDHeQaAAQDS6G8zGgEAQXwpAgBCAMlwL5jw7w8AAMQHgS8AAAAWAgi705m1AeUeYAzATXgSALugoACrbkNDvoZleg8AICuAtzdh7gXEz4FATSMI6hlBUEsRhQr90wAM+v3p9O/BTQAAAABJRU5ErkJggg==";

const sheet = brandStylesheet(LIGHT, DARK);
const picture = { path: "/assets/brand/sample.png", width: 96, height: 32 };

/** What these pages load beside the stylesheets. */
export const brandFiles: readonly { path: string; type: string; body: Uint8Array }[] = [
  { path: sheet.path, type: "text/css; charset=utf-8", body: Buffer.from(sheet.body) },
  { path: picture.path, type: "image/png", body: Buffer.from(PICTURE, "base64") },
];

const branded = (locale: Locale): PageContext => ({
  ...contextOf(locale),
  colours: sheet.path,
  logo: picture,
});

const frameOf = (locale: Locale): DeskFrame => ({ ...around(locale).frame, context: branded(locale) });

const ratio = (accent: string, ground: string): number => Math.floor(contrast(accent, ground) * 100) / 100;

const own: BrandingJson = {
  company: "Northwind",
  name: null,
  accent: null,
  accent_dark: null,
  logo: null,
  changed_at: null,
  colours: { light: { accent: "#2d49c8", contrast: 6.55 }, dark: { accent: "#aab8ff", contrast: 7.7 } },
};

const chosen: BrandingJson = {
  ...own,
  name: "Northwind",
  accent: LIGHT,
  logo: { id: "sample", type: "image/png", width: 96, height: 32 },
  changed_at: "2026-11-20T08:00:00.000Z",
  colours: {
    light: { accent: LIGHT, contrast: ratio(LIGHT, "#e7f5ee") },
    dark: { accent: DARK, contrast: ratio(DARK, "#2b2312") },
  },
};

const nothing = { name: "", accent: "", accent_dark: "", remove_logo: false };
const path = "/console/branding/change";

export const brandingSamples: Sample[] = [
  {
    name: "sign-in/branded",
    render: (locale) => renderSignIn({ ...signInModel(locale), context: branded(locale) }),
  },
  {
    name: "console-app/branded",
    render: (locale) =>
      renderConsoleApp({ ...around(locale), frame: frameOf(locale), app: app(), request: null }),
  },
  {
    name: "console-branding/own",
    render: (locale) => renderBranding({ ...around(locale, { admin: false }), branding: own }),
  },
  {
    name: "console-branding/chosen",
    render: (locale) =>
      renderBranding({ ...around(locale, { done: "branding" }), frame: frameOf(locale), branding: chosen }),
  },
  {
    name: "console-branding-form/first",
    render: (locale) =>
      renderBrandingForm({ frame: around(locale).frame, form: form(path), branding: own, typed: nothing }),
  },
  {
    name: "console-branding-form/problem",
    render: (locale) =>
      renderBrandingForm({
        frame: frameOf(locale),
        form: {
          ...form(path, "invalid"),
          problem: {
            problem: "invalid",
            fields: [
              fieldTrouble(
                "accent",
                "On light pages text in this colour has a contrast of {ratio}:1, and needs 4.5:1. {colour} has it.",
                { ratio: "1.34", colour: "#806600" },
              ),
              { field: "logo", sentence: "Take a picture in PNG, JPEG or WebP." },
            ],
          },
        },
        branding: chosen,
        typed: { name: hostile, accent: "#ffcc00", accent_dark: "", remove_logo: true },
      }),
  },
  {
    name: "console-branding-preview/normal",
    render: (locale) =>
      renderBrandingPreview({
        frame: frameOf(locale),
        form: form("/console/branding/preview?draft=sealed"),
        branding: chosen,
        changePath: `${path}?draft=sealed`,
      }),
  },
];
