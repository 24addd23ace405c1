/** What the guide calls things here: the company's words for credentials, the endpoint that it shows, lengths of time. */
import type { GuideFacts } from "./facts.ts";

export interface Names {
  company: string;
  /** The company's words for client_id and client_secret. */
  id: string;
  secret: string;
  /** The token endpoint as this guide shows it. */
  token: string;
  /** Content-Type of the samples' bodies. */
  mediaType: string;
}

export function namesOf({ settings, metadata }: GuideFacts): Names {
  return {
    company: settings.company,
    id: settings.client_id_label,
    secret: settings.client_secret_label,
    token: metadata.issuer + settings.guide_token_path,
    mediaType:
      settings.guide_token_body === "json" ? "application/json" : "application/x-www-form-urlencoded",
  };
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** `3600` as "1 hour": the largest unit that leaves no rest. */
export function lasting(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => seconds % length === 0) ?? ["second", 1];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** The path of an address of ours. */
export function pathOf(address: string): string {
  return URL.parse(address)?.pathname ?? address;
}
