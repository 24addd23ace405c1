/** Simulated persons: whom an app's own tests let in, in the test environment and nowhere else. Times in milliseconds. */
import type { By } from "../lib/actor.ts";

export interface TestPerson {
  /** `sim_` and a UUIDv7: no real person's id begins so. */
  id: string;
  app: string;
  name: string;
  locale: string | null;
  /** Standard claims (OpenID Connect Core §5.1) beyond name and locale. */
  claims: Readonly<Record<string, unknown>>;
  createdAt: number;
}

export interface TestPeoplePort {
  /** Those of an app, newest first. */
  list(app: string): Promise<readonly TestPerson[]>;
  /** Null when the app has none of this id. */
  find(app: string, id: string): Promise<TestPerson | null>;
  /** False when the app has `most` of them already, or is gone. */
  create(person: TestPerson, most: number, by: By): Promise<boolean>;
  /** With every consent and token that was theirs. */
  remove(app: string, id: string, now: number, by: By): Promise<boolean>;
}
