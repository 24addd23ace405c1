/** Token Status List §4 — which places of the issuer's lists are withdrawn, as bits in memory; forgotten when no token can have them any more. */

/** One page of the issuer's answer about changes; places are list times size plus index, ends are in seconds. */
export interface ChangesPage {
  /** What the address of every list begins with. */
  lists: string;
  /** Places of one list. */
  size: number;
  cursor: string;
  more: boolean;
  /** Whether what was known before is void. */
  reset: boolean;
  /** Every place below it is withdrawn. */
  floor: number;
  withdrawn: readonly (readonly [first: number, count: number, end: number])[];
}

export interface StatusBits {
  /** Takes in a page; throws a RangeError when it asks for more memory than any honest one does. `now` in seconds. */
  apply(page: ChangesPage, now: number): void;
  /** Null when the place is in no list of this issuer. */
  isWithdrawn(status: { idx: number; uri: string }): boolean | null;
}

interface List {
  bits: Uint8Array;
  /** Seconds: the end of the last token that is withdrawn in it. */
  end: number;
}

/** With lists of 16 KiB, 64 MiB: half a thousand million tokens, each list with a withdrawn one. */
const MAX_BYTES = 64 * 1024 * 1024;

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Reads a page that came as JSON, or answers null: nothing of it is believed unless all of it is well-formed. */
export function readPage(answer: Record<string, unknown>, issuer: string): ChangesPage | null {
  const { lists, size, cursor, more, reset, floor, withdrawn } = answer;
  if (answer["issuer"] !== issuer || typeof lists !== "string" || lists === "") return null;
  if (!isCount(size) || size < 8 || size > 8 * MAX_BYTES || size % 8 !== 0 || !isCount(floor)) return null;
  if (typeof cursor !== "string" || typeof more !== "boolean" || typeof reset !== "boolean") return null;
  const isRow = (row: unknown): boolean =>
    Array.isArray(row) && row.length === 3 && row.every(isCount) && Number(row[1]) <= size;
  if (!Array.isArray(withdrawn) || !withdrawn.every(isRow)) return null;
  return { lists, size, cursor, more, reset, floor, withdrawn };
}

/** Makes an empty memory. */
export function createStatusBits(): StatusBits {
  const known = new Map<number, List>();
  let about: { lists: string; size: number; floor: number } | null = null;

  function set(size: number, place: number, end: number): void {
    const number = Math.floor(place / size);
    let list = known.get(number);
    if (list === undefined) {
      if ((known.size + 1) * (size / 8) > MAX_BYTES) throw new RangeError("too many lists");
      known.set(number, (list = { bits: new Uint8Array(size / 8), end }));
    }
    const index = place % size;
    const at = Math.floor(index / 8);
    list.bits[at] = (list.bits[at] ?? 0) | (1 << (index % 8));
    list.end = Math.max(list.end, end);
  }

  return {
    apply({ lists, size, reset, floor, withdrawn }, now) {
      if (reset || about?.size !== size) known.clear();
      about = { lists, size, floor };
      for (const [number, list] of known) if (list.end <= now) known.delete(number);
      for (const [first, count, end] of withdrawn)
        if (end > now) for (let place = first; place < first + count; place++) set(size, place, end);
    },
    isWithdrawn({ idx, uri }) {
      if (about === null || idx >= about.size || !uri.startsWith(about.lists)) return null;
      const name = uri.slice(about.lists.length);
      if (!/^(?:0|[1-9]\d{0,9})$/.test(name)) return null;
      const number = Number(name);
      if (number * about.size + idx < about.floor) return true;
      const bits = known.get(number)?.bits;
      return bits !== undefined && ((bits[Math.floor(idx / 8)] ?? 0) & (1 << (idx % 8))) !== 0;
    },
  };
}
