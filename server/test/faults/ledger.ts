/** What a client was promised: every answer it heard, and every question whose answer it never heard. */
import type { Answer, Caller } from "../support/load.ts";
import type { TestApp } from "../support/server.ts";

/** One chain of refresh tokens, as an honest client holds it. */
export interface Chain {
  familyId: string;
  /** The newest token that was heard. */
  held: string;
  /** Whether the last refresh was never answered. */
  inDoubt: boolean;
}

export interface Redeemed {
  code: string;
  access_token: string;
}

export class Ledger {
  /** Opaque access tokens that must be known and alive. */
  readonly alive = new Set<string>();
  /** Access tokens whose revocation was acknowledged. */
  readonly revoked: string[] = [];
  readonly redeemed: Redeemed[] = [];
  /** Codes that were sent and never answered. */
  readonly doubtfulCodes: string[] = [];
  readonly chains: Chain[];
  readonly codes: string[];
  acknowledged = 0;
  inDoubt = 0;

  /** Whether 503 is an answer like none: the storage is in trouble, and nobody knows what became of the work. */
  readonly refusable: boolean;

  constructor(chains: Chain[], codes: string[], refusable: boolean = false) {
    this.chains = chains;
    this.codes = codes;
    this.refusable = refusable;
  }

  /** One request of line `n`, chosen by `roll` in [0, 1): a refresh of its own chain, a code, a machine token, a revocation. */
  async step(app: TestApp, caller: Caller, n: number, roll: number): Promise<void> {
    const client = { client_id: app.client_id, client_secret: app.client_secret };
    const chain = this.chains[n] as Chain;
    if (roll < 0.35) {
      chain.inDoubt = true;
      const answer = await this.heard(
        caller.post("/oauth/token", {
          ...client,
          grant_type: "refresh_token",
          refresh_token: chain.held,
        }),
      );
      chain.inDoubt = false;
      chain.held = String(answer.json["refresh_token"]);
      this.alive.add(String(answer.json["access_token"]));
    } else if (roll < 0.65) {
      const code = this.codes.pop();
      if (code === undefined) throw new Error("out of codes");
      this.doubtfulCodes.push(code);
      const { redirect_uri } = app;
      const answer = await this.heard(
        caller.post("/oauth/token", { ...client, grant_type: "authorization_code", code, redirect_uri }),
      );
      this.doubtfulCodes.splice(this.doubtfulCodes.indexOf(code), 1);
      const access_token = String(answer.json["access_token"]);
      this.redeemed.push({ code, access_token });
      this.alive.add(access_token);
    } else if (roll < 0.95) {
      const answer = await this.heard(
        caller.post("/oauth/token", { ...client, grant_type: "client_credentials", scope: "bookings:read" }),
      );
      this.alive.add(String(answer.json["access_token"]));
    } else {
      const [token] = this.alive;
      if (token === undefined) return;
      // From here on nobody may count on it, heard or not.
      this.alive.delete(token);
      await this.heard(caller.post("/oauth/revoke", { ...client, token }));
      this.revoked.push(token);
    }
  }

  /** Waits for an answer and counts it. Throws when it never comes, or is not the 200 that an honest client deserves. */
  private async heard(asked: Promise<Answer>): Promise<Answer> {
    let answer: Answer;
    try {
      answer = await asked;
    } catch (error) {
      this.inDoubt++;
      throw new Unheard("the node was gone before it answered", { cause: error });
    }
    if (this.refusable && answer.status === 503) {
      this.inDoubt++;
      throw new Unheard("503");
    }
    if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.json)}`);
    this.acknowledged++;
    return answer;
  }
}

/** The answer was lost: whether the work was done is not known. */
export class Unheard extends Error {}

/** Numbers in [0, 1) that a seed decides (mulberry32), so that a failure can be run again. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
