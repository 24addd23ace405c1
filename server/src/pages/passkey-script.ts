/** The script of pages that ask for a passkey: it shows their buttons, asks the device, and sends its answer with the form. */
import { createHash } from "node:crypto";

const body = `"use strict";
if (window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON)
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const { create, options } = JSON.parse(form.dataset.passkey);
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value !== "") return;
      event.preventDefault();
      try {
        const credential = create
          ? await navigator.credentials.create({
              publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
            })
          : await navigator.credentials.get({
              publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
            });
        form.elements.credential.value = JSON.stringify(credential.toJSON());
        form.submit();
      } catch {
        form.querySelector("[role=alert]").hidden = false;
      }
    });
  }
`;
const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);

/** Path (content-hashed, cacheable for ever) and text. */
export const passkeyScript: { path: string; body: string } = { path: `/assets/passkey-${hash}.js`, body };
