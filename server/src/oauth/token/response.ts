/** RFC 6749 §5.1 — the successful answer. */
import type { AuthorizationDetail } from "../details/detail.ts";
import type { Issued } from "./issue.ts";

export interface TokenResponse {
  token_type: "Bearer" | "DPoP";
  expires_in: number;
  access_token: string;
  /** Always sent, so that nobody has to compare (RFC 6749 §3.3). */
  scope: string;
  refresh_token?: string;
  id_token?: string;
  /** RFC 8693 §2.2.1. */
  issued_token_type?: string;
  /** RFC 9396 §7. */
  authorization_details?: readonly AuthorizationDetail[];
}

export function tokenResponse(issued: Issued): TokenResponse {
  return {
    token_type: issued.token_type,
    expires_in: issued.expires_in,
    access_token: issued.access_token,
    scope: issued.scope.join(" "),
    ...(issued.refresh_token === null ? {} : { refresh_token: issued.refresh_token }),
    ...(issued.issued_token_type === null ? {} : { issued_token_type: issued.issued_token_type }),
    ...(issued.authorization_details.length === 0
      ? {}
      : { authorization_details: issued.authorization_details }),
    ...(issued.id_token === null ? {} : { id_token: issued.id_token }),
  };
}
