/** PO-03 — the keys of a person's devices: added, named and removed by whoever proved lately who they are. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { deviceLabel } from "../../accounts/device.ts";
import { addPasskey } from "../../accounts/passkeys.ts";
import { byPerson } from "../../lib/actor.ts";
import { Refusal } from "../../oauth/refusals.ts";
import type { HttpContext } from "../context.ts";
import { seeOther } from "../see-other.ts";
import { viaOf } from "../via.ts";
import { requireFresh } from "./fresh.ts";
import { readSecurityForm, securityPath } from "./security.ts";
import { tellOfChange } from "./tell.ts";

/** Characters of a name that a person gives. */
const LONGEST_NAME = 60;

export async function addKey(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { browser, form } = await readSecurityForm(context, request);
  requireFresh(context, browser, securityPath(context));
  const answer = {
    credential: form.get("credential") ?? "",
    name: deviceLabel(request.headers["user-agent"]) ?? "Passkey",
  };
  const party = { issuer: context.ports.issuer, company: context.company };
  const { person, hash } = browser;
  if (!(await addPasskey(person, hash, answer, party, viaOf(request), context.accounts)))
    throw new Refusal("proof_gone");
  await tellOfChange(context, request, person.email, "passkey");
  return seeOther(reply, securityPath(context, "?saved=1"));
}

export async function renameKey(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { browser, form } = await readSecurityForm(context, request);
  const name = (form.get("name") ?? "").trim().slice(0, LONGEST_NAME);
  if (name !== "") await context.accounts.passkeys.rename(form.get("passkey") ?? "", browser.person.id, name);
  return seeOther(reply, securityPath(context, "?saved=1"));
}

export async function removeKey(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { browser, form } = await readSecurityForm(context, request);
  requireFresh(context, browser, securityPath(context));
  const { id, email } = browser.person;
  const by = byPerson(id, viaOf(request));
  if (await context.accounts.passkeys.remove(form.get("passkey") ?? "", id, by))
    await tellOfChange(context, request, email, "passkeyRemoved");
  return seeOther(reply, securityPath(context, "?saved=1"));
}
