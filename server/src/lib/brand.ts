/** Branded types: a value that only one place can make, so that holding it is a proof. */

declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
