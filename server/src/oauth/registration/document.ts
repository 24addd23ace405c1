/** OAuth Client ID Metadata Document — a client whose client_id is the https address of a document that describes it. */
import { uuid7 } from "../../lib/random.ts";
import type { Client, Registration } from "../clients/client.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { keptMembers, readMembers } from "./members.ts";
import { NOBODY } from "./register.ts";
import type { SelfRegisteredTerms } from "./port.ts";
import { readTerms } from "./terms.ts";
import { takeTurn } from "./turns.ts";

/** A document says a few names and addresses. Bytes. */
const maxDocument = 5120;
const HOUR = 3_600_000;
/** Whatever its headers say, a document is believed at most so long; an hour when they say nothing. Milliseconds. */
const maxAge = 24 * HOUR;
/** Members that only a client with a shared secret has; a document that all the world can read holds none. */
const secrets = ["client_secret", "client_secret_expires_at"];

/** Whether a client_id asks for a document: ids that are made here never look like this (DR-16). */
export function isDocumentId(client_id: string): boolean {
  return /^https?:\/\//i.test(client_id);
}

/**
 * The client of a document, fresh. Throws `client_document` when there is none, it cannot be fetched now, or it says
 * what it must not: a "no" is never remembered.
 */
export async function documentClient(client_id: string, ports: Ports): Promise<Client> {
  if (!ports.registration.documents) throw new Refusal("authorize_client_unknown");
  const known = await ports.clients.find(client_id);
  // What somebody here has disabled stays so, whatever its document says.
  if (known !== null && (known.status === "disabled" || known.registration?.kind !== "document"))
    throw new Refusal("authorize_client_unknown");
  const now = ports.clock.now();
  if (known !== null && (known.registration?.freshUntil ?? 0) > now) return known;
  if (!wellFormed(client_id)) throw new Refusal("client_document");
  await takeTurn(new URL(client_id).host, ports);
  const fetched = await ports.outbound.json(client_id, maxDocument);
  if (fetched.outcome === "refused") {
    ports.report({ name: "client_document_refused", detail: fetched.why });
    throw new Refusal("client_document");
  }
  const { terms, members } = await understand(client_id, fetched.json, ports);
  const registration: Registration = {
    kind: "document",
    accessTokenHash: null,
    issuedAt: known?.registration?.issuedAt ?? now,
    members,
    freshUntil: now + Math.min(fetched.maxAgeMs ?? HOUR, maxAge),
  };
  await keep(client_id, known, terms, registration, ports);
  const client = await ports.clients.find(client_id);
  if (client === null || client.status === "disabled") throw new Refusal("authorize_client_unknown");
  return client;
}

/** https, a path, no fragment, no user name, no query, and written in the one way that a URL parser writes it. */
function wellFormed(client_id: string): boolean {
  const url = URL.parse(client_id);
  return (
    url !== null &&
    url.href === client_id &&
    url.pathname !== "/" &&
    !/[?#@]/.test(client_id) &&
    client_id.length <= 1024
  );
}

async function understand(
  client_id: string,
  json: unknown,
  ports: Ports,
): Promise<{ terms: SelfRegisteredTerms; members: Record<string, unknown> }> {
  try {
    const members = readMembers(json);
    if (members.text("client_id") !== client_id || secrets.some((name) => members.has(name)))
      throw new Refusal("client_document");
    const kept = keptMembers(members);
    return { terms: await readTerms(members, "document", ports), members: kept };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    ports.report({ name: "client_document_refused", detail: error.refusal });
    throw new Refusal("client_document");
  }
}

/** The document's client as a row, so that consents, tokens and an administrator's "no" hang on it as on any other. */
async function keep(
  client_id: string,
  known: Client | null,
  terms: SelfRegisteredTerms,
  registration: Registration,
  ports: Ports,
): Promise<void> {
  const { registrations, clock, random } = ports;
  const now = clock.now();
  if (known === null) {
    const appId = `app_${uuid7(clock, random)}`;
    const serviceAccount = uuid7(clock, random);
    const client = {
      client_id,
      appId,
      serviceAccount,
      organisationId: NOBODY,
      terms,
      registration,
      secret: null,
    };
    // Two first arrivals at once: the one that finds it there writes the same again.
    if (await registrations.createOnce(client, now)) {
      ports.report({ name: "client_registered", client_id, detail: "document" });
      return;
    }
  }
  await registrations.replace(client_id, terms, registration, null, now);
}
