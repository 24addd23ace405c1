/** The addresses that programs of the protocol ask: all that a token needs, known from the start. */
import { paths } from "../oauth/metadata.ts";
import { decisions } from "./inspect/decisions.ts";
import { budget } from "./oauth/budget.ts";
import { deviceAuthorization } from "./oauth/device.ts";
import { introspection } from "./oauth/introspect.ts";
import { pushedAuthorization } from "./oauth/par.ts";
import { keySet, serverMetadata } from "./oauth/metadata.ts";
import { registration, registrationOf } from "./oauth/register.ts";
import { revocation } from "./oauth/revoke.ts";
import { oneStatusList, statusChanges, statusLists } from "./oauth/status.ts";
import { token } from "./oauth/token.ts";
import { userinfo } from "./oauth/userinfo.ts";
import { route, waiting, type Route } from "./route.ts";

/* oxfmt-ignore */
export const protocolRoutes: readonly Route[] = [
  // GET at the token endpoint is answered by a "no", or by the opt-in of one provider page.
  ...[paths.token, ...paths.tokenAliases].flatMap((path): Route[] => [
    route(["POST"], path, token, "json", true),
    { ...route(["GET"], path, token, "json"), optIn: true },
  ]),
  route(["GET", "POST"], paths.userinfo, userinfo, "bearer", true),
  route(["POST"], paths.device, deviceAuthorization, "json"),
  route(["POST"], paths.par, pushedAuthorization, "json", true),
  route(["POST"], paths.introspect, introspection, "json"),
  route(["POST"], paths.decisions, decisions, "json"),
  route(["POST"], paths.budget, budget, "json"),
  route(["POST"], paths.revoke, revocation, "json", true),
  route(["POST"], paths.register, registration, "registration", true),
  route(["GET", "PUT", "DELETE"], `${paths.register}/:client_id`, registrationOf, "registration"),
  route(["GET"], paths.metadata, serverMetadata, "json", true),
  route(["GET"], paths.openid, serverMetadata, "json", true),
  route(["GET"], paths.jwks, keySet, "json", true),
  route(["GET"], paths.status, statusLists, "json"),
  waiting(paths.statusChanges, statusChanges, "json"),
  route(["GET"], `${paths.status}/:list`, oneStatusList, "json", true),
];
