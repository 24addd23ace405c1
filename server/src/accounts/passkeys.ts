/** WebAuthn Level 3 — keys of people's devices: registered, and proven at sign-in, with the issuer as relying party. */
import { isIP } from "node:net";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { byPerson, type Via } from "../lib/actor.ts";
import { onceLoaded } from "../lib/once-loaded.ts";
import type { PeoplePort, Person } from "./ports.ts";
import type { Passkey, PasskeysPort } from "./proof-ports.ts";
import { makeTicket, openTicket, useTicket, type OpenTicket, type TicketWorld } from "./tickets.ts";

export interface PasskeyWorld extends TicketWorld {
  people: PeoplePort;
  passkeys: PasskeysPort;
}

/** Who asks: the public address of this server and the company behind it. */
export interface RelyingParty {
  issuer: string;
  company: string;
}

/** Loaded by the first who uses a key: 300 files, which a node that only gives tokens never needs. */
const webauthn = onceLoaded(() => import("@simplewebauthn/server"));

/** EdDSA, ES256, RS256 (COSE). */
const ALGORITHMS = [-8, -7, -257];
const TICKET_MS = 10 * 60_000;
/** Keys of one person: nobody has more devices, and the list is sent to every one of them. */
const MOST = 20;

const rpOf = ({ issuer }: Pick<RelyingParty, "issuer">): { rpID: string; origin: string } => {
  const { hostname, origin } = new URL(issuer);
  return { rpID: hostname, origin };
};

/** Whether keys can be used at all: a browser binds them to a name, and never to a bare address. */
export function passkeysPossible({ issuer }: Pick<RelyingParty, "issuer">): boolean {
  return isIP(rpOf({ issuer }).rpID.replace(/^\[|\]$/g, "")) === 0;
}

/** What `navigator.credentials.create` is told, as JSON; null when the person has keys enough. */
export async function registrationOptions(
  person: Person,
  browser: string,
  party: RelyingParty,
  world: PasskeyWorld,
): Promise<object | null> {
  const known = await world.passkeys.list(person.id);
  if (known.length >= MOST) return null;
  const { generateRegistrationOptions } = await webauthn();
  return generateRegistrationOptions({
    rpName: party.company,
    rpID: rpOf(party).rpID,
    userID: new TextEncoder().encode(person.id),
    userName: person.username,
    userDisplayName: person.name,
    challenge: makeTicket("passkey", browser, { subject: person.id }, TICKET_MS, world),
    attestationType: "none",
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

/** Adds the key that a browser answered with. False when the answer is not to a question of ours in this browser. */
export async function addPasskey(
  person: Person,
  browser: string,
  { credential, name }: { credential: string; name: string },
  party: RelyingParty,
  via: Via,
  world: PasskeyWorld,
): Promise<boolean> {
  const response = answerOf(credential);
  const ticket = response === null ? null : ticketOf(response, browser, world);
  if (response === null || ticket?.data["subject"] !== person.id) return false;
  const { rpID, origin } = rpOf(party);
  const { verifyRegistrationResponse } = await webauthn();
  const result = await verifyRegistrationResponse({
    response,
    // The ticket is read out of the very bytes that are signed.
    expectedChallenge: () => true,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null);
  if (result?.verified !== true || !(await useTicket("passkey", ticket, world))) return false;
  const { credential: key, credentialBackedUp } = result.registrationInfo;
  const passkey: Passkey = {
    id: key.id,
    subject: person.id,
    publicKey: Buffer.from(key.publicKey).toString("base64url"),
    counter: key.counter,
    transports: (key.transports ?? []).slice(0, 8),
    name,
    backedUp: credentialBackedUp,
    createdAt: world.clock.now(),
    lastUsedAt: null,
  };
  return world.passkeys.add(passkey, MOST, byPerson(person.id, via));
}

/** What `navigator.credentials.get` is told, as JSON. Names no key, so it tells nobody which there are. */
export async function authenticationOptions(
  browser: string,
  party: RelyingParty,
  world: PasskeyWorld,
): Promise<object> {
  const { generateAuthenticationOptions } = await webauthn();
  return generateAuthenticationOptions({
    rpID: rpOf(party).rpID,
    challenge: makeTicket("passkey", browser, {}, TICKET_MS, world),
    userVerification: "required",
  });
}

/** Who proved a key in this browser, and how (RFC 8176); null for every failure alike. */
export async function signInByPasskey(
  credential: string,
  browser: string,
  party: RelyingParty,
  world: PasskeyWorld,
): Promise<{ person: Person; amr: readonly string[] } | null> {
  const response = answerOf(credential);
  const ticket = response === null ? null : ticketOf(response, browser, world);
  if (response === null || ticket === null) return null;
  const passkey = await world.passkeys.find(response.id);
  if (passkey === null) return null;
  const { rpID, origin } = rpOf(party);
  const { verifyAuthenticationResponse } = await webauthn();
  const result = await verifyAuthenticationResponse({
    response,
    // The ticket is read out of the very bytes that are signed.
    expectedChallenge: () => true,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
    credential: {
      id: passkey.id,
      publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, "base64url")),
      // The counter is compared where it is written, by one statement.
      counter: 0,
      transports: [...passkey.transports],
    },
  }).catch(() => null);
  if (result?.verified !== true || !(await useTicket("passkey", ticket, world))) return null;
  const { newCounter, credentialDeviceType } = result.authenticationInfo;
  if (!(await world.passkeys.used(passkey.id, newCounter, world.clock.now()))) return null;
  const person = await world.people.find(passkey.subject);
  const handle = response.response.userHandle;
  if (person === null || person.disabledAt !== null) return null;
  if (handle !== undefined && Buffer.from(handle, "base64url").toString() !== person.id) return null;
  return { person, amr: [credentialDeviceType === "singleDevice" ? "hwk" : "swk", "user"] };
}

/** The question that an answer belongs to: what we asked is what the authenticator signed. */
function ticketOf(response: Answer, browser: string, world: PasskeyWorld): OpenTicket | null {
  const said = json(Buffer.from(response.response.clientDataJSON, "base64url").toString());
  const challenge = typeof said["challenge"] === "string" ? said["challenge"] : "";
  return openTicket("passkey", browser, Buffer.from(challenge, "base64url").toString(), world);
}

type Answer = RegistrationResponseJSON & AuthenticationResponseJSON;

/** What a browser answered, as far as it is read here before the library checks all of it; null for anything else. */
function answerOf(text: string): Answer | null {
  const value = json(text);
  const response = value["response"] as { clientDataJSON?: unknown } | null | undefined;
  return typeof value["id"] === "string" && typeof response?.clientDataJSON === "string"
    ? (value as unknown as Answer)
    : null;
}

function json(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
