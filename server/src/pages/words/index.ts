/** The door to the words: one typed record per language, and the choice of the language. */
import { accountDe } from "./account/de.ts";
import { accountEn, type AccountWords } from "./account/en.ts";
import { accountFr } from "./account/fr.ts";
import { accountJa } from "./account/ja.ts";
import { consoleDe } from "./console/de.ts";
import { consoleFr } from "./console/fr.ts";
import { consoleJa } from "./console/ja.ts";
import { consoleEn, type ConsoleWords } from "./console/en.ts";
import { agentsDe } from "./agents/de.ts";
import { deskDe } from "./desk/de.ts";
import { agentsEn, type AgentWords } from "./agents/en.ts";
import { deskEn, type DeskWords } from "./desk/en.ts";
import { agentsFr } from "./agents/fr.ts";
import { deskFr } from "./desk/fr.ts";
import { agentsJa } from "./agents/ja.ts";
import { deskJa } from "./desk/ja.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { Words as MainWords } from "./en.ts";
import { fr } from "./fr.ts";
import { guideDe } from "./guide/de.ts";
import { guideEn, type GuideWords } from "./guide/en.ts";
import { guideFr } from "./guide/fr.ts";
import { guideJa } from "./guide/ja.ts";
import { inspectorDe } from "./inspector/de.ts";
import { inspectorEn, type InspectorWords } from "./inspector/en.ts";
import { inspectorFr } from "./inspector/fr.ts";
import { inspectorJa } from "./inspector/ja.ts";
import { ja } from "./ja.ts";
import { lettersDe } from "./letters/de.ts";
import { lettersEn, type LetterWords } from "./letters/en.ts";
import { lettersFr } from "./letters/fr.ts";
import { lettersJa } from "./letters/ja.ts";
import { platformDe } from "./platform/de.ts";
import { platformEn, type PlatformWords } from "./platform/en.ts";
import { platformFr } from "./platform/fr.ts";
import { platformJa } from "./platform/ja.ts";
import { playgroundDe } from "./playground/de.ts";
import { playgroundEn, type PlaygroundWords } from "./playground/en.ts";
import { playgroundFr } from "./playground/fr.ts";
import { playgroundJa } from "./playground/ja.ts";
import { portalAppDe } from "./portal-app/de.ts";
import { portalAppEn, type PortalAppWords } from "./portal-app/en.ts";
import { portalAppFr } from "./portal-app/fr.ts";
import { portalAppJa } from "./portal-app/ja.ts";
import { portalTeamDe } from "./portal-team/de.ts";
import { portalTeamEn, type PortalTeamWords } from "./portal-team/en.ts";
import { portalTeamFr } from "./portal-team/fr.ts";
import { portalTeamJa } from "./portal-team/ja.ts";
import { portalDe } from "./portal/de.ts";
import { portalEn, type PortalWords } from "./portal/en.ts";
import { portalFr } from "./portal/fr.ts";
import { portalJa } from "./portal/ja.ts";
import { testPeopleDe } from "./test-people/de.ts";
import { testPeopleEn, type TestPeopleWords } from "./test-people/en.ts";
import { testPeopleFr } from "./test-people/fr.ts";
import { testPeopleJa } from "./test-people/ja.ts";
import type { Locale } from "./locale.ts";

export { pickLocale } from "./pick.ts";
export { LOCALES } from "./locale.ts";
export type { Locale } from "./locale.ts";

/* oxfmt-ignore */
export type Words = MainWords
  & AccountWords
  & ConsoleWords
  & AgentWords
  & DeskWords
  & GuideWords
  & LetterWords
  & PlatformWords
  & PortalWords
  & PortalAppWords
  & PortalTeamWords
  & TestPeopleWords
  & InspectorWords
  & PlaygroundWords;

/* oxfmt-ignore */
const records: Record<Locale, Words> = {
  en: {
    ...en,
    ...accountEn,
    ...consoleEn,
    ...agentsEn,
    ...deskEn,
    ...guideEn,
    ...inspectorEn,
    ...lettersEn,
    ...platformEn,
    ...playgroundEn,
    ...portalEn,
    ...portalAppEn,
    ...portalTeamEn,
    ...testPeopleEn,
  },
  fr: {
    ...fr,
    ...accountFr,
    ...consoleFr,
    ...agentsFr,
    ...deskFr,
    ...guideFr,
    ...inspectorFr,
    ...lettersFr,
    ...platformFr,
    ...playgroundFr,
    ...portalFr,
    ...portalAppFr,
    ...portalTeamFr,
    ...testPeopleFr,
  },
  de: {
    ...de,
    ...accountDe,
    ...consoleDe,
    ...agentsDe,
    ...deskDe,
    ...guideDe,
    ...inspectorDe,
    ...lettersDe,
    ...platformDe,
    ...playgroundDe,
    ...portalDe,
    ...portalAppDe,
    ...portalTeamDe,
    ...testPeopleDe,
  },
  ja: {
    ...ja,
    ...accountJa,
    ...consoleJa,
    ...agentsJa,
    ...deskJa,
    ...guideJa,
    ...inspectorJa,
    ...lettersJa,
    ...platformJa,
    ...playgroundJa,
    ...portalJa,
    ...portalAppJa,
    ...portalTeamJa,
    ...testPeopleJa,
  },
};

/** Every sentence of the pages in one language. */
export function words(locale: Locale): Words {
  return records[locale];
}
