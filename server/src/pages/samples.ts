/** Every page with several models: what the tests render, what axe reads, what the screenshots show. */
import { accountSamples } from "./samples/account.ts";
import { agentSamples } from "./samples/agents.ts";
import { brandingSamples } from "./samples/branding.ts";
import { consentSamples } from "./samples/consent.ts";
import { consoleSamples } from "./samples/console.ts";
import { consolePlatformSamples } from "./samples/console-platform.ts";
import { deviceSamples } from "./samples/device.ts";
import { formPostSamples } from "./samples/form-post.ts";
import { guideSamples } from "./samples/guide.ts";
import { letterSamples } from "./samples/letters.ts";
import { otherSamples } from "./samples/others.ts";
import { securitySamples } from "./samples/security.ts";
import type { Sample } from "./samples/parts.ts";
import { portalAppSamples } from "./samples/portal-app.ts";
import { portalInspectorSamples } from "./samples/portal-inspector.ts";
import { portalPlaygroundSamples } from "./samples/portal-playground.ts";
import { portalSecretSamples } from "./samples/portal-secrets.ts";
import { portalStartSamples } from "./samples/portal-start.ts";
import { portalTeamSamples } from "./samples/portal-team.ts";
import { testPeopleSamples } from "./samples/test-people.ts";
import { signInSamples } from "./samples/sign-in.ts";

export type { Sample } from "./samples/parts.ts";
export { brandFiles } from "./samples/branding.ts";
export { hostile } from "./samples/parts.ts";
export { deskStylesheet, stylesheet } from "./stylesheet.ts";
export { copyScript } from "./copy-script.ts";
export { guideAssets } from "./samples/guide.ts";
export { LOCALES } from "./words/index.ts";

/** The pages that share one frame, or the one of portal and console; each renders in any language. */
export const samples: Sample[] = [
  ...signInSamples,
  ...consentSamples,
  ...deviceSamples,
  ...otherSamples,
  ...accountSamples,
  ...agentSamples,
  ...portalStartSamples,
  ...consoleSamples,
  ...consolePlatformSamples,
  ...brandingSamples,
  ...securitySamples,
  ...portalAppSamples,
  ...portalSecretSamples,
  ...portalTeamSamples,
  ...portalInspectorSamples,
  ...testPeopleSamples,
  ...portalPlaygroundSamples,
];

/** These as well as what follows rules of its own: the answer that is posted to an app, the guide, the letters. */
export const everySample: Sample[] = [...samples, ...formPostSamples, ...guideSamples, ...letterSamples];
