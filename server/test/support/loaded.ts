/** Loaded before a program (`node --import`): says at its end, as one line of JSON on standard error, what it has loaded. */
import { registerHooks } from "node:module";

const files: string[] = [];
registerHooks({
  load(url, context, next) {
    files.push(url);
    return next(url, context);
  },
});
process.on("exit", () => {
  const { moduleLoadList } = process as unknown as { moduleLoadList: string[] };
  process.stderr.write(`${JSON.stringify([...files, ...moduleLoadList])}\n`);
});
