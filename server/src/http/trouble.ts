/** The troubles of lower floors that callers are told about: the store is away, or a bounded queue is full. */
export { StoreUnavailable } from "../store/unavailable.ts";
export { Busy } from "../accounts/password.ts";
