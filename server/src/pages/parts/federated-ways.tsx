/** OpenID Connect Core §3.1 — the ways to say who one is by somebody else's word, and how it is told that one of them failed. */
import type { VNode } from "preact";
import type { FederatedWay } from "../models/account.ts";
import type { Locale } from "../words/locale.ts";
import { words } from "../words/index.ts";
import { ButtonLink } from "./button.tsx";

export function FederatedWays({
  ways,
  locale,
}: {
  ways: readonly FederatedWay[];
  locale: Locale;
}): VNode | null {
  const { federated } = words(locale);
  if (ways.length === 0) return null;
  return (
    <>
      <p class="or">{federated.or}</p>
      {ways.map(({ label, path }, index) => (
        <p class="stack">
          <ButtonLink id={`federated-${index}`} kind="choice" href={path}>
            {federated.use(label)}
          </ButtonLink>
        </p>
      ))}
    </>
  );
}

/** The sentence, and what the log calls the failure. */
export function withReference(sentence: string, reference: string | null, locale: Locale): string {
  return reference === null ? sentence : `${sentence} (${words(locale).refused.requestId}: ${reference})`;
}
