/** A letter as text and as simple HTML: no picture, no script, nothing that is fetched; both say the same. */
import { render } from "preact-render-to-string";
import type { VNode } from "preact";
import { untrustedText } from "../parts/untrusted.tsx";
import { duration } from "../words/amounts.ts";
import { words, type Locale, type Words } from "../words/index.ts";

/** Something about an account that its owner is told of, whoever did it. */
export type AccountChange = keyof Words["letters"]["changes"];

/** `accent`: the company's colour as `#rrggbb`, beside its name; null where it has none. */
export type LetterModel = { locale: Locale; company: string; accent: string | null } & (
  | { kind: "sign_up" | "reset"; code: string; link: string; minutes: number }
  | { kind: "email"; code: string; minutes: number }
  | { kind: "invitation"; link: string; days: number }
  /** Into an organisation; `from` is null when nobody's name is known. */
  | { kind: "membership"; link: string; days: number; organisation: string; from: string | null }
  /** Somebody asked for an account that is there, or for the password of one that is not. */
  | { kind: "known" | "unknown"; link: string }
  | { kind: "changed"; change: AccountChange; link: string }
);

export interface WrittenLetter {
  subject: string;
  text: string;
  html: string;
}

interface Content {
  subject: string;
  lines: string[];
  code: string | null;
  link: { label: string; href: string } | null;
  after: string[];
}

/** In two groups of four, as one reads them. */
const grouped = (code: string): string => code.replace(/^(\d{4})(?=\d{4}$)/, "$1 ");

/** A company whose name ends with a full stop ends the sentence with it. */
function oneStop(line: string, company: string): string {
  return company.endsWith(".") ? line.replaceAll(`${company}.`, company) : line;
}

function contentOf(model: LetterModel): Content {
  const { locale } = model;
  const { letters } = words(locale);
  // One line, because it also stands in a header.
  const company = untrustedText(model.company);
  const ignore = letters.ignore;
  switch (model.kind) {
    case "sign_up":
    case "reset": {
      const said = model.kind === "sign_up" ? letters.signUp : letters.reset;
      return {
        subject: said.subject(company),
        lines: [said.lead(company), letters.enterCode],
        code: model.code,
        link: { label: said.link, href: model.link },
        after: [letters.valid(duration(locale, model.minutes * 60)), letters.neverTell, ignore],
      };
    }
    case "email":
      return {
        subject: letters.signUp.subject(company),
        lines: [letters.newEmail.lead(company), letters.enterCode],
        code: model.code,
        link: null,
        after: [letters.valid(duration(locale, model.minutes * 60)), letters.neverTell, ignore],
      };
    case "invitation":
      return {
        subject: letters.invitation.subject(company),
        lines: [letters.invitation.lead(company)],
        code: null,
        link: { label: letters.invitation.link, href: model.link },
        after: [letters.valid(duration(locale, model.days * 86_400)), ignore],
      };
    case "membership": {
      const said = letters.membership;
      // Others wrote these names, and they go to somebody who asked for nothing.
      const organisation = untrustedText(model.organisation);
      const from = untrustedText(model.from ?? "") || said.somebody;
      return {
        subject: said.subject(organisation, company),
        lines: [said.lead(from, said.place(organisation, company))],
        code: null,
        link: { label: said.link, href: model.link },
        after: [letters.valid(duration(locale, model.days * 86_400)), ignore],
      };
    }
    case "known":
    case "unknown": {
      const said = model.kind === "known" ? letters.known : letters.unknown;
      return {
        subject: said.subject(company),
        lines: [said.lead(company)],
        code: null,
        link: { label: said.link, href: model.link },
        after: [ignore],
      };
    }
    case "changed":
      return {
        subject: letters.changed.subject(company),
        lines: [letters.changes[model.change]],
        code: null,
        link: { label: letters.changed.link, href: model.link },
        after: [letters.changed.notYou],
      };
  }
}

/** No colour of text or ground: the program that shows the letter knows whether its reader has it light or dark. */
const LOOK = {
  sheet:
    "max-width: 36rem; margin: 0 auto; padding: 24px 16px; font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; word-break: break-word",
  company: "margin: 0 0 24px; font-size: 18px",
  code: "margin: 24px 0; font-size: 32px; line-height: 1.2; letter-spacing: 0.08em",
  rule: "margin: 24px 0; border: 0; border-top: 1px solid #8a8f99",
  after: "margin: 8px 0; font-size: 14px",
} as const;

type HtmlProps = Pick<LetterModel, "locale" | "company" | "accent"> & { content: Content };

function Html({ locale, company, accent, content }: HtmlProps): VNode {
  // A letter has no stylesheet: programs that show it drop what is not written at the element.
  const beside = accent === null ? "" : `; border-left: 4px solid ${accent}; padding-left: 12px`;
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{content.subject}</title>
      </head>
      <body>
        <div style={LOOK.sheet}>
          <p style={LOOK.company + beside}>
            <strong>{company}</strong>
          </p>
          {content.lines.map((line) => (
            <p>{line}</p>
          ))}
          {content.code !== null && (
            <h1 dir="ltr" style={LOOK.code}>
              <code>{grouped(content.code)}</code>
            </h1>
          )}
          {content.link !== null && (
            <p>
              {content.link.label}
              <br />
              <a href={content.link.href}>{content.link.href}</a>
            </p>
          )}
          <hr style={LOOK.rule} />
          {content.after.map((line) => (
            <p style={LOOK.after}>{line}</p>
          ))}
        </div>
      </body>
    </html>
  );
}

/** Subject, text and HTML of one letter. */
export function writeLetter(model: LetterModel): WrittenLetter {
  const company = untrustedText(model.company);
  const written = contentOf(model);
  const content = { ...written, lines: written.lines.map((line) => oneStop(line, company)) };
  const { subject, lines, code, link, after } = content;
  const paragraphs = [
    ...lines,
    ...(code === null ? [] : [grouped(code)]),
    ...(link === null ? [] : [`${link.label}\n${link.href}`]),
    ...after,
    `– ${company}`,
  ];
  const { locale, accent } = model;
  const html = `<!doctype html>${render(<Html {...{ locale, company, accent, content }} />)}`;
  return { subject, text: `${paragraphs.join("\n\n")}\n`, html };
}
