/** RFC 9457 in words — what the desk would not do, for a reason that is not about one field. */
import type { DeskFrame } from "../models/desk.ts";
import { ButtonLink } from "../parts/button.tsx";
import { problemSentence } from "../parts/desk.tsx";
import { renderDeskPage } from "../parts/desk-layout.tsx";
import { words } from "../words/index.ts";

interface ProblemModel {
  frame: DeskFrame;
  /** The name in the desk's table. */
  problem: string;
  backPath: string;
}

/** The page; there is always a way on. */
export function renderProblem({ frame, problem, backPath }: ProblemModel): string {
  const { problems } = words(frame.context.locale);
  return renderDeskPage({
    frame,
    title: problems.title,
    width: "narrow",
    children: (
      <>
        <h1>{problems.title}</h1>
        <p class="lead">{problemSentence(frame.context.locale, problem)}</p>
        <p>
          <ButtonLink kind="primary" id="back" href={backPath}>
            {problems.back}
          </ButtonLink>
        </p>
      </>
    ),
  });
}
