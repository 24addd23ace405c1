/** The frameworks that the adapters are tried on. Both come through require: Express ships no types, Fastify is the server's. */
import { createRequire } from "node:module";
import type { RequestListener } from "node:http";
import type { ExpressRequest } from "../../src/for/express.ts";
import type { NodeResponse } from "../../src/for/node-request.ts";

type Handler = (
  req: ExpressRequest,
  res: NodeResponse & { json(body: unknown): void },
  next: () => void,
) => unknown;
interface Router {
  use(...handlers: (string | Handler | Router)[]): void;
  get(path: string, handler: Handler): void;
  post(path: string, handler: Handler): void;
}

const require = createRequire(import.meta.url);
export const express: { (): Router & RequestListener; Router(): Router & Handler } = require("express");
export const { fastify }: typeof import("fastify") = require("fastify");
