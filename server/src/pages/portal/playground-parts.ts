/** What a request and its answer are made of, for whoever reads them: parts with what they mean, credentials by their first characters only. */
import type { Answered, Mistake, Sent, Step } from "../../desk/playground.ts";
import type { Words } from "../words/index.ts";

/** A name for which there is a sentence. */
export type PartName = keyof Words["playground"]["parts"];

export interface Part {
  name: string;
  /** Without what is secret of it. */
  shown: string;
  /** Null for what says itself. */
  means: PartName | null;
}

/** The document and its section. */
export type Clause = readonly [document: string, section: string];

export const STEP_CLAUSES: Readonly<Record<Step, Clause>> = {
  authorize: ["RFC 6749", "4.1.1"],
  token: ["RFC 6749", "4.1.3"],
  refresh: ["RFC 6749", "6"],
  call: ["RFC 6750", "2.1"],
  introspect: ["RFC 7662", "2.1"],
  revoke: ["RFC 7009", "2.1"],
};

export const PART_CLAUSES: Readonly<Record<PartName, Clause>> = {
  response_type: ["RFC 6749", "3.1.1"],
  client_id: ["RFC 6749", "2.2"],
  redirect_uri: ["RFC 6749", "3.1.2"],
  scope: ["RFC 6749", "3.3"],
  state: ["RFC 6749", "10.12"],
  code_challenge: ["RFC 7636", "4.2"],
  code_challenge_method: ["RFC 7636", "4.3"],
  code: ["RFC 6749", "4.1.2"],
  iss: ["RFC 9207", "2"],
  error: ["RFC 6749", "5.2"],
  error_description: ["RFC 6749", "5.2"],
  grant_type: ["RFC 6749", "4"],
  code_verifier: ["RFC 7636", "4.5"],
  client_secret: ["RFC 6749", "2.3.1"],
  authorization: ["RFC 9110", "11.6.2"],
  access_token: ["RFC 6749", "1.4"],
  token_type: ["RFC 6749", "7.1"],
  expires_in: ["RFC 6749", "5.1"],
  refresh_token: ["RFC 6749", "6"],
  id_token: ["OpenID Connect Core", "2"],
  token: ["RFC 7662", "2.1"],
  active: ["RFC 7662", "2.2"],
  aud: ["RFC 9068", "2.2"],
  sub: ["RFC 9068", "2.2"],
  exp: ["RFC 7519", "4.1.4"],
  www_authenticate: ["RFC 6750", "3"],
};

/** Where the clause can be read; null for what is not an RFC. */
export function addressOf([document, section]: Clause): string | null {
  const [, number] = /^RFC (\d+)$/.exec(document) ?? [];
  return number === undefined ? null : `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`;
}

const SECRET: ReadonlySet<string> = new Set([
  "code",
  "code_verifier",
  "client_secret",
  "access_token",
  "refresh_token",
  "id_token",
  "token",
]);
/** Enough to tell two of them apart. */
const FIRST = 8;

const masked = (value: string): string => (value.length > FIRST ? `${value.slice(0, FIRST)}…` : "…");

function partOf(name: string, value: string): Part {
  const key = name.toLowerCase().replaceAll("-", "_");
  const means = Object.hasOwn(PART_CLAUSES, key) ? (key as PartName) : null;
  if (key === "authorization") {
    const [scheme = "", proof = ""] = value.split(" ");
    return { name, shown: `${scheme} ${masked(proof)}`, means };
  }
  return { name, shown: SECRET.has(key) ? masked(value) : value, means };
}

function fromQuery(url: string): Part[] {
  const { searchParams } = new URL(url, "https://relative.invalid");
  return [...searchParams].map(([name, value]) => partOf(name, value));
}

/** The parts of a request that mean something. */
export function partsSent({ url, headers, body }: Sent): Part[] {
  return [
    ...headers.filter(([name]) => name === "Authorization").map(([name, value]) => partOf(name, value)),
    ...fromQuery(url),
    ...(body ?? []).map(([name, value]) => partOf(name, value)),
  ];
}

/** The parts of an answer: of the address that it leads to, of its challenge, and of its JSON. */
export function partsAnswered({ headers, body }: Answered): Part[] {
  return [
    ...headers.flatMap(([name, value]) => {
      if (name === "location") return fromQuery(value);
      return name === "www-authenticate" ? [{ ...partOf(name, value), name: "WWW-Authenticate" }] : [];
    }),
    ...membersOf(body).map(([name, value]) =>
      partOf(name, typeof value === "string" ? value : JSON.stringify(value)),
    ),
  ];
}

function membersOf(body: string): [string, unknown][] {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? Object.entries(parsed)
      : [];
  } catch {
    return [];
  }
}

/** Method and address, without what is told as parts. */
export function lineOf({ method, url }: Sent): string {
  return `${method} ${url.replace(/\?.*$/s, "")}`;
}

/** All of a request, as it goes over the wire. */
export function wholeSent({ method, url, headers, body }: Sent): string {
  const { host, pathname, search } = new URL(url);
  const head = [
    `${method} ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const fields = body?.map(([name, value]) => [name, value]);
  return [...head, ...(fields === undefined ? [] : ["", new URLSearchParams(fields).toString()])].join("\n");
}

/** Nothing that cannot be seen, and nothing that turns what can: the text of others is shown as it stands. */
const visible = (text: string): string =>
  text.replaceAll(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, "\uFFFD").replaceAll(/(\p{M}{2})\p{M}+/gu, "$1");

/** All of an answer that is shown. */
export function wholeAnswered({ status, headers, body }: Answered): string {
  const head = [
    ...(status === null ? [] : [`HTTP/1.1 ${status}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return [...head, ...(body === "" ? [] : ["", visible(body)])].join("\n");
}

/** Whether it went as it should: a mistake on purpose should not. */
export function wentWell({ status, headers }: Answered): boolean {
  if (headers.some(([name, value]) => name === "location" && /[?&]error=/.test(value))) return false;
  return status === null || status < 400;
}

/** The form's word for a step, or for a mistake in it. */
export const valueOf = (step: Step, mistake: Mistake | null = null): string =>
  mistake === null ? step : `${step}:${mistake}`;
