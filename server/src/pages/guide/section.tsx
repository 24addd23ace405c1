/** One section of the guide: what to know on the left, what to type on the right. */
import type { VNode } from "preact";
import type { Block, Section } from "../../guide/blocks.ts";
import type { Locale } from "../words/index.ts";
import { words } from "../words/index.ts";
import { Sample, Wire } from "./code.tsx";
import { Sentence } from "./text.tsx";

function isCode(block: Block): boolean {
  return block.kind === "sample" || block.kind === "wire";
}

function Table({ block, label }: { block: Block & { kind: "table" }; label: string }): VNode {
  const named = block.head.some((cell) => cell !== "");
  return (
    <div class="scroll" tabindex={0} role="group" aria-label={label}>
      <table>
        {named && (
          <thead>
            <tr>{block.head.map((cell) => (cell === "" ? <td /> : <th scope="col">{cell}</th>))}</tr>
          </thead>
        )}
        <tbody>
          {block.rows.map((row) => (
            <tr>
              {row.map((cell, index) =>
                index === 0 ? (
                  <th scope="row">
                    <Sentence text={cell} />
                  </th>
                ) : (
                  <td>
                    <Sentence text={cell} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Words({ block, label }: { block: Block; label: string }): VNode | null {
  switch (block.kind) {
    case "prose":
      return (
        <p>
          <Sentence text={block.text} />
        </p>
      );
    case "heading":
      return (
        <h3>
          <Sentence text={block.text} />
        </h3>
      );
    case "note":
      return (
        <p class={`note note-${block.tone}`}>
          <Sentence text={block.text} />
        </p>
      );
    case "list": {
      const items = block.items.map((item) => (
        <li>
          <Sentence text={item} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "table":
      return <Table block={block} label={label} />;
    case "sample":
    case "wire":
      return null;
  }
}

export function GuideSection({ section, locale }: { section: Section; locale: Locale }): VNode {
  const title = words(locale).guide.sections[section.id];
  const codes = section.blocks.filter(isCode);
  return (
    <section id={section.id} aria-labelledby={`${section.id}-title`} class={codes.length > 0 ? "split" : ""}>
      <div class="prose">
        <h2 id={`${section.id}-title`}>
          <a href={`#${section.id}`}>{title}</a>
        </h2>
        {/* The sentences of the guide are in English in every language of the page. */}
        <div lang="en">
          {section.blocks.map((block) => (
            <Words block={block} label={title} />
          ))}
        </div>
      </div>
      {codes.length > 0 && (
        <div class="codes">
          {codes.map((block, index) =>
            block.kind === "sample" ? (
              <Sample block={block} locale={locale} />
            ) : block.kind === "wire" ? (
              <Wire id={`wire-${section.id}-${index}`} block={block} locale={locale} />
            ) : null,
          )}
        </div>
      )}
    </section>
  );
}
