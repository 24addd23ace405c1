/** node:http — wraps a request listener; the wrapped one runs for calls that pass, and for no other. */
import type { Guard, Pass } from "../guard.ts";
import { nodeConnection, nodeHeaders, originForm, sendChallenge } from "./node-request.ts";
import type { NodeRequest, NodeResponse } from "./node-request.ts";

/** The listener for passed calls; `pass` holds access, route and version. */
export type GuardedHandler<Request, Response> = (request: Request, response: Response, pass: Pass) => unknown;

/** Makes a listener for `http.createServer`. What the handler throws is the handler's, as without a guard. */
export function guarded<Request extends NodeRequest, Response extends NodeResponse>(
  guard: Guard,
  handler: GuardedHandler<Request, Response>,
): (request: Request, response: Response) => void {
  async function listen(request: Request, response: Response): Promise<void> {
    const { method = "", url, socket } = request;
    const verdict = await guard.check({
      method,
      url: originForm(url),
      headers: nodeHeaders(request),
      connection: nodeConnection(socket),
    });
    if (!verdict.ok) {
      sendChallenge(response, verdict.challenge);
      return;
    }
    for (const [name, value] of Object.entries(verdict.headers)) response.setHeader(name, value);
    await handler(request, response, verdict);
  }
  return (request, response) => void listen(request, response);
}
