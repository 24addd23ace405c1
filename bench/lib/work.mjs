/** The kinds of work: what is sent, what must come back, and how one answer of each round is proven to be right. */
import { createRemoteJWKSet, jwtVerify } from "jose";
import { post } from "./load.mjs";
import { visits } from "./sign-in.mjs";
import { api, issuer, redirectUri, scope, verifier } from "./terms.mjs";

const form = (fields) => new URLSearchParams(fields).toString();
const basic = ({ client_id, client_secret }) =>
  `Basic ${Buffer.from(`${encodeURIComponent(client_id)}:${encodeURIComponent(client_secret)}`).toString("base64")}`;

/** Fails unless every answer is 200 and holds `text`; keeps the first and the last body for the closer look. */
function checked(text) {
  const seen = { first: null, last: null };
  const take = (status, body) => {
    if (status !== 200 || !body.includes(text)) throw new Error(`wrong answer ${status}: ${body}`);
    seen.first ??= body;
    seen.last = body;
  };
  return { seen, take };
}

async function send({ port }, path, fields, authorization = null) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers: authorization === null ? {} : { authorization },
    body: new URLSearchParams(fields),
  });
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Proves the last token by its signature, or by introspection when it is opaque, and that no token came twice. */
async function prove(server, kind, { first, last }) {
  const { access_token } = JSON.parse(last);
  if (first !== last && JSON.parse(first).access_token === access_token)
    throw new Error("a token came twice");
  if (kind === "opaque") {
    const { active } = await send(
      server,
      server.terms.paths.introspect,
      { token: access_token },
      basic(server.terms.api),
    );
    if (active !== true) throw new Error("an opaque token is not active");
    return;
  }
  const keys = createRemoteJWKSet(new URL(`http://127.0.0.1:${server.port}${server.terms.paths.jwks}`));
  const { payload } = await jwtVerify(access_token, keys, {
    issuer,
    audience: api,
    algorithms: [kind],
    typ: "at+jwt",
  });
  if (payload.scope !== scope) throw new Error(`scope is ${payload.scope}`);
}

/**
 * Each answers what one slice of load needs: `next` and `take`, or `visit`, and `prove` for afterwards. `expected`: for how
 * many there must be codes or people.
 */
export const works = {
  ceiling: () => {
    const { seen, take } = checked('"access_token":"');
    const fields = {
      grant_type: "client_credentials",
      client_id: "live_",
      client_secret: "s".repeat(59),
      scope,
    };
    const request = post("/oauth/token", form(fields));
    const prove = () => {
      if (seen.first === seen.last) throw new Error("the ceiling answers the same every time");
    };
    return { next: () => request, take, prove };
  },

  client_credentials: (server, kind) => {
    const { seen, take } = checked('"access_token":"');
    const { terms } = server;
    const fields = { grant_type: "client_credentials", ...terms.clients[kind], scope };
    const request = post(terms.paths.token, form(fields));
    return { next: () => request, take, prove: () => prove(server, kind, seen) };
  },

  async authorization_code(server, kind, expected) {
    const { seen, take } = checked('"refresh_token":"');
    const { terms } = server;
    const { client_id, client_secret } = terms.clients[kind];
    const codes = await server.ask("codes", { count: expected, client_id, kind });
    const rest = form({
      grant_type: "authorization_code",
      client_id,
      client_secret,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });
    const next = () => {
      const code = codes.pop();
      return code === undefined ? null : post(terms.paths.token, `${rest}&code=${code}`);
    };
    return { next, take, prove: () => prove(server, kind, seen) };
  },

  /** Each visit is a person of whom the server has heard nothing yet but the name; who was not needed comes next time. */
  async sign_in(server, kind, expected) {
    const { seen, take } = checked('"refresh_token":"');
    const people = (server.people ??= []);
    if (people.length < expected)
      people.push(...(await server.ask("people", { count: expected - people.length })));
    const visit = visits(server, server.terms.clients[kind], people, take);
    return { visit, prove: () => prove(server, kind, seen) };
  },

  /** 500 families take turns: every answer's refresh token is what that family sends next. */
  async refresh_token(server, kind) {
    const { seen, take } = checked('"refresh_token":"');
    const { terms } = server;
    const { client_id, client_secret } = terms.clients[kind];
    const queue = (server.families ??= await makeFamilies(server, kind, 500));
    const rest = form({ grant_type: "refresh_token", client_id, client_secret });
    return {
      next: () => post(terms.paths.token, `${rest}&refresh_token=${queue.shift()}`),
      take: (status, body) => {
        take(status, body);
        queue.push(JSON.parse(body).refresh_token);
      },
      prove: () => prove(server, kind, seen),
    };
  },

  async introspection(server) {
    const { seen, take } = checked('"active":true');
    const { terms } = server;
    server.opaque ??= await makeOpaque(server, 500);
    const requests = server.opaque.map((token) =>
      post(terms.paths.introspect, form({ token }), basic(terms.api)),
    );
    let index = 0;
    const prove = () => {
      const said = JSON.parse(seen.last);
      if (said.scope !== scope || said.aud !== api) throw new Error(`introspection says ${seen.last}`);
    };
    return { next: () => requests[index++ % requests.length], take, prove };
  },
};

async function makeFamilies(server, kind, count) {
  const { client_id, client_secret } = server.terms.clients[kind];
  const tokens = [];
  for (const code of await server.ask("codes", { count, client_id, kind })) {
    const answer = await send(server, server.terms.paths.token, {
      grant_type: "authorization_code",
      client_id,
      client_secret,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      code,
    });
    tokens.push(answer.refresh_token);
  }
  return tokens;
}

async function makeOpaque(server, count) {
  const tokens = [];
  for (let index = 0; index < count; index++) {
    const fields = { grant_type: "client_credentials", ...server.terms.clients.opaque, scope };
    tokens.push((await send(server, server.terms.paths.token, fields)).access_token);
  }
  return tokens;
}
