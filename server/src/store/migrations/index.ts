/** Every migration, by name; names sort in the order they run. */
import { first } from "./0001-first.ts";
import { versions } from "./0002-versions.ts";
import { device } from "./0011-device.ts";
import { exchange } from "./0011-exchange.ts";
import { openid } from "./0003-openid.ts";
import { registration } from "./0012-registration.ts";
import { audit } from "./0020-audit.ts";
import { facts } from "./0021-facts.ts";
import { proofs } from "./0022-proofs.ts";
import { status } from "./0023-status.ts";
import { sessions } from "./0026-sessions.ts";
import { trustedIssuers } from "./0027-trusted-issuers.ts";
import { people } from "./0028-people.ts";
import { accounts } from "./0029-accounts.ts";
import { apiDocuments } from "./0030-api-documents.ts";
import { desk } from "./0031-desk.ts";
import { deletedApps } from "./0034-deleted-apps.ts";
import { events } from "./0037-events.ts";
import { usage } from "./0038-usage.ts";
import { deviceDetails } from "./0043-device-details.ts";
import { letters } from "./0048-letters.ts";
import { testPeople } from "./0047-test-people.ts";
import { playground } from "./0045-playground.ts";
import { idempotency } from "./0036-idempotency.ts";
import { agents } from "./0044-agents.ts";
import { branding } from "./0046-branding.ts";
import { challenges } from "./0052-challenges.ts";
import { challengesFound } from "./0053-challenges-found.ts";
import { opaquePartial } from "./0049-opaque-partial.ts";
import type { Upgrade } from "./upgrade.ts";

export const migrations: Record<string, Upgrade> = {
  "0001-first": first,
  "0002-versions": versions,
  "0003-openid": openid,
  "0011-device": device,
  "0011-exchange": exchange,
  "0012-registration": registration,
  "0020-audit": audit,
  "0021-facts": facts,
  "0022-proofs": proofs,
  "0023-status": status,
  "0026-sessions": sessions,
  "0027-trusted-issuers": trustedIssuers,
  "0028-people": people,
  "0029-accounts": accounts,
  "0030-api-documents": apiDocuments,
  "0031-desk": desk,
  "0034-deleted-apps": deletedApps,
  "0036-idempotency": idempotency,
  "0037-events": events,
  "0038-usage": usage,
  "0043-device-details": deviceDetails,
  "0044-agents": agents,
  "0045-playground": playground,
  "0046-branding": branding,
  "0047-test-people": testPeople,
  "0048-letters": letters,
  "0049-opaque-partial": opaquePartial,
  "0052-challenges": challenges,
  "0053-challenges-found": challengesFound,
};
