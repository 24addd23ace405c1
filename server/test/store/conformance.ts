/** What every engine must hold: the store's verbs, each with its races. Run once per engine. */
import { describe } from "vitest";
import { accountsTests } from "./parts/accounts.ts";
import { auditTests } from "./parts/audit.ts";
import { cacheTests } from "./parts/cache.ts";
import { codeTests } from "./parts/codes.ts";
import { deviceTests } from "./parts/devices.ts";
import { engineTests } from "./parts/engine.ts";
import { familyTests } from "./parts/families.ts";
import { importTests } from "./parts/import.ts";
import { keyTests } from "./parts/keys.ts";
import { letterTests } from "./parts/letters.ts";
import { passwordTests } from "./parts/passwords.ts";
import { pendingTests } from "./parts/pending.ts";
import { playgroundTests } from "./parts/playground.ts";
import { registryTests } from "./parts/registry.ts";
import { tokenTests } from "./parts/tokens.ts";
import { upkeepTests } from "./parts/upkeep.ts";
import type { EngineFactory } from "./fixture.ts";

export function conformance(name: string, factory: EngineFactory): void {
  describe(`store on ${name}`, () => {
    for (const part of [
      engineTests,
      pendingTests,
      codeTests,
      deviceTests,
      familyTests,
      tokenTests,
      accountsTests,
      passwordTests,
      registryTests,
      playgroundTests,
      importTests,
      cacheTests,
      keyTests,
      letterTests,
      upkeepTests,
      auditTests,
    ])
      part(factory);
  });
}
