/** Sealing: authenticated encryption (AES-256-GCM) of what must be stored and read back. */
import { createCipheriv, createDecipheriv, createSecretKey } from "node:crypto";
import { base64url } from "./encode.ts";
import type { Random } from "./random.ts";

export interface Sealer {
  /** Seals `plain` for one `purpose`; only the same purpose opens it. */
  seal(plain: string, purpose: string): string;
  /** The plain text; throws when the text was changed, the key or the purpose is another. */
  open(sealed: string, purpose: string): string;
}

/** A sealer under a key of 32 bytes. */
export function sealer(key: Uint8Array, random: Random): Sealer {
  // Read once, as in `hmacUnder`.
  const read = createSecretKey(key);
  return {
    seal(plain, purpose) {
      const nonce = random.bytes(12);
      const cipher = createCipheriv("aes-256-gcm", read, nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return `s1.${base64url(nonce)}.${base64url(body)}.${base64url(cipher.getAuthTag())}`;
    },
    open(sealed, purpose) {
      const [version, nonce, body, tag] = sealed.split(".");
      if (version !== "s1" || !nonce || body === undefined || !tag) throw new Error("not a sealed value");
      const cipher = createDecipheriv("aes-256-gcm", read, Buffer.from(nonce, "base64url"), {
        authTagLength: 16,
      })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(Buffer.from(tag, "base64url"));
      return cipher.update(Buffer.from(body, "base64url"), undefined, "utf8") + cipher.final("utf8");
    },
  };
}
