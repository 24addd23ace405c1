/** RFC 9449 §7, RFC 8705 §3 — a token that is bound to a key passes only with a proof by that key, and no other token passes as one. */
import type { Access } from "./access-token.ts";
import type { RequestHeaders } from "./bearer.ts";
import { certificateFault } from "./mtls.ts";
import type { Connection, MtlsSettings } from "./mtls.ts";
import type { DpopNonces } from "./dpop-nonce.ts";
import { PROOF_ALGORITHMS, PROOF_WINDOW, readDpopProof } from "./dpop.ts";
import type { RefusalName } from "./refusals.ts";
import { memoryReplays } from "./replay.ts";
import type { ReplayStore } from "./replay.ts";

/** How this API takes DPoP-bound tokens. */
export interface DpopOptions {
  /** The address that clients call, up to the path of a request, e.g. `https://api.example`. Default: the audience's origin. */
  origin?: string;
  /** Whether a plain bearer token is refused. Default false. */
  required?: boolean;
  /** Which of RS256, PS256, ES256, EdDSA, Ed25519 proofs may be signed with; default all. */
  algorithms?: readonly string[];
  /** Makes every proof carry a nonce of this API: `createNonces` (RFC 9449 §9). */
  nonces?: DpopNonces;
  /** Where used proofs are remembered. Default: in this process only. */
  replay?: ReplayStore;
}

/** The same with nothing left open. */
export interface DpopSettings {
  origin: string;
  required: boolean;
  algorithms: readonly string[];
  nonces: DpopNonces | null;
  replay: ReplayStore;
  /** Whether challenges and metadata speak of DPoP: only where somebody has set it up. */
  announced: boolean;
}

/** Settles the options; null when they are off, or when the API's address is not known. Throws a TypeError. */
export function dpopSettings(
  options: DpopOptions | false | undefined,
  audience: string,
  now: () => number,
): DpopSettings | null {
  if (options === false) return null;
  const known =
    URL.canParse(audience) && /^https?:\/\//.test(audience) ? new URL(audience).origin : undefined;
  const origin = options?.origin ?? known;
  if (origin === undefined) {
    if (options === undefined) return null;
    throw new TypeError("guard: dpop.origin is needed, because the audience is no URL");
  }
  if (!/^https?:\/\/[^?#]+$/.test(origin) || !URL.canParse(origin))
    throw new TypeError("guard: dpop.origin is the http(s) address of this API");
  const algorithms = options?.algorithms ?? PROOF_ALGORITHMS;
  if (algorithms.length === 0 || !algorithms.every((alg) => PROOF_ALGORITHMS.includes(alg)))
    throw new TypeError(`guard: dpop.algorithms are of ${PROOF_ALGORITHMS.join(", ")}`);
  return {
    origin: origin.replace(/\/$/, ""),
    required: options?.required ?? false,
    algorithms,
    nonces: options?.nonces ?? null,
    replay: options?.replay ?? memoryReplays(now),
    announced: options !== undefined,
  };
}

/** A token as it was presented. */
export interface Presented {
  scheme: "bearer" | "dpop";
  token: string;
  method: string;
  /** The path as written, without query. */
  segments: readonly string[];
  headers: RequestHeaders;
  connection: Connection | null;
}

/** Says what is wrong with this presentation of a good token, or null. At once where there is nothing to verify. */
export function senderFault(
  access: Pick<Access, "jkt" | "x5t#S256">,
  presented: Presented,
  settings: DpopSettings | null,
  mtls: MtlsSettings | null,
  now: number,
): RefusalName | null | Promise<RefusalName | null> {
  const { jkt } = access;
  if (jkt === null) {
    const thumbprint = access["x5t#S256"];
    if (thumbprint !== null && presented.scheme === "bearer")
      return certificateFault(thumbprint, presented, mtls);
    if (presented.scheme === "dpop") return "token_not_bound";
    return settings?.required === true ? "dpop_required" : null;
  }
  if (presented.scheme !== "dpop" || settings === null) return "sender_constrained";
  const header = presented.headers.get("dpop");
  return header === null || header === ""
    ? "dpop_missing"
    : proofFault(header, jkt, presented, settings, now);
}

async function proofFault(
  header: string,
  jkt: string,
  { token, method, segments }: Presented,
  { origin, algorithms, nonces, replay }: DpopSettings,
  now: number,
): Promise<RefusalName | null> {
  const htu = `${origin}/${segments.join("/")}`;
  const target = { htm: method, htu, now: now / 1000, accessToken: token, algorithms };
  const proof = await readDpopProof(header, target);
  if (typeof proof === "string") return proof;
  if (proof.jkt !== jkt) return "dpop_key_differs";
  if (nonces !== null && (proof.nonce === null || !nonces.accepts(proof.nonce))) return "dpop_nonce";
  const until = (Math.ceil(proof.iat) + PROOF_WINDOW + 1) * 1000;
  return (await replay.claim(`${jkt}\n${proof.jti}`, until)) ? null : "dpop_replayed";
}
