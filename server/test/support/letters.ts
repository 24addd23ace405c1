/** What a person reads out of a letter: the code and the link. */
import type { TestServer } from "./server.ts";

/** Of the newest letter to this address. Throws when there is none. */
export function newestLetter(
  server: Pick<TestServer, "letters">,
  to: string,
): { subject: string; text: string; code: string; path: string } {
  const letter = server.letters().find((one) => one.to === to);
  if (letter === undefined) throw new Error(`no letter to ${to}`);
  const code = (/^\d{4} \d{4}$/m.exec(letter.text)?.[0] ?? "").replace(" ", "");
  const link = /^https?:\/\/\S+$/m.exec(letter.text)?.[0];
  const { pathname, search } = new URL(link ?? "http://none.example/");
  return { subject: letter.subject, text: letter.text, code, path: pathname + search };
}
