/** RFC 9396 §2 — one authorization detail: a permission with values, beside the scopes. */

export interface AuthorizationDetail {
  /** Which type of the API it is; the type says which other members there are. */
  readonly type: string;
  readonly [field: string]: unknown;
}
