/** OpenID Connect Registration §2 `policy_uri`, `tos_uri` — what the app says of itself elsewhere, with the host that says it. */
import type { VNode } from "preact";
import type { AppView, PageContext } from "../models.ts";
import { words } from "../words/index.ts";
import type { Piece } from "../words/piece.ts";
import { Untrusted } from "./untrusted.tsx";

/** The end of a host name is what counts: it is never cut where it may still go on. */
const HOST_LIMIT = 400;

function Paper({ uri, label }: { uri: string; label: (host: Piece) => Piece[] }): VNode {
  const host = <Untrusted text={URL.parse(uri)?.host ?? ""} limit={HOST_LIMIT} />;
  return (
    <a href={uri} rel="external nofollow noopener noreferrer">
      {label(host)}
    </a>
  );
}

/** Links to the app's privacy policy and terms, where it has registered any; somebody else's word, and marked as that. */
export function AppPapers({ app, context }: { app: AppView; context: PageContext }): VNode | null {
  const { common } = words(context.locale);
  const { policyUri, termsUri } = app;
  if (policyUri === undefined && termsUri === undefined) return null;
  return (
    <p class="papers quiet">
      {policyUri !== undefined && <Paper uri={policyUri} label={common.policyAt} />}
      {termsUri !== undefined && <Paper uri={termsUri} label={common.termsAt} />}
    </p>
  );
}
