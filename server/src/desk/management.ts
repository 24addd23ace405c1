/** The desk as an API of its own: its identifier, its scopes, and which of them an operation needs. */
import type { Scope } from "../oauth/resource.ts";
import type { Operation } from "./operation.ts";
import { READ, STAFF_SCOPE, TEST_SCOPE, WRITE } from "./scopes.ts";

/** Under the issuer. */
export const MANAGEMENT_PATH = "/v1";

export const managementScopes: readonly Scope[] = [
  {
    name: READ,
    person: false,
    words: {
      en: "See your organisations and their apps",
      de: "Ihre Organisationen und deren Apps sehen",
      fr: "Voir vos organisations et leurs applications",
      ja: "あなたの組織とそのアプリの閲覧",
    },
  },
  {
    name: WRITE,
    person: false,
    words: {
      en: "Change your organisations and their apps, and make secrets for them",
      de: "Ihre Organisationen und deren Apps ändern und Secrets für sie anlegen",
      fr: "Modifier vos organisations et leurs applications, et créer des secrets",
      ja: "あなたの組織とそのアプリの変更、シークレットの作成",
    },
  },
  {
    name: TEST_SCOPE,
    person: false,
    words: {
      en: "Make simulated persons for your apps' tests, and decide for them",
      de: "Simulierte Personen für die Tests Ihrer Apps anlegen und für sie entscheiden",
      fr: "Créer des personnes simulées pour les tests de vos applications et décider à leur place",
      ja: "アプリのテスト用の架空の利用者の作成と、その代わりの許可",
    },
  },
  {
    name: STAFF_SCOPE,
    person: false,
    words: {
      en: "Act as staff of this company",
      de: "Als Mitarbeiter dieses Unternehmens handeln",
      fr: "Agir en tant que membre du personnel",
      ja: "この会社のスタッフとしての操作",
    },
  },
];

/** The API's identifier: the audience of its tokens. */
export function managementApi(issuer: string): string {
  return issuer + MANAGEMENT_PATH;
}

/** The scopes that an operation needs; role and ownership are the gate's. */
export function scopesOf({
  method,
  who,
  scope,
}: Pick<Operation, "method" | "who" | "scope">): readonly string[] {
  if (scope !== undefined) return [scope];
  const own = method === "GET" ? [READ] : [WRITE];
  return typeof who === "object" && "staff" in who ? [...own, STAFF_SCOPE] : own;
}

/** `/apps/{app}` as routers write it: `/v1/apps/:app`. */
export function routePath(template: string): string {
  return MANAGEMENT_PATH + template.replaceAll(/\{(\w+)\}/g, ":$1");
}
