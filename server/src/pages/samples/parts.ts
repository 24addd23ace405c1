/** What samples are made of: apps and people as one meets them, and as one would rather not. */
import type { AppView, PageContext } from "../models.ts";
import { stylesheet } from "../stylesheet.ts";
import type { Locale } from "../words/index.ts";

/** One page with one model, in any language. */
export interface Sample {
  /** `page/what`, unique. */
  name: string;
  render: (locale: Locale) => string;
}

/** What every sample's page knows. */
export function contextOf(locale: Locale): PageContext {
  return { locale, company: "Northwind", stylesheet: stylesheet.path, colours: null, logo: null };
}

/** Markup, an override of direction, a zero-width space, an accent tower and ten kilobytes (security bar UI-11). */
export const hostile: string = `<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202Egnp.live\u200B\u0000e${"\u0301".repeat(40)}${"W".repeat(10_000)}`;

export const live: AppView = {
  name: "Parcel Pilot",
  organisation: "Pilot Logistics Ltd",
  verified: true,
  environment: "live",
};

export const test: AppView = {
  name: "Ledger Sync",
  organisation: "Brightbooks GmbH",
  verified: false,
  environment: "test",
};

export const papered: AppView = {
  ...test,
  policyUri: "https://brightbooks.example/privacy",
  termsUri: "https://legal.brightbooks.example/terms?lang=en&v=2",
};

export const hostileApp: AppView = {
  name: hostile,
  organisation: hostile,
  verified: false,
  environment: "live",
};

export const person: { name: string; username: string } = {
  name: "Ada Lovelace",
  username: "ada@lovelace.example",
};

export const hostilePerson: { name: string; username: string } = { name: hostile, username: hostile };

const can: Record<Locale, readonly string[]> = {
  en: ["See your shipments", "Create and cancel shipments", "See your address book"],
  fr: ["Consulter vos envois", "Créer et annuler des envois", "Consulter votre carnet d’adresses"],
  de: ["Ihre Sendungen ansehen", "Sendungen anlegen und stornieren", "Ihr Adressbuch ansehen"],
  ja: ["配送の状況を見る", "配送を依頼、取り消しする", "アドレス帳を見る"],
};

/** What scopes allow, in words of the reader's language. */
export function scopeWords(locale: Locale, count: number): string[] {
  const some = can[locale];
  return Array.from({ length: count }, (_, index) => {
    const sentence = some[index % some.length] ?? "";
    return index < some.length ? sentence : `${sentence} (${index + 1})`;
  });
}
