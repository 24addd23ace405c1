/** PO-02 — a new secret on its way to the one page that shows it: sealed in a cookie of the browser that made it, stored nowhere. */
import type { Visit } from "../desk/visit.ts";

/** How long the way may take. Milliseconds. */
const WAY_MS = 60_000;

const cookieOf = (secure: boolean): string => (secure ? "__Host-gatehouse-once" : "gatehouse-once");

/** Only this browser can open it, and only for this client. */
const purposeOf = ({ browser }: Visit, client_id: string): string => `${browser.hash} ${client_id}`;

/** Gives the browser the secret that the next page shows. */
export function keepForOnce(visit: Visit, client_id: string, client_secret: string): void {
  const { context, reply } = visit;
  const until = context.ports.clock.now() + WAY_MS;
  const sealed = context.once.seal(JSON.stringify([client_secret, until]), purposeOf(visit, client_id));
  void reply.header("set-cookie", written(context.secure, sealed, WAY_MS / 1000));
}

/** The secret that was made just now, and takes it from the browser; null when there is none, or it is of another client. */
export function takeOnce(visit: Visit, client_id: string): string | null {
  const { context, request, reply } = visit;
  const name = `${cookieOf(context.secure)}=`;
  const sent = (request.headers.cookie ?? "").split(";").find((part) => part.trim().startsWith(name));
  if (sent === undefined) return null;
  void reply.header("set-cookie", written(context.secure, "", 0));
  try {
    const opened = context.once.open(sent.trim().slice(name.length), purposeOf(visit, client_id));
    const [client_secret, until] = JSON.parse(opened) as [string, number];
    return context.ports.clock.now() < until ? client_secret : null;
  } catch {
    // Not ours, or not for this browser and client.
    return null;
  }
}

function written(secure: boolean, value: string, seconds: number): string {
  const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? "; Secure" : ""}`;
  return `${cookieOf(secure)}=${value}; ${flags}`;
}
