/** The letters that `gatehouse dev` would have sent, with links that work. */
import type { VNode } from "preact";
import type { DevMailModel } from "../models/account.ts";
import { renderPage } from "../parts/layout.tsx";
import { words } from "../words/index.ts";

/** A line that is one of our own addresses is a link to its path, which is the same on this machine. */
function Line({ text }: { text: string }): VNode {
  const path = /^https?:\/\/[^/\s]+(\/[^/\s]\S*)$/.exec(text)?.[1];
  return path === undefined ? <>{text}</> : <a href={path}>{text}</a>;
}

/** The newest first. */
export function renderDevMail({ context, letters }: DevMailModel): string {
  const { devMail } = words(context.locale);
  return renderPage({
    context,
    title: devMail.title,
    width: "wide",
    children: (
      <>
        <h1>{devMail.title}</h1>
        <p class="lead">{devMail.lead}</p>
        {letters.length === 0 && <p class="quiet">{devMail.none}</p>}
        {letters.map((letter) => (
          <section class="details">
            <h2>{letter.subject}</h2>
            <p class="quiet">
              <bdi>{letter.to}</bdi>
            </p>
            <div class="letter">
              {letter.text.split("\n").map((line) => (
                <p>
                  <Line text={line} />
                </p>
              ))}
            </div>
          </section>
        ))}
      </>
    ),
  });
}
