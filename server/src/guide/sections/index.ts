/** The sections in their order; each decides for itself whether it is there. */
import { call, routes, versions } from "./calls.ts";
import { ci } from "./ci.ts";
import { authorize, exchange, refresh } from "./code-flow.ts";
import { details } from "./details.ts";
import { keys } from "./keys.ts";
import { device, machine, tokenExchange } from "./other-grants.ts";
import { endpoints, errors, limits } from "./reference.ts";
import { environments, register } from "./register.ts";
import type { WriteSection } from "./section.ts";
import { start } from "./start.ts";
import { identity, logout, redirectUris, tokens } from "./tokens.ts";

export const sections: readonly WriteSection[] = [
  start,
  register,
  environments,
  authorize,
  exchange,
  refresh,
  machine,
  device,
  tokenExchange,
  call,
  routes,
  details,
  versions,
  tokens,
  redirectUris,
  identity,
  logout,
  keys,
  ci,
  errors,
  limits,
  endpoints,
];
