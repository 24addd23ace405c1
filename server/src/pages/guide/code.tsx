/** Programs and messages of the guide: one panel each, focusable because it scrolls (WCAG 2.1.1). */
import type { VNode } from "preact";
import type { Block } from "../../guide/blocks.ts";
import type { Rendered } from "../../guide/samples/languages.ts";
import type { Locale } from "../words/index.ts";
import { words } from "../words/index.ts";
import { highlighted } from "./highlight.ts";

interface SourceProps {
  /** Unique on the page. */
  id: string;
  code: string;
  language: string;
  label: string;
}

function Source({ id, code, language, label }: SourceProps): VNode {
  return (
    <pre id={id} tabindex={0} role="group" aria-label={label} dir="ltr" lang="en" translate={false}>
      {/* highlight.js escapes what it colours; nothing else can stand here. */}
      <code dangerouslySetInnerHTML={{ __html: highlighted(code, language) }} />
    </pre>
  );
}

/** Shown by the script; without it there is nothing that could copy. */
function Copy({ from, locale }: { from: string; locale: Locale }): VNode {
  const { guide } = words(locale);
  return (
    <button type="button" class="copy" hidden data-copy={from} data-copied={guide.copied}>
      {guide.copy}
    </button>
  );
}

function Verified({ program, locale }: { program: Rendered; locale: Locale }): VNode {
  const { guide } = words(locale);
  const { verified } = program;
  return (
    <p class="verified">
      {verified === null
        ? guide.unverified
        : guide.verified(<time dateTime={verified.at}>{verified.at}</time>, verified.runtime)}
    </p>
  );
}

/** The same program in every language; the style sheet shows the chosen one. */
export function Sample({ block, locale }: { block: Block & { kind: "sample" }; locale: Locale }): VNode {
  return (
    <div class="panel" id={`sample-${block.id}`}>
      {block.programs.map((program) => (
        <div class={`program program-${program.language}`}>
          <div class="panel-head">
            <p lang="en">{block.title}</p>
            <p class="panel-language">{program.label}</p>
            <Copy from={`code-${block.id}-${program.language}`} locale={locale} />
          </div>
          <Source
            id={`code-${block.id}-${program.language}`}
            code={program.code}
            language={program.highlight}
            label={`${block.title}, ${program.label}`}
          />
          <Verified program={program} locale={locale} />
        </div>
      ))}
    </div>
  );
}

/** What goes over the wire. */
export function Wire(props: { id: string; block: Block & { kind: "wire" }; locale: Locale }): VNode {
  const { id, block, locale } = props;
  return (
    <div class="panel wire">
      <div class="panel-head">
        <p lang="en">{block.title}</p>
        <Copy from={id} locale={locale} />
      </div>
      <Source id={id} code={block.code} language={block.language} label={block.title} />
    </div>
  );
}
