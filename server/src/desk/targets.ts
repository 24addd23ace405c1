/** PO-01 — from the id in an address to the thing itself and the organisation it belongs to. */
import type { AppView, ClientView, SecretView } from "./registry.ts";
import type { Desk, Organisation } from "./ports.ts";

/** What an operation is about. */
export interface Targets {
  none: null;
  organisation: { organisation: Organisation };
  app: { app: AppView };
  client: { app: AppView; client: ClientView };
  secret: { app: AppView; client: ClientView; secret: SecretView };
}

export type TargetKind = keyof Targets;

/** The name that each kind of target has in an address. */
export const targetParameters: Readonly<Record<Exclude<TargetKind, "none">, string>> = {
  organisation: "organisation",
  app: "app",
  client: "client_id",
  secret: "secret",
};

interface Found<K extends TargetKind> {
  value: Targets[K];
  organisation: string;
}

type Finders = { [K in Exclude<TargetKind, "none">]: (desk: Desk, id: string) => Promise<Found<K> | null> };

/** Each answers null when there is no such thing. */
export const finders: Finders = {
  async organisation(desk, id) {
    const organisation = await desk.organisations.find(id);
    return organisation && { value: { organisation }, organisation: organisation.id };
  },
  async app(desk, id) {
    const app = await appOf(desk, id);
    return app?.id === id ? { value: { app }, organisation: app.organisation.id } : null;
  },
  async client(desk, id) {
    const app = await appOf(desk, id);
    const client = app?.clients.find(({ client_id }) => client_id === id);
    return app && client ? { value: { app, client }, organisation: app.organisation.id } : null;
  },
  async secret(desk, id) {
    const client_id = await desk.registry(NOBODY).clientOfSecret(id);
    const app = client_id === null ? null : await appOf(desk, client_id);
    const client = app?.clients.find((candidate) => candidate.client_id === client_id);
    const secret = client?.secrets.find((candidate) => candidate.id === id);
    return app && client && secret
      ? { value: { app, client, secret }, organisation: app.organisation.id }
      : null;
  },
};

/** Only reads: nothing is written in this name. */
const NOBODY = { actor: { type: "system", id: "desk" }, via: null } as const;

const appOf = (desk: Desk, id: string): Promise<AppView | null> => desk.registry(NOBODY).findApp(id);
