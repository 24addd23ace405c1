/** The platform as staff see it: signing keys and settings. */
import type { VNode } from "preact";
import type { KeyJson } from "../../desk/operations/keys.ts";
import type { KeysModel, SettingsModel } from "../models/console.ts";
import { ButtonLink } from "../parts/button.tsx";
import { Day } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { words } from "../words/index.ts";
import { renderConsolePage } from "./page.tsx";
import { Rows } from "./parts.tsx";
import { consolePaths } from "./paths.ts";

function Key({ signing, model }: { signing: KeyJson; model: KeysModel }): VNode {
  const { locale } = model.frame.context;
  const { acts, keys } = words(locale).console;
  const phases: Readonly<Record<string, string>> = keys.phases;
  const { kid, alg, rsa_bits, environment, phase, activates_at, retires_at } = signing;
  const look = phase === "current" ? "badge-live" : phase === "revoked" ? "badge-bad" : "badge-plain";
  return (
    <li>
      <div class="what">
        <p>
          <code dir="ltr">{kid}</code>
        </p>
        <p class="quiet">
          {alg.startsWith("RS") || alg.startsWith("PS") ? `${alg}, ${rsa_bits} bit` : alg} ·{" "}
          {keys.signs(<Day locale={locale} at={activates_at} />)}
          {retires_at !== null && <> {keys.ends(<Day locale={locale} at={retires_at} />)}</>}
        </p>
      </div>
      <p class="badges">
        <EnvironmentBadge locale={locale} environment={environment} />
        <span class={`badge ${look}`}>{phases[phase] ?? phase}</span>
      </p>
      {model.admin && phase !== "revoked" && (
        <a class="button button-danger" href={consolePaths(model.frame.base).revokeKey(kid)}>
          {acts.revoke_key.title}
          <span class="unseen">: {kid}</span>
        </a>
      )}
    </li>
  );
}

/** The signing keys. */
export function renderConsoleKeys(model: KeysModel): string {
  const { frame, keys, admin } = model;
  const { console } = words(frame.context.locale);
  return renderConsolePage(model, {
    here: "keys",
    title: console.keys.title,
    lead: console.keys.lead,
    actions: admin ? (
      <ButtonLink kind="choice" id="rotate" href={consolePaths(frame.base).rotateKeys}>
        {console.acts.rotate_keys.title}
      </ButtonLink>
    ) : undefined,
    children: (
      <Rows empty={console.nothing} count={keys.length}>
        {keys.map((signing) => (
          <Key signing={signing} model={model} />
        ))}
      </Rows>
    ),
  });
}

/** Every setting, to be read. */
export function renderConsoleSettings(model: SettingsModel): string {
  const { frame, settings } = model;
  const { console } = words(frame.context.locale);
  return renderConsolePage(model, {
    here: "settings",
    title: console.settings.title,
    lead: console.settings.lead,
    children: (
      <div class="panel">
        <ul class="list">
          {settings.map(({ key, value, origin, doc }) => (
            <li>
              <div class="what">
                <p>
                  <code dir="ltr">{key}</code>
                </p>
                <p class="quiet" lang="en">
                  {doc}
                </p>
              </div>
              <div class="what">
                <p>
                  <code dir="ltr">
                    <Untrusted text={value} limit={300} />
                  </code>
                </p>
                <p class="quiet">{console.settings.from(<bdi>{origin}</bdi>)}</p>
              </div>
            </li>
          ))}
        </ul>
      </div>
    ),
  });
}
