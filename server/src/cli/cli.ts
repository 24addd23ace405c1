/** What every command is built from: an action that loads, works, answers. */
import type { Command } from "commander";
import type { Gatehouse } from "../compose/world.ts";
import type { Io } from "./io.ts";
import type { Remote } from "./remote/remote.ts";
import { serverOf } from "./remote/server.ts";
import type { Answer } from "./output.ts";
import { loadOrRefuse } from "./load.ts";

export type Options = Readonly<Record<string, unknown>>;

/** One call of one command. */
export interface Call<O> {
  io: Io;
  options: O & GlobalOptions;
  /** Positional arguments. */
  args: readonly string[];
}

export interface GlobalOptions {
  json?: true;
  config?: string;
  data?: string;
  preset?: string;
  server?: string;
}

export interface Cli {
  io: Io;
  /** An action that needs no store. */
  plain<O>(work: (call: Call<O>) => Answer | null | Promise<Answer | null>): Action;
  /** An action on an open store; the settings must be fit for `serve`. */
  open<O>(work: (gatehouse: Gatehouse, call: Call<O>) => Promise<Answer>): Action;
  /** `here` on this machine; over the management API of the server where one is named. */
  either<O>(here: Action, there: (remote: Remote, call: Call<O>) => Promise<Answer | null>): Action;
}

type Action = (...all: unknown[]) => Promise<void>;

/** `failed` is told when an answer is a "no". */
export function createCli(io: Io, failed: () => void): Cli {
  const plain: Cli["plain"] =
    <O>(work: (call: Call<O>) => Answer | null | Promise<Answer | null>) =>
    async (...all: unknown[]) => {
      const command = all.at(-1) as Command;
      const options = command.optsWithGlobals<O & GlobalOptions>();
      const answer = await work({ io, options, args: command.args });
      if (answer === null) return;
      if (options.json) io.out(`${JSON.stringify(answer.json, null, 2)}\n`);
      else if (answer.text !== "") io.out(`${answer.text}\n`);
      if (answer.failed === true) failed();
    };
  return {
    io,
    plain,
    either:
      <O>(here: Action, there: (remote: Remote, call: Call<O>) => Promise<Answer | null>): Action =>
      async (...all: unknown[]) => {
        const server = serverOf((all.at(-1) as Command).optsWithGlobals(), io.env);
        if (server === null) return here(...all);
        const { connect } = await import("./remote/remote.ts");
        return plain<O>(async (call) => there(await connect(server, io), call))(...all);
      },
    open: <O>(work: (gatehouse: Gatehouse, call: Call<O>) => Promise<Answer>) =>
      plain<O>(async (call) => {
        const { settings } = loadOrRefuse(call.options as Options, io.env, "serve");
        const { onOpenStore } = await import("./open-store.ts");
        return onOpenStore(settings, (gatehouse) => work(gatehouse, call));
      }),
  };
}
