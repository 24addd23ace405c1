/** What was just done, said once on the page that the browser was led to. */
import type { VNode } from "preact";
import { Notice } from "../parts/desk.tsx";
import { words, type Locale } from "../words/index.ts";

/** `done` came with the address: a word that is not one of ours says nothing. */
export function Done({ locale, done }: { locale: Locale; done: string | null }): VNode | null {
  const sentences: Readonly<Record<string, string>> = words(locale).done;
  if (done === null || !Object.hasOwn(sentences, done)) return null;
  return (
    <Notice tone="good" id="done" status>
      <p>{sentences[done]}</p>
    </Notice>
  );
}
