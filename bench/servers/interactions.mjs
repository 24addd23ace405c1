/**
 * Sign-in and consent for oidc-provider, as its documentation tells one to make them: two small pages without a template
 * engine, and whoever gives a name is that person. Less than Gatehouse's pages do, in the peer's favour.
 */
import { text } from "node:stream/consumers";

const escaped = (value) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const page = (title, inside) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body><main><h1>${title}</h1>${inside}</main></body>
</html>`;

const signIn = (action) =>
  page(
    "Sign in",
    `<form method="post" action="${action}">
<label>User name <input name="username" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button type="submit">Sign in</button>
</form>`,
  );

const consent = (action, { client, person, scopes, host }) =>
  page(
    `${escaped(client)} asks for access`,
    `<p>You are signed in as ${escaped(person)}. ${escaped(client)} would like to:</p>
<ul>${scopes.map((scope) => `<li>Use ${escaped(scope)}</li>`).join("")}</ul>
<p>Then you go back to ${escaped(host)}.</p>
<form method="post" action="${action}">
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>`,
  );

/** Answers a request listener for `/interaction/UID`. */
export function interactions(provider) {
  async function show(request, response, { prompt, params, session }) {
    const client = await provider.Client.find(params.client_id);
    const html =
      prompt.name === "login"
        ? signIn(request.url)
        : consent(request.url, {
            client: client.clientName,
            person: session.accountId,
            scopes: Object.values(prompt.details.missingResourceScopes ?? {}).flat(),
            host: new URL(params.redirect_uri).host,
          });
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-length": Buffer.byteLength(html),
      "cache-control": "no-store",
    });
    response.end(html);
  }

  async function decide(form, { prompt, params, session, grantId }) {
    if (prompt.name === "login") return { login: { accountId: form.get("username") } };
    if (form.get("decision") !== "allow") return { error: "access_denied" };
    const grant =
      grantId === undefined
        ? new provider.Grant({ accountId: session.accountId, clientId: params.client_id })
        : await provider.Grant.find(grantId);
    const { missingOIDCScope = [], missingResourceScopes = {} } = prompt.details;
    grant.addOIDCScope(missingOIDCScope.join(" "));
    for (const [api, scopes] of Object.entries(missingResourceScopes))
      grant.addResourceScope(api, scopes.join(" "));
    return { consent: { grantId: await grant.save() } };
  }

  return async (request, response) => {
    const details = await provider.interactionDetails(request, response);
    if (request.method === "GET") return show(request, response, details);
    const form = new URLSearchParams(await text(request));
    const result = await decide(form, details);
    return provider.interactionFinished(request, response, result, {
      mergeWithLastSubmission: details.prompt.name !== "login",
    });
  };
}
