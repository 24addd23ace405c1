/** A whole sign-in, as a browser without scripts and then an app go through it: pages, cookies, forms, redirects, code, token. */
import { post } from "./load.mjs";
import { challenge, issuer, password, redirectUri, scope, verifier } from "./terms.mjs";

/** Both servers are told that the browser came by https, as a proxy in front of them would. */
const browserHeaders = "host: auth.bench.test\r\nx-forwarded-proto: https\r\naccept: text/html\r\n";
const entities = { amp: "&", quot: '"', lt: "<", gt: ">", "#39": "'" };
const attribute = (tag, name) => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replaceAll(/&(amp|quot|lt|gt|#39);/g, (_, entity) => entities[entity]);
};

/** What one browser keeps: the cookies of one host with their paths (RFC 6265 §5.3). */
function cookieJar() {
  const kept = new Map();
  return {
    keep(head) {
      for (const [, name, value, flags] of head.matchAll(/\r\nset-cookie: ([^=]+)=([^;\r]*)([^\r]*)/gi)) {
        const path = /; *path=([^;]*)/i.exec(flags)?.[1] ?? "/";
        const gone = value === "" || /max-age=0/i.test(flags);
        const key = `${name};${path}`;
        if (gone) kept.delete(key);
        else kept.set(key, { name, path, value });
      }
    },
    header(url) {
      const sent = [...kept.values()].filter(({ path }) => url.startsWith(path));
      return sent.length === 0
        ? ""
        : `cookie: ${sent.map(({ name, value }) => `${name}=${value}`).join("; ")}\r\n`;
    },
  };
}

/** The form that holds the field or button `has`: where it goes, and what it sends with `typed` filled in. */
function fill(html, has, typed) {
  for (const [, tag, inside] of html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
    if (!inside.includes(`name="${has}"`)) continue;
    const fields = new URLSearchParams();
    for (const [input] of inside.matchAll(/<input\b[^>]*>/g)) {
      const [name, type] = [attribute(input, "name"), attribute(input, "type")];
      if (name === undefined || ((type === "checkbox" || type === "radio") && !/\schecked\b/.test(input)))
        continue;
      if (typed[name] === undefined) fields.append(name, attribute(input, "value") ?? "");
    }
    for (const [name, value] of Object.entries(typed)) fields.append(name, value);
    return { action: attribute(tag, "action"), body: fields.toString() };
  }
  throw new Error(`no form with ${has}:\n${html}`);
}

const pathOf = (location, at) => {
  const url = new URL(location, `${issuer}${at}`);
  return url.origin === issuer ? `${url.pathname}${url.search}` : null;
};

/** From the app's link to the redirect that carries a code. Throws when anything else comes than sign-in, then consent. */
async function authorize(exchange, start, username) {
  const jar = cookieJar();
  const pages = [];
  let at = start;
  let request = `GET ${at} HTTP/1.1\r\n${browserHeaders}\r\n`;
  for (let hops = 0; hops < 12; hops++) {
    const [status, html, head] = await exchange(request);
    jar.keep(head);
    const location = /\r\nlocation: ([^\r]+)/i.exec(head)?.[1];
    if (location !== undefined) {
      if (location.startsWith(redirectUri)) return { pages, answer: new URL(location).searchParams };
      at = pathOf(location, at);
      request = `GET ${at} HTTP/1.1\r\n${browserHeaders}${jar.header(at)}\r\n`;
      continue;
    }
    if (status !== 200) throw new Error(`${at}: ${status}\n${html}`);
    const page = html.includes('name="password"') ? "sign-in" : "consent";
    pages.push(page);
    const { action, body } =
      page === "sign-in"
        ? fill(html, "password", { username, password })
        : fill(html, "decision", { decision: "allow" });
    at = pathOf(action ?? at, at);
    request =
      `POST ${at} HTTP/1.1\r\n${browserHeaders}${jar.header(at)}origin: ${issuer}\r\nsec-fetch-site: same-origin\r\n` +
      `content-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  }
  throw new Error(`the sign-in goes round in circles, last at ${at}`);
}

/**
 * One visit for each name in `people`: nobody is signed in, nothing is allowed yet, so both pages are asked. `take` gets
 * what the token endpoint answers.
 */
export function visits({ terms }, { client_id, client_secret }, people, take) {
  const exchanged = new URLSearchParams({
    grant_type: "authorization_code",
    client_id,
    client_secret,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  }).toString();
  return async (exchange) => {
    const username = people.pop();
    if (username === undefined) return false;
    const state = `state-${username}`;
    const query = new URLSearchParams({
      response_type: "code",
      client_id,
      redirect_uri: redirectUri,
      scope,
      state,
      code_challenge: challenge,
      code_challenge_method: "S256",
    }).toString();
    const { pages, answer } = await authorize(exchange, `${terms.paths.authorize}?${query}`, username);
    if (pages.join() !== "sign-in,consent" || answer.get("state") !== state || answer.get("iss") !== issuer)
      throw new Error(`pages ${pages.join()}, answer ${answer}`);
    const [status, body] = await exchange(
      post(terms.paths.token, `${exchanged}&code=${encodeURIComponent(answer.get("code"))}`),
    );
    take(status, body);
    return true;
  };
}
