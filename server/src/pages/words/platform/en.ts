/** The words about the platform in the staff console, in English: the record that every other language has to match. */
import type { Piece } from "../piece.ts";

export type PlatformWords = typeof platformEn;

export const platformEn = {
  platform: {
    branding: {
      title: "Branding",
      lead: "What every page and letter looks like.",
      light: "On light pages",
      dark: "On dark pages",
      contrast: (ratio: Piece): Piece[] => ["contrast ", ratio, ":1"],
      sample: (company: Piece): Piece[] => ["Sign in to ", company, " to continue."],
      sampleLink: "Forgot your password?",
      sampleButton: "Sign in",
      name: "Name of the company",
      nameHint: "Empty for the name in the settings.",
      accent: "Colour",
      accentHint: "As #2d49c8. Empty for Gatehouse’s own. Text in it must have a contrast of 4.5:1.",
      accentDark: "Colour on dark pages",
      accentDarkHint: "Empty for the nearest shade that can be read there.",
      logo: "Company logo",
      logoHint:
        "PNG, JPEG or WebP, up to 200 KiB, 24 to 2048 pixels a side. On dark pages it stands on white.",
      removeLogo: "Remove the logo",
      preview: "Preview",
      previewLead: "This page already looks as all pages will.",
      notYet: "Nobody else sees this yet.",
      save: "Use it on all pages",
      back: "Change it again",
    },
  },
};
