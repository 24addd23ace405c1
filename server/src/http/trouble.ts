/** The troubles of lower floors that callers are told about: the store is away, a row is damaged, or a bounded queue is full. */
export { DamagedRow, StoreUnavailable } from "../store/unavailable.ts";
export { Busy } from "../accounts/password.ts";
