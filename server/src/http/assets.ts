/** Stylesheets and scripts of the pages, under names made of their content: they may be kept for ever (RFC 9111 §5.2.2.1). */
import type { FastifyReply } from "fastify";
import { copyScript } from "../pages/copy-script.ts";
import { guideScript } from "../pages/guide/script.ts";
import { guideStylesheet } from "../pages/guide/stylesheet.ts";
import { passkeyScript } from "../pages/passkey-script.ts";
import { deskStylesheet, stylesheet } from "../pages/stylesheet.ts";
import { submitScript } from "../pages/submit-script.ts";
import type { Route } from "./route.ts";

/** For ever, by everybody: another content has another name. */
export function kept(reply: FastifyReply): FastifyReply {
  return reply.header("cache-control", "public, max-age=31536000, immutable");
}

function asset({ path, body }: { path: string; body: string }, type: "css" | "javascript"): Route {
  return {
    methods: ["GET"],
    path,
    voice: "page",
    handler: (_context, _request, reply) => kept(reply).type(`text/${type}; charset=utf-8`).send(body),
  };
}

export const assets: readonly Route[] = [
  asset(stylesheet, "css"),
  asset(deskStylesheet, "css"),
  asset(submitScript, "javascript"),
  asset(copyScript, "javascript"),
  asset(guideStylesheet, "css"),
  asset(guideScript, "javascript"),
  asset(passkeyScript, "javascript"),
];
