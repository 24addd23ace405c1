/** RFC 7591 §2, RFC 6749 §3.1.2 — redirect URIs, permissions and grants of one environment, changed together. */
import type { ChangeAccessModel } from "../models/portal.ts";
import { Button, ButtonLink } from "../parts/button.tsx";
import { DeskForm, Notice, Title, errorOf } from "../parts/desk.tsx";
import { EnvironmentBadge } from "../parts/environment.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { Choice, Choices, TextArea } from "../parts/inputs.tsx";
import { words } from "../words/index.ts";
import { shortGrant } from "./access.tsx";
import { besideApp, crumbsOfApp } from "./around.ts";
import { ScopeChoices } from "./new-app.tsx";
import { portalPaths } from "./paths.ts";
import { Uris } from "./uris.tsx";

const ids = { redirect_uris: "redirect_uris", scope: "scope", grant_types: "grants" };

/** The form; what was typed is explained line by line when something is wrong with it. */
export function renderChangeAccess(model: ChangeAccessModel): string {
  const { frame, app, client, form, redirect_uris, uris, scopes, grants } = model;
  const { locale } = frame.context;
  const { access, desk } = words(locale);
  const { environment } = client;
  const back = portalPaths(frame.base).access(app.id, environment);
  const names: Readonly<Record<string, string>> = access.grantNames;
  return renderDeskPage({
    frame,
    title: access.change,
    problem: form.problem !== null,
    width: "narrow",
    crumbs: crumbsOfApp(model, { href: back, label: access.title }),
    side: besideApp(model, `${environment}/access`),
    children: (
      <>
        <Title
          title={
            <>
              {access.title} <EnvironmentBadge locale={locale} environment={environment} />
            </>
          }
        />
        {environment === "live" && (
          <Notice tone="warn">
            <p>{access.warning}</p>
          </Notice>
        )}
        <div class={`panel env env-${environment}`}>
          <DeskForm form={form} locale={locale} ids={ids}>
            <TextArea
              id="redirect_uris"
              label={access.redirects}
              hint={access.redirectsHint}
              value={redirect_uris}
              code
              error={errorOf(form.problem, "redirect_uris", locale)}
            />
            {uris.length > 0 && <Uris uris={uris} locale={locale} />}
            <ScopeChoices scopes={scopes} locale={locale} error={errorOf(form.problem, "scope", locale)} />
            <Choices
              id="grants"
              legend={access.grants}
              hint={access.grantsHint}
              error={errorOf(form.problem, "grant_types", locale)}
            >
              {grants.map(({ name, chosen }) => (
                <Choice
                  type="checkbox"
                  flat
                  id={`grant:${shortGrant(name)}`}
                  name={`grant:${name}`}
                  value="on"
                  checked={chosen}
                  label={names[shortGrant(name)] ?? name}
                  meaning={<code>{shortGrant(name)}</code>}
                />
              ))}
            </Choices>
            <div class="actions">
              <Button id="save" kind="primary">
                {access.submit}
              </Button>
              <ButtonLink kind="quiet" id="cancel" href={back}>
                {desk.cancel}
              </ButtonLink>
            </div>
          </DeskForm>
        </div>
      </>
    ),
  });
}
