/** What the company looks like: as it is, the form to change it, and the preview before it is so. */
import type { ComponentChildren, VNode } from "preact";
import { IMAGE_TYPES } from "../../desk/branding/look.ts";
import { SCHEMES, type Scheme } from "../../desk/branding/palette.ts";
import type { BrandingJson } from "../../desk/operations/branding.ts";
import type { BrandingFormModel, BrandingModel, BrandingPreviewModel } from "../models/console.ts";
import type { DeskFrame } from "../models/desk.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { CompanyMark } from "../parts/company-mark.tsx";
import { DeskForm, errorOf, Notice } from "../parts/desk.tsx";
import { Choice, FileInput, TextInput } from "../parts/inputs.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { decimal } from "../words/amounts.ts";
import { words } from "../words/index.ts";
import { renderConsolePage } from "./page.tsx";
import { consolePaths } from "./paths.ts";

/** What people will see, in one scheme: mark, name, words, a link and a button. Nothing here does anything. */
function Specimen(props: { scheme: Scheme; frame: DeskFrame; branding: BrandingJson }): VNode {
  const { scheme, frame, branding } = props;
  const { locale } = frame.context;
  const said = words(locale).platform.branding;
  const { accent, contrast } = branding.colours[scheme];
  const company = <Untrusted text={branding.company} />;
  return (
    <section class="panel">
      <h2>{said[scheme]}</h2>
      <p class="quiet">
        <code dir="ltr">{accent}</code> · {said.contrast(<bdi>{decimal(locale, contrast)}</bdi>)}
      </p>
      <div class={`specimen scheme-${scheme}`}>
        <p class="specimen-head">
          <CompanyMark context={frame.context} />
          <strong>{company}</strong>
        </p>
        <div class="specimen-card">
          <p>{said.sample(company)}</p>
          <p class="specimen-link">{said.sampleLink}</p>
          <p>
            <span class="button button-primary">{said.sampleButton}</span>
          </p>
        </div>
      </div>
    </section>
  );
}

function Specimens({ frame, branding }: { frame: DeskFrame; branding: BrandingJson }): VNode {
  return (
    <div class="panels">
      {SCHEMES.map((scheme) => (
        <Specimen scheme={scheme} frame={frame} branding={branding} />
      ))}
    </div>
  );
}

/** The looks as they are. */
export function renderBranding(model: BrandingModel): string {
  const { frame, admin, branding } = model;
  const { console, platform } = words(frame.context.locale);
  const said = platform.branding;
  return renderConsolePage(model, {
    here: "branding",
    title: said.title,
    lead: said.lead,
    actions: admin ? (
      <ButtonLink kind="choice" id="change" href={consolePaths(frame.base).changeBranding}>
        {console.acts.branding.title}
      </ButtonLink>
    ) : undefined,
    children: <Specimens frame={frame} branding={branding} />,
  });
}

function around(
  frame: DeskFrame,
  page: { title: string; problem?: boolean; lead: string; children: ComponentChildren },
): string {
  const { branding } = words(frame.context.locale).platform;
  return renderConsolePage(
    { frame, admin: true, done: null },
    {
      here: "branding",
      ...page,
      crumbs: [{ href: consolePaths(frame.base).branding, label: branding.title }],
    },
  );
}

/** Name, colours and logo to be chosen. */
export function renderBrandingForm({ frame, form, branding, typed }: BrandingFormModel): string {
  const { locale } = frame.context;
  const { console, desk, platform } = words(locale);
  const said = platform.branding;
  const { title, means } = console.acts.branding;
  const error = (field: string): string | null => errorOf(form.problem, field, locale);
  const fields = { name: "name", accent: "accent", accent_dark: "accent_dark", logo: "logo" };
  return around(frame, {
    title,
    problem: form.problem !== null,
    lead: means,
    children: (
      <div class="panel">
        <DeskForm form={form} locale={locale} ids={fields} upload>
          <TextInput
            id="name"
            label={said.name}
            hint={said.nameHint}
            value={typed.name}
            error={error("name")}
          />
          <TextInput
            id="accent"
            label={said.accent}
            hint={said.accentHint}
            value={typed.accent}
            error={error("accent")}
          />
          <TextInput
            id="accent_dark"
            label={said.accentDark}
            hint={said.accentDarkHint}
            value={typed.accent_dark}
            error={error("accent_dark")}
          />
          <FileInput
            id="logo"
            label={said.logo}
            hint={said.logoHint}
            accept={IMAGE_TYPES.join(",")}
            error={error("logo")}
          />
          {branding.logo !== null && (
            <Choice
              type="checkbox"
              id="remove_logo"
              name="remove_logo"
              value="yes"
              checked={typed.remove_logo}
              flat
              label={said.removeLogo}
            />
          )}
          <div class="actions">
            <Button id="preview" kind="primary">
              {said.preview}
            </Button>
            <ButtonLink kind="quiet" id="cancel" href={consolePaths(frame.base).branding}>
              {desk.cancel}
            </ButtonLink>
          </div>
        </DeskForm>
      </div>
    ),
  });
}

/** The new looks, on the page itself and in both schemes; they are not stored yet. */
export function renderBrandingPreview({ frame, form, branding, changePath }: BrandingPreviewModel): string {
  const { locale } = frame.context;
  const said = words(locale).platform.branding;
  return around(frame, {
    title: said.preview,
    lead: said.previewLead,
    children: (
      <>
        <Notice tone="warn">
          <p>{said.notYet}</p>
        </Notice>
        <Specimens frame={frame} branding={branding} />
        <DeskForm form={form} locale={locale}>
          <div class="actions">
            <Button id="save" kind="primary">
              {said.save}
            </Button>
            <ButtonLink kind="quiet" id="back" href={changePath}>
              {said.back}
            </ButtonLink>
          </div>
        </DeskForm>
      </>
    ),
  });
}
