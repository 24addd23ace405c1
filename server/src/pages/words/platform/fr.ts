/** The words about the platform in the staff console, in French. */
import type { PlatformWords } from "./en.ts";

export const platformFr: PlatformWords = {
  platform: {
    branding: {
      title: "Identité visuelle",
      lead: "L’apparence de chaque page et de chaque lettre.",
      light: "Sur les pages claires",
      dark: "Sur les pages sombres",
      contrast: (ratio) => ["contraste de ", ratio, " pour 1"],
      sample: (company) => ["Connectez-vous à ", company, " pour continuer."],
      sampleLink: "Mot de passe oublié\u00a0?",
      sampleButton: "Se connecter",
      name: "Nom de l’entreprise",
      nameHint: "Vide pour le nom des réglages.",
      accent: "Couleur",
      accentHint:
        "Comme #2d49c8. Vide pour celle de Gatehouse. Un texte de cette couleur demande un contraste de 4,5 pour 1.",
      accentDark: "Couleur sur les pages sombres",
      accentDarkHint: "Vide pour la nuance lisible la plus proche.",
      logo: "Logo de l’entreprise",
      logoHint:
        "PNG, JPEG ou WebP, jusqu’à 200 Kio, de 24 à 2048 pixels par côté. Sur les pages sombres, il est posé sur du blanc.",
      removeLogo: "Retirer le logo",
      preview: "Aperçu",
      previewLead: "Cette page a déjà l’apparence que toutes auront.",
      notYet: "Personne d’autre ne le voit encore.",
      save: "Appliquer à toutes les pages",
      back: "Modifier encore",
    },
  },
};
