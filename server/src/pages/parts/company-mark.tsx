/** The company beside its name: its logo, or the first letter on its colour. Decoration, because the name always stands beside it. */
import type { VNode } from "preact";
import type { PageContext } from "../models.ts";
import { Tile } from "./tile.tsx";

export function CompanyMark({ context }: { context: PageContext }): VNode {
  const { company, logo } = context;
  if (logo === null) return <Tile name={company} kind="company" />;
  return <img class="logo" src={logo.path} width={logo.width} height={logo.height} alt="" />;
}

/** What every document's head has of the company: its colours over the stylesheet, and its logo in the browser's tab. */
export function CompanyLinks({ context: { colours, logo } }: { context: PageContext }): VNode {
  return (
    <>
      {colours !== null && <link rel="stylesheet" href={colours} />}
      {logo !== null && <link rel="icon" href={logo.path} />}
    </>
  );
}
