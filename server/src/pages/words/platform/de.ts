/** The words about the platform in the staff console, in German. */
import type { PlatformWords } from "./en.ts";

export const platformDe: PlatformWords = {
  platform: {
    branding: {
      title: "Auftritt",
      lead: "So sehen alle Seiten und Briefe aus.",
      light: "Auf hellen Seiten",
      dark: "Auf dunklen Seiten",
      contrast: (ratio) => ["Kontrast ", ratio, ":1"],
      sample: (company) => ["Melden Sie sich bei ", company, " an, um fortzufahren."],
      sampleLink: "Passwort vergessen?",
      sampleButton: "Anmelden",
      name: "Name des Unternehmens",
      nameHint: "Leer für den Namen aus den Einstellungen.",
      accent: "Farbe",
      accentHint: "Wie #2d49c8. Leer für die von Gatehouse. Text darin braucht einen Kontrast von 4,5:1.",
      accentDark: "Farbe auf dunklen Seiten",
      accentDarkHint: "Leer für den nächsten Ton, der dort lesbar ist.",
      logo: "Logo des Unternehmens",
      logoHint:
        "PNG, JPEG oder WebP, bis 200 KiB, 24 bis 2048 Pixel je Seite. Auf dunklen Seiten steht es auf Weiß.",
      removeLogo: "Logo entfernen",
      preview: "Vorschau",
      previewLead: "Diese Seite sieht schon aus, wie alle aussehen werden.",
      notYet: "Außer Ihnen sieht das noch niemand.",
      save: "Auf allen Seiten verwenden",
      back: "Noch einmal ändern",
    },
  },
};
