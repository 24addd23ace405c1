/** What the account pages need of the accounts room. */
import type { EmailProofWorld } from "../../accounts/email-proof.ts";
import type { PeopleWorld } from "../../accounts/people.ts";
import type { SessionWorld } from "../../accounts/sessions.ts";
import type { SignInWorld } from "../../accounts/sign-in.ts";

export type AccountsPorts = PeopleWorld & SessionWorld & SignInWorld & EmailProofWorld;
