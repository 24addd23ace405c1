/** PO-03 — what the company looks like: as it is, changed in a form, and seen before it is so. */
import {
  changeBranding,
  keepLogo,
  MOST_BYTES,
  previewBranding,
  readBranding,
  type BrandingJson,
} from "../../desk/operations/branding.ts";
import { Problem } from "../../desk/problems.ts";
import type { Parameters } from "../../oauth/checks/parameters.ts";
import { renderBranding, renderBrandingForm, renderBrandingPreview } from "../../pages/console/branding.tsx";
import type { DeskFrame } from "../../pages/models/desk.ts";
import { readQuery } from "../account/form.ts";
import { brandOf } from "../brand.ts";
import { ask, formPage, frameOf, page, send, type Visit } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { readUpload } from "../upload.ts";
import { consoleOf, pathsOf } from "./enter.ts";

/** The picture, and what stands around it. */
export const UPLOAD_BYTES: number = MOST_BYTES + 16 * 1024;

/** What is chosen and not yet so. */
interface Draft {
  name: string | null;
  accent: string | null;
  accent_dark: string | null;
  logo: string | null;
}

const purposeOf = ({ browser }: Visit): string => `branding ${browser.hash}`;

/** In the address, sealed: nobody else can write one for this browser. */
const sealed = (visit: Visit, draft: Draft): string =>
  visit.context.once.seal(JSON.stringify(draft), purposeOf(visit));

const withDraft = (path: string, draft: string): string => `${path}?${new URLSearchParams({ draft })}`;

/** The draft of the address; null where there is none. Throws Problem `not_found` for one that we did not write. */
function draftOf(visit: Visit): Draft | null {
  const sent = readQuery(visit.request).get("draft");
  if (sent === null) return null;
  try {
    return JSON.parse(visit.context.once.open(sent, purposeOf(visit))) as Draft;
  } catch {
    throw new Problem("not_found");
  }
}

function wornBy(
  visit: Visit,
  frame: DeskFrame,
  { name, accent, accent_dark, logo }: BrandingJson,
): DeskFrame {
  const branding = { name, accent, accentDark: accent_dark, logo, changedAt: null };
  return { ...frame, context: { ...frame.context, ...brandOf(visit.context, branding) } };
}

export const showBranding: Handler = page(async (visit) => {
  const branding = await ask(visit, readBranding, {});
  return send(visit, renderBranding({ ...(await consoleOf(visit)), branding }));
});

export const changeLooks: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  readForm: readUpload,
  async read(visit) {
    if (visit.caller.staff !== "admin") throw new Problem("staff_only");
    const draft = draftOf(visit);
    return ask(visit, draft === null ? readBranding : previewBranding, draft ?? {});
  },
  render: async (visit, branding, form, typed) =>
    renderBrandingForm({
      frame: await frameOf(visit, null),
      form,
      branding,
      typed: {
        name: (typed === null ? branding.name : typed.get("name")) ?? "",
        accent: (typed === null ? branding.accent : typed.get("accent")) ?? "",
        accent_dark: (typed === null ? branding.accent_dark : typed.get("accent_dark")) ?? "",
        remove_logo: typed?.get("remove_logo") === "yes",
      },
    }),
  async act(visit, branding, form) {
    const draft = { ...chosen(form), logo: branding.logo?.id ?? null };
    if (form.get("remove_logo") === "yes") draft.logo = null;
    // What is wrong with colours is said before a picture is kept.
    await ask(visit, previewBranding, draft);
    const image = form.get("logo");
    if (image !== null) draft.logo = (await keep(visit, image)).id;
    return withDraft(pathsOf(visit).previewBranding, sealed(visit, draft));
  },
});

const chosen = (form: Parameters): Omit<Draft, "logo"> => ({
  name: form.get("name"),
  accent: form.get("accent"),
  accent_dark: form.get("accent_dark"),
});

/** The desk speaks of the image, the form of the logo. */
async function keep(visit: Visit, image: string): Promise<{ id: string }> {
  try {
    return await ask(visit, keepLogo, { image });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(
      error.problem,
      error.fields.map(({ sentence }) => ({ field: "logo", sentence })),
    );
  }
}

export const previewLooks: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  async read(visit) {
    const draft = draftOf(visit);
    if (draft === null) throw new Problem("not_found");
    return { draft, branding: await ask(visit, previewBranding, draft) };
  },
  render: async (visit, { draft, branding }, form) =>
    renderBrandingPreview({
      frame: wornBy(visit, await frameOf(visit, null), branding),
      form,
      branding,
      changePath: withDraft(pathsOf(visit).changeBranding, sealed(visit, draft)),
    }),
  async act(visit, { draft }) {
    await ask(visit, changeBranding, draft);
    return `${pathsOf(visit).branding}?done=branding`;
  },
});
