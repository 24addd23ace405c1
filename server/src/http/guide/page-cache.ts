/** Pages as they were drawn before, up to so many bytes: what was asked for longest ago goes first. */

export interface PageCache {
  /** The page of this key, drawn when it is not here. */
  get(key: string, draw: () => string): string;
  /** What is held. Bytes. */
  readonly bytes: number;
}

/** @param most bytes of all pages together; a page that is larger than all of it is not kept. */
export function pageCache(most: number): PageCache {
  const pages = new Map<string, { page: string; size: number }>();
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    get(key, draw) {
      const known = pages.get(key);
      if (known !== undefined) {
        pages.delete(key);
        pages.set(key, known);
        return known.page;
      }
      const page = draw();
      // A string with one character beyond Latin-1 takes two bytes for each.
      const size = page.length * 2;
      if (size > most) return page;
      for (const [oldest, { size: freed }] of pages) {
        if (bytes + size <= most) break;
        pages.delete(oldest);
        bytes -= freed;
      }
      pages.set(key, { page, size });
      bytes += size;
      return page;
    },
  };
}
