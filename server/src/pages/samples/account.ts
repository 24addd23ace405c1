/** Samples of the pages about a person's own account. */
import { renderReAuthenticate } from "../account/re-authenticate.tsx";
import type { ReAuthenticateModel } from "../models/account.ts";
import { contextOf, hostilePerson, person } from "./parts.ts";
import type { Sample } from "./parts.ts";

function reAuthenticate(what: string, change: Partial<ReAuthenticateModel>): Sample {
  return {
    name: `re-authenticate/${what}`,
    render: (locale) =>
      renderReAuthenticate({
        context: contextOf(locale),
        action: "/re-authenticate",
        csrf: "csrf-sample",
        next: "/portal/app",
        person,
        problem: null,
        retryAfterSeconds: null,
        ...change,
      }),
  };
}

export const accountSamples: Sample[] = [
  reAuthenticate("normal", {}),
  reAuthenticate("wrong", { problem: "credentials" }),
  reAuthenticate("nothing-typed", { problem: "missing", next: null }),
  reAuthenticate("throttled", { problem: "throttled", retryAfterSeconds: 300 }),
  reAuthenticate("hostile", { person: hostilePerson }),
];
