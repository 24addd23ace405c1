/** The guide: contents, prose, code. Everything works without script; with it there are buttons that copy. */
import type { VNode } from "preact";
import { render } from "preact-render-to-string";
import { LANGUAGES } from "../../guide/samples/languages.ts";
import { CompanyLinks, CompanyMark } from "../parts/company-mark.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";
import type { GuideModel } from "./model.ts";
import { GuideSection } from "./section.tsx";

function Contents({ model }: { model: GuideModel }): VNode {
  const { guide } = words(model.context.locale);
  const list = (
    <ol>
      {model.guide.sections.map(({ id }) => (
        <li>
          <a href={`#${id}`}>{guide.sections[id]}</a>
        </li>
      ))}
    </ol>
  );
  return (
    <nav class="contents" aria-label={guide.contents}>
      <details>
        <summary>{guide.contents}</summary>
        {list}
      </details>
      <div class="contents-wide">
        {list}
        <p>
          <a href={model.markdownPath}>{guide.markdown}</a>
        </p>
      </div>
    </nav>
  );
}

/** Radio buttons: the style sheet shows the programs of the one that is checked. */
function Languages({ model }: { model: GuideModel }): VNode {
  const { guide } = words(model.context.locale);
  return (
    <fieldset class="languages">
      <legend>{guide.language}</legend>
      <div class="choices">
        {LANGUAGES.map(({ id, label }) => (
          <span class="choice">
            <input
              type="radio"
              name="language"
              id={`language-${id}`}
              value={id}
              checked={id === model.language}
              autocomplete="off"
            />
            <label for={`language-${id}`}>{label}</label>
          </span>
        ))}
      </div>
    </fieldset>
  );
}

function Apps({ model }: { model: GuideModel }): VNode | null {
  const { guide } = words(model.context.locale);
  const { apps } = model;
  if (apps.length === 0) return null;
  return (
    <div class="apps">
      <p>{guide.yourApps}</p>
      <ul>
        {apps.map(({ name, path, chosen }) => (
          <li>
            <a href={path} aria-current={chosen ? "true" : undefined}>
              <Untrusted text={name} />
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Page({ model }: { model: GuideModel }): VNode {
  const { context } = model;
  const { guide } = words(context.locale);
  return (
    <html lang={context.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${guide.title} – ${context.company}`}</title>
        <link rel="stylesheet" href={context.stylesheet} />
        <CompanyLinks context={context} />
        <link rel="alternate" type="text/markdown" href={model.markdownPath} />
        {model.scripts.map((script) => (
          <script src={script} defer />
        ))}
      </head>
      <body>
        <a class="skip" href="#guide">
          {guide.skip}
        </a>
        <header>
          <a class="brand" href={model.homePath}>
            <CompanyMark context={context} />
            <bdi>{context.company}</bdi>
          </a>
          <Languages model={model} />
        </header>
        <div class="columns">
          <Contents model={model} />
          <main id="guide">
            <div class="opening">
              <h1>{guide.heading(<bdi>{context.company}</bdi>)}</h1>
              {context.locale !== "en" && <p class="quiet">{guide.inEnglish}</p>}
              <Apps model={model} />
            </div>
            {model.guide.sections.map((section) => (
              <GuideSection section={section} locale={context.locale} />
            ))}
          </main>
        </div>
      </body>
    </html>
  );
}

/** A complete HTML document. Its scripts come from us: the policy of this page allows no other. */
export function renderGuide(model: GuideModel): string {
  return `<!doctype html>${render(<Page model={model} />)}`;
}
