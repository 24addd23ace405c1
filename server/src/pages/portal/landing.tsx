/** The portal's door: what a developer finds here, and the way in. */
import type { VNode } from "preact";
import type { LandingModel } from "../models/portal.ts";
import { ButtonLink } from "../parts/button.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { words } from "../words/index.ts";

function Point({ title, children }: { title: string; children: string }): VNode {
  return (
    <section class="panel">
      <h2>{title}</h2>
      <p class="quiet">{children}</p>
    </section>
  );
}

/** For whoever is not signed in. */
export function renderLanding({ frame, signInPath, signUpPath }: LandingModel): string {
  const { locale, company } = frame.context;
  const { common, landing } = words(locale);
  return renderDeskPage({
    frame,
    title: landing.title,
    children: (
      <>
        <div class="hero">
          <h1>{landing.heading(<bdi>{company}</bdi>)}</h1>
          <p class="lead">{landing.lead}</p>
          <div class="actions">
            {signUpPath !== null && (
              <ButtonLink kind="primary" id="sign-up" href={signUpPath}>
                {landing.signUp}
              </ButtonLink>
            )}
            <ButtonLink kind={signUpPath === null ? "primary" : "quiet"} id="enter" href={signInPath}>
              {common.signIn}
            </ButtonLink>
            {frame.guidePath !== null && (
              <ButtonLink kind="quiet" id="read-guide" href={frame.guidePath}>
                {landing.guide}
              </ButtonLink>
            )}
          </div>
        </div>
        <div class="panels">
          <Point title={landing.testTitle}>{landing.test}</Point>
          <Point title={landing.clearTitle}>{landing.clear}</Point>
          <Point title={landing.safeTitle}>{landing.safe}</Point>
        </div>
      </>
    ),
  });
}
