/** The settings of registration: by developers on the portal, and by clients themselves (RFC 7591, client ID metadata documents). They are rows of the one table in settings.ts. */

export const REGISTRATION = {
  app_creation: {
    type: "choice",
    per: "server",
    default: "approve_live",
    choices: ["open", "approve_live", "invite_only"],
    doc: "Who may use the portal to register organisations and apps: anybody, with live credentials at once; anybody, with live credentials once staff approve; or only who was invited, with approval as well.",
  },
  live_changes: {
    type: "choice",
    per: "server",
    default: "reviewed",
    choices: ["reviewed", "free"],
    doc: "Whether developers change a live app by themselves where staff approve live access: with `reviewed` new hosts in its redirect URIs and new scopes go through test and another request for live access; with `free` they are live at once.",
  },
  registration: {
    type: "choice",
    per: "server",
    default: "off",
    choices: ["off", "token", "open"],
    doc: "Who may register clients at `/oauth/register` (RFC 7591): nobody, who holds an initial access token, or anybody; a client that anybody may register is unverified, asks for consent every time, and never leads a browser away unannounced.",
  },
  registration_scopes: {
    type: "text",
    per: "server",
    default: "openid profile offline_access",
    min: 1,
    max: 4000,
    doc: "The scopes that clients may have who registered themselves or are known by a metadata document, separated by spaces; `*` means every scope of the API.",
  },
  registration_api: {
    type: "text",
    per: "server",
    default: null,
    min: 1,
    max: 1000,
    doc: "The identifier of the API that such clients are for; without it the only one there is.",
  },
  registration_unused_days: {
    type: "integer",
    per: "server",
    default: 30,
    min: 0,
    max: 3650,
    doc: "After so many days a client that registered itself and was never used is disabled; 0 keeps them all. One whose use leaves no trace (client credentials without a secret) is kept.",
  },
  client_id_metadata_documents: {
    type: "choice",
    per: "server",
    default: "off",
    choices: ["off", "on"],
    doc: "Whether a `client_id` may be the https address of a document that describes the client (OAuth Client ID Metadata Document); it is fetched without redirects, never from private networks.",
  },
  mcp: {
    type: "choice",
    per: "server",
    default: "off",
    choices: ["off", "on"],
    doc: "One switch for servers of the Model Context Protocol: client ID metadata documents, open registration (unless `registration` is `token`), and `resource` (RFC 8707) naming any API that is registered here, for such clients.",
  },
  outbound_loopback: {
    type: "boolean",
    per: "server",
    default: false,
    doc: "Development only: whether documents of outsiders may also be fetched from this machine, with http and on any port.",
  },
} as const;
