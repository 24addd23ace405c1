/** What one row of the table of settings says of a setting. */

/** One row: what a setting is, without its value. Bounds are inclusive; lengths count characters. */
export interface SettingDefinition {
  type: "text" | "integer" | "boolean" | "choice" | "list";
  /** Server-wide only, or a default that one client may override. */
  per: "server" | "client";
  default: string | number | boolean | readonly string[] | null;
  doc: string;
  /** Shown where there is no default. */
  example?: string;
  /** The finer rule of a text or list, by its name in formats.ts. */
  format?:
    | "issuer"
    | "api"
    | "host"
    | "database"
    | "secret"
    | "networks"
    | "workers"
    | "grants"
    | "levels"
    | "header"
    | "smtp"
    | "mailbox"
    | "contact"
    | "jwks";
  choices?: readonly (string | number)[];
  min?: number;
  max?: number;
  /** Never shown: the whole value, or the password inside a URL. Such a setting can also come from a file of its own. */
  secret?: "whole" | "password";
}
