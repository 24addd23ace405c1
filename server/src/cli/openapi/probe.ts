/** Asks a running API, without any token, whether its guard is what the document says. Only GET, which changes nothing. */
import type { ApiRoute } from "../../oauth/resource.ts";

const TIMEOUT_MS = 5_000;
/** Stands for every parameter, and for a path that no document names. */
const NOTHING = "gatehouse-check-without-a-token";

/** One sentence for each difference. `server` stands before the full paths of the document. */
export async function probe(server: string, routes: readonly ApiRoute[]): Promise<string[]> {
  const origin = new URL(server).origin;
  const ask = async (path: string): Promise<number | null> => {
    try {
      const answer = await fetch(origin + path, {
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return null;
    }
  };
  const unknown = await ask(`/${NOTHING}`);
  if (unknown === null) return [`${origin} cannot be reached.`];
  const causes: string[] = [];
  if (unknown !== 401 && unknown !== 403)
    causes.push(`A path that is not in the document answers ${unknown}: default deny is not on.`);
  for (const route of routes) {
    if (route.method !== "GET") continue;
    const status = await ask(route.path.replaceAll(/\{[^{}/]+\}/g, NOTHING));
    const refused = status === 401 || status === 403;
    const name = `GET ${route.path}`;
    if (status === null) causes.push(`${name} does not answer.`);
    else if (!route.public && status !== 401)
      causes.push(
        `${name} is not guarded as documented: without a token it answers ${status} instead of 401.`,
      );
    else if (route.public && refused)
      causes.push(`${name} is public in the document; without a token it answers ${status}.`);
  }
  return [...causes, ...(await declared(origin, routes))];
}

/** RFC 9728 §2: the scopes that the API itself says it has, where it publishes them. */
async function declared(origin: string, routes: readonly ApiRoute[]): Promise<string[]> {
  const path = "/.well-known/oauth-protected-resource";
  try {
    const answer = await fetch(origin + path, {
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) return [];
    const said = ((await answer.json()) as { scopes_supported?: unknown }).scopes_supported;
    if (!Array.isArray(said)) return [];
    const wanted = new Set(routes.flatMap(({ scopes, or = [] }) => [...scopes, ...or.flat()]));
    const guarded = new Set(said.map(String));
    return [
      ...[...wanted]
        .filter((scope) => !guarded.has(scope))
        .map((scope) => `No rule of the running guard needs ${scope}.`),
      ...[...guarded]
        .filter((scope) => !wanted.has(scope))
        .map((scope) => `The running guard needs ${scope}, the document nowhere.`),
    ];
  } catch {
    return [];
  }
}
