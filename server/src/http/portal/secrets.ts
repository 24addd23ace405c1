/** RFC 6749 §2.3.1 — the secrets of one environment: seen by their labels, made with overlap, ended one by one. */
import { addSecret, endSecret } from "../../desk/operations/clients.ts";
import { Problem } from "../../desk/problems.ts";
import type { NewSecretModel, SecretsModel } from "../../pages/models/portal.ts";
import { renderConfirm } from "../../pages/portal/confirm.tsx";
import { renderNewSecret } from "../../pages/portal/new-secret.tsx";
import { renderSecrets } from "../../pages/portal/secrets.tsx";
import { words } from "../../pages/words/index.ts";
import { ask, formPage, page, param, send } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { aliveSecrets, endsSoon, safeToDelete } from "./facts.ts";
import { clientOf, doneOf, placeOf } from "./read.ts";
import { keepForOnce } from "./shown-once.ts";

const DAY = 24 * 3600;
/** What the form calls them, in seconds. */
const LIVES: Readonly<Record<string, number>> = { d30: 30 * DAY, d90: 90 * DAY, d365: 365 * DAY };
const OVERLAPS: Readonly<Record<string, number>> = { now: 0, d1: DAY, d7: 7 * DAY };

export const showSecrets: Handler = page(async (visit) => {
  const { app, client } = await clientOf(visit);
  const now = visit.context.ports.clock.now();
  const alive = aliveSecrets(client, now);
  const stateOf = (secret: (typeof alive)[number]): SecretsModel["secrets"][number]["state"] => {
    if (!alive.includes(secret)) return "ended";
    if (endsSoon(secret, now)) return "soon";
    return safeToDelete(secret, client, now) ? "safe" : "used";
  };
  const secrets = client.secrets.map((secret) => ({ ...secret, state: stateOf(secret) }));
  return send(
    visit,
    renderSecrets({
      ...(await placeOf(visit, app)),
      client,
      // Those that work come first, the newest of them on top.
      secrets: secrets
        .toReversed()
        .toSorted((a, b) => Number(a.state === "ended") - Number(b.state === "ended")),
      done: doneOf(visit),
    }),
  );
});

export const newSecret: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  async read(visit) {
    const found = await clientOf(visit);
    const place = await placeOf(visit, found.app);
    if (!place.may.change) throw new Problem("role_too_low");
    if (found.app.suspended_at !== null) throw new Problem("suspended");
    return { ...found, place };
  },
  render(visit, { client, place }, form, typed) {
    const asTyped: NewSecretModel["typed"] = {
      label: typed?.get("label") ?? "",
      life: typed?.get("life") ?? "never",
      overlap: typed?.get("overlap") ?? "keep",
    };
    const others = aliveSecrets(client, visit.context.ports.clock.now()).length > 0;
    return renderNewSecret({ ...place, client, form, typed: asTyped, others });
  },
  async act(visit, { app, client }, form) {
    const life = LIVES[form.get("life") ?? ""];
    const overlap = OVERLAPS[form.get("overlap") ?? ""];
    const { client_id, environment } = client;
    const made = await ask(visit, addSecret, {
      client_id,
      label: form.get("label") ?? "",
      ...(life === undefined ? {} : { expires_in: life }),
      ...(overlap === undefined ? {} : { overlap_seconds: overlap }),
    });
    keepForOnce(visit, client_id, made.client_secret);
    return visit.paths.credentials(app.id, environment);
  },
});

export const removeSecret: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  async read(visit) {
    const { app, client } = await clientOf(visit);
    const place = await placeOf(visit, app);
    const secret = client.secrets.find(({ id }) => id === param(visit, "secret"));
    if (secret === undefined) throw new Problem("not_found");
    if (!place.may.change) throw new Problem("role_too_low");
    return { app, client, secret, place };
  },
  render: (visit, { app, client, secret, place }, form) =>
    renderConfirm({
      frame: place.frame,
      kind: "end_secret",
      form,
      subject: secret.label,
      environment: client.environment,
      back: {
        href: visit.paths.secrets(app.id, client.environment),
        label: words(place.frame.context.locale).secrets.title,
      },
      typed: false,
    }),
  async act(visit, { app, client, secret }) {
    await ask(visit, endSecret, { secret: secret.id });
    return `${visit.paths.secrets(app.id, client.environment)}?done=secret_ended`;
  },
});
