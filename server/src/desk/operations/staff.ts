/** What staff look through: all apps and organisations; and the mark that they checked who somebody is. */
import { Type } from "typebox";
import type { AppJson, OrganisationJson } from "../json.ts";
import { operation, type Operation } from "../operation.ts";
import { page, pageOf, type Page } from "../page.ts";
import { AppShape, OrganisationShape, appJson, organisationJson, stamp } from "../shapes.ts";

const Text = Type.String();
const Search = {
  search: Type.Optional(Type.String({ maxLength: 200, description: "Part of a name, or a whole id." })),
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
};

export const searchApps: Operation<Page<AppJson>> = operation({
  name: "app.search",
  method: "GET",
  path: "/apps",
  summary: "All apps, newest first. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object(
    {
      ...Search,
      state: Type.Optional(
        Type.Union([Type.Literal("any"), Type.Literal("suspended"), Type.Literal("live")]),
      ),
    },
    { additionalProperties: false },
  ),
  output: pageOf(AppShape),
  run: (desk, _caller, { search = "", state = "any", cursor }) =>
    page(
      desk,
      `apps ${state} ${search}`,
      cursor,
      (after, limit) => desk.directory.apps({ text: search.trim(), state, after, limit }),
      (app) => appJson(app),
    ),
});

export interface OrganisationRow extends OrganisationJson {
  created_at: string;
  apps: number;
  members: number;
}

export const searchOrganisations: Operation<Page<OrganisationRow>> = operation({
  name: "organisation.search",
  method: "GET",
  path: "/all-organisations",
  summary: "All organisations, newest first. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object(Search, { additionalProperties: false }),
  output: pageOf(
    Type.Intersect([
      OrganisationShape,
      Type.Object({ created_at: Text, apps: Type.Integer(), members: Type.Integer() }),
    ]),
  ),
  run: (desk, _caller, { search = "", cursor }) =>
    page(
      desk,
      `organisations ${search}`,
      cursor,
      (after, limit) => desk.directory.organisations({ text: search.trim(), after, limit }),
      ({ createdAt, apps, members, ...one }) =>
        Object.assign(organisationJson(one), { created_at: stamp(createdAt), apps, members }),
    ),
});

export const verifyOrganisation: Operation<OrganisationJson> = operation({
  name: "organisation.verify",
  method: "PUT",
  path: "/organisations/{organisation}/verification",
  summary:
    "Says, or takes back, that staff checked who an organisation is. People see it on the consent page.",
  target: "organisation",
  who: { staff: "reviewer" },
  fresh: true,
  input: Type.Object({ organisation: Text, verified: Type.Boolean() }, { additionalProperties: false }),
  output: OrganisationShape,
  async run(desk, caller, { verified }, { organisation }) {
    await desk.registry(caller.by).verifyOrganisation(organisation.id, verified ? desk.clock.now() : null);
    return organisationJson((await desk.organisations.find(organisation.id)) ?? organisation);
  },
});
