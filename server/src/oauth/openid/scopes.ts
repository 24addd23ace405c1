/** OpenID Connect Core §5.4 — scopes that are about the person and not about an API, and the claims that each one asks for. */
import type { Scope } from "../resource.ts";

/** The scope that makes a request an OpenID Connect one (Core §3.1.2.1). */
export const OPENID = "openid";

const claimsOfScope: Readonly<Record<string, readonly string[]>> = {
  profile: [
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
  ],
  email: ["email", "email_verified"],
  address: ["address"],
  phone: ["phone_number", "phone_number_verified"],
};

/** Scopes of every API: assigned to a client like others, and listed nowhere else. */
export const identityScopes: readonly Scope[] = [
  {
    name: OPENID,
    person: true,
    words: {
      en: "Know that it is you",
      fr: "Savoir que c’est bien vous",
      de: "Wissen, dass Sie es sind",
      ja: "本人であることの確認",
    },
  },
  {
    name: "profile",
    person: true,
    words: {
      en: "See your name and profile",
      fr: "Consulter votre nom et votre profil",
      de: "Ihren Namen und Ihr Profil sehen",
      ja: "氏名とプロフィールの閲覧",
    },
  },
  {
    name: "email",
    person: true,
    words: {
      en: "See your e-mail address",
      fr: "Consulter votre adresse e-mail",
      de: "Ihre E-Mail-Adresse sehen",
      ja: "メールアドレスの閲覧",
    },
  },
  {
    name: "address",
    person: true,
    words: {
      en: "See your postal address",
      fr: "Consulter votre adresse postale",
      de: "Ihre Anschrift sehen",
      ja: "住所の閲覧",
    },
  },
  {
    name: "phone",
    person: true,
    words: {
      en: "See your phone number",
      fr: "Consulter votre numéro de téléphone",
      de: "Ihre Telefonnummer sehen",
      ja: "電話番号の閲覧",
    },
  },
];

export function isIdentityScope(name: string): boolean {
  return identityScopes.some((scope) => scope.name === name);
}

/** Every claim about a person that can be asked for (Core §5.1). */
export const standardClaims: readonly string[] = Object.values(claimsOfScope).flat();

/** Those that follow from the person's account; nobody sets them beside it. */
export const personOwned: readonly string[] = [
  "name",
  "preferred_username",
  "updated_at",
  "locale",
  "email",
  "email_verified",
];

/** The claims that these scopes ask for (Core §5.4). */
export function claimsFor(scope: readonly string[]): readonly string[] {
  return scope.flatMap((name) => claimsOfScope[name] ?? []);
}
