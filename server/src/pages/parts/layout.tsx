/** The frame of every page: document, the company's name, one card, and who keeps the door. */
import type { ComponentChildren, VNode } from "preact";
import { render } from "preact-render-to-string";
import type { PageContext } from "../models.ts";
import { words } from "../words/index.ts";
import { CompanyLinks, CompanyMark } from "./company-mark.tsx";
import { Icon } from "./icon.tsx";

interface LayoutProps {
  context: PageContext;
  /** What this page is; the document's title adds the company. */
  title: string;
  /** `narrow` for a decision, `wide` for a list. */
  width?: "narrow" | "wide";
  /** Path of the one script that the page works better with; it works without. */
  script?: string | undefined;
  children: ComponentChildren;
}

function Layout({ context, title, width = "narrow", script, children }: LayoutProps): VNode {
  return (
    <html lang={context.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} – ${context.company}`}</title>
        <link rel="stylesheet" href={context.stylesheet} />
        <CompanyLinks context={context} />
        {script !== undefined && <script src={script} defer />}
      </head>
      <body class={width}>
        <header>
          <CompanyMark context={context} />
          <span class="company">
            <bdi>{context.company}</bdi>
          </span>
        </header>
        <main>{children}</main>
        <footer>
          <Icon name="lock" />
          {words(context.locale).common.securedBy}
        </footer>
      </body>
    </html>
  );
}

/** A complete HTML document. No script and no inline style, so the strictest content security policy holds (UI-06). */
export function renderPage(props: LayoutProps): string {
  return `<!doctype html>${render(<Layout {...props} />)}`;
}
