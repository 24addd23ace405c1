/** Where the company's looks are kept. */
import type { By } from "../../lib/actor.ts";
import type { Branding, Logo } from "./look.ts";

export interface BrandingPort {
  /** As of half a second ago at most, on every node. */
  read(): Promise<Branding>;
  /** False when `logo` is no picture that is kept. */
  change(
    branding: Omit<Branding, "logo" | "changedAt"> & { logo: string | null; changedAt: number },
    by: By,
  ): Promise<boolean>;
  /** Keeps a picture until it is the logo, or a day has passed. `body`: base64. */
  keep(picture: Logo & { body: string }, now: number): Promise<void>;
  /** A picture by its id, and its bytes. */
  picture(id: string): Promise<{ logo: Logo; body: Uint8Array } | null>;
}
