/** What the account pages need of the accounts room. */
import type { EmailProofWorld } from "../../accounts/email-proof.ts";
import type { IdentitiesPort, PasskeysPort } from "../../accounts/proof-ports.ts";
import type { SecondFactorWorld } from "../../accounts/second-factor.ts";
import type { TicketWorld } from "../../accounts/tickets.ts";
import type { PeopleWorld } from "../../accounts/people.ts";
import type { SessionWorld } from "../../accounts/sessions.ts";
import type { SignInWorld } from "../../accounts/sign-in.ts";

export type AccountsPorts = PeopleWorld &
  SessionWorld &
  SignInWorld &
  EmailProofWorld &
  SecondFactorWorld &
  TicketWorld & { passkeys: PasskeysPort; identities: IdentitiesPort };
