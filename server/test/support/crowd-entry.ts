/** A crowd that signs in all at once, as a process of its own: what it costs to be a crowd is not taken from whoever measures. Says what each met, as JSON. */
import { fieldOf } from "./answers.ts";
import { Browser } from "./browser.ts";

/** What the parent tells it, as JSON in its first argument. */
export interface CrowdTask {
  origin: string;
  people: number;
  /** Of the one person that all of them are. */
  username: string;
  password: string;
}

const { origin, people, ...typed } = JSON.parse(process.argv[2] ?? "{}") as CrowdTask;

/** What somebody meets who types the right password. */
async function signIn(): Promise<string> {
  const visitor = new Browser(origin);
  const page = await visitor.open("/sign-in");
  if (page.status !== 200) return String(page.status);
  const next = await visitor.post(page.url, { csrf: fieldOf(page, "csrf"), ...typed });
  return next.status === 200 && !next.url.includes("/sign-in") ? "signed in" : String(next.status);
}

process.stdout.write(JSON.stringify(await Promise.all(Array.from({ length: people }, signIn))));
