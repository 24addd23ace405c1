/** The desk: every act of portal, console and management API over store, keys and recorder. */
import { beginProof, type EmailProofWorld } from "../accounts/email-proof.ts";
import { explainSettings } from "../config/explain.ts";
import type { Loaded } from "../config/load.ts";
import type { Settings } from "../config/settings.ts";
import type { Desk } from "../desk/ports.ts";
import type { Recorder } from "../http/inspect/recorder.ts";
import { letterOfMembership } from "../http/portal/invitation-letter.ts";
import type { KeyRing } from "../keys/ring.ts";
import type { Mail } from "../mail/ports.ts";
import { answerFor } from "../oauth/authorize/headless.ts";
import type { Ports } from "../oauth/ports.ts";
import { MANAGEMENT_API } from "../oauth/words.ts";
import type { Store } from "../store/store.ts";

export interface DeskParts {
  settings: Settings;
  /** Where each setting comes from; null when nobody knows. */
  origin: Loaded["origin"] | null;
  store: Store;
  ring: KeyRing;
  ports: Ports;
  mail: Mail | null;
  recorder: Recorder;
  accounts: EmailProofWorld;
}

export function composeDesk(parts: DeskParts): Desk {
  const { settings, origin, store, ring, ports, mail, recorder, accounts } = parts;
  return {
    clock: store.clock,
    random: ports.random,
    throttle: store.throttle,
    secretDigest: (text) => ports.secretDigest(text),
    registry: (by) => store.registryFor(by),
    organisations: store.organisations,
    liveRequests: store.liveRequests,
    branding: store.branding,
    directory: store.directory,
    testPeople: store.testPeople,
    headless: (request) =>
      answerFor(request, request.by.via === null ? ports : { ...ports, via: request.by.via }),
    keys: {
      list: () => ring.describe(),
      rotate: (by) => ring.rotate({ by }),
      revoke: (kid, by) => ring.revoke(kid, by),
    },
    events: {
      ...store.events,
      // What this node just did is there when somebody looks.
      async list(search) {
        await recorder.flush();
        return store.events.list(search);
      },
      async usage(app, since) {
        await recorder.flush();
        return store.events.usage(app, since);
      },
    },
    resources: () => store.resources.list(),
    managementResource: () => store.resources.findById(MANAGEMENT_API),
    apiDocument: (id) => store.resources.document(id),
    protocol: ports,
    settings,
    explain: () => explainSettings({ settings, origin }),
    sendInvitation: letterOfMembership(
      async () => {
        const { name, accent } = await store.branding.read();
        return { company: name ?? settings.company, accent };
      },
      ports.issuer,
      mail,
      store.people,
      settings.sign_up === "invite_only"
        ? async (email) => (await beginProof({ purpose: "invitation", email, browser: null }, accounts)).link
        : null,
    ),
  };
}
