/** OpenID Connect Back-Channel Logout 1.0 — tells each app of a session that it has ended: a signed logout token, sent by this server. */
import { hex } from "../../lib/encode.ts";
import { seconds } from "../../lib/clock.ts";
import type { Ports } from "../ports.ts";
import { subjectFor } from "./subject.ts";

/** One app that must be told of the end of one session. */
export interface LogoutNotice {
  id: string;
  client_id: string;
  subject: string;
  sid: string;
  /** Whether it is not tried again. */
  last: boolean;
}

export interface LogoutsPort {
  /**
   * Takes up to `limit` that are due, one of each app before a second of any; each comes back later unless it is `done`.
   * One caller gets each.
   */
  take(now: number, limit: number): Promise<readonly LogoutNotice[]>;
  /** What else is due for this app waits as well: it cannot be reached now, and others shall not wait for it. */
  later(client_id: string, now: number): Promise<void>;
  /** It was delivered, or never will be. */
  done(id: string): Promise<void>;
}

/** §2.4: the one member of `events`. */
const EVENT = "http://schemas.openid.net/event/backchannel-logout";

/** §2.4: at most two minutes are recommended. Seconds. */
const LIFETIME = 120;

const AT_ONCE = 20;

/** Sends what is due; answers how many were taken. Nobody waits for it: the person is signed out already. */
export async function sendLogouts(ports: Ports): Promise<number> {
  const due = await ports.logouts.take(ports.clock.now(), AT_ONCE);
  await Promise.all(due.map((notice) => send(notice, ports)));
  return due.length;
}

async function send({ id, client_id, subject, sid, last }: LogoutNotice, ports: Ports): Promise<void> {
  const client = await ports.clients.find(client_id);
  const uri = client?.metadata.backchannel_logout_uri;
  // It has no address any more, or is not to know anything any more.
  if (client === null || uri === undefined || client.status === "disabled") return ports.logouts.done(id);
  const iat = seconds(ports.clock.now());
  const claims = {
    iss: ports.issuer,
    sub: subjectFor(subject, client, ports),
    aud: client_id,
    iat,
    exp: iat + LIFETIME,
    jti: hex(ports.random.bytes(16)),
    events: { [EVENT]: {} },
    sid,
  };
  const alg = client.metadata.id_token_signed_response_alg ?? "RS256";
  const kind = { alg, rsa_bits: 2048, environment: client.environment };
  const logout_token = await ports.keys.sign(kind, "logout+jwt", claims);
  const sent = await ports.outbound.post(uri, { logout_token });
  // §2.8: 200, and 204 from frameworks that answer so when there is no body.
  const told = sent.outcome === "answered" && (sent.status === 200 || sent.status === 204);
  const why = sent.outcome === "answered" ? String(sent.status) : sent.why;
  ports.report({
    name: told ? "logout_sent" : last ? "logout_given_up" : "logout_failed",
    client_id,
    detail: told ? "" : why,
  });
  if (told || last) await ports.logouts.done(id);
  if (!told) await ports.logouts.later(client_id, ports.clock.now());
}
