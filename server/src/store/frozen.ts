/** Values that many requests share: nobody can change what others will read. */

/** The same value, frozen with all that hangs on it. */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen<unknown>(inner);
  return Object.freeze(value);
}
