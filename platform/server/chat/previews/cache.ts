export interface PageCacheOptions<Page> {
  readonly fetch: (url: string) => Promise<Page | null>;
  /** Milliseconds. */
  readonly now: () => number;
  readonly maxPages?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** A page that had nothing to say may have been down. */
const NOTHING_MS = 10 * 60 * 1000;

/** Asks each page once a day, whoever points at it; what was used least lately is forgotten first. */
export function createPageCache<Page>({ fetch, now, maxPages = 500 }: PageCacheOptions<Page>) {
  const pages = new Map<string, { page: Promise<Page | null>; until: number }>();
  return {
    get(url: string): Promise<Page | null> {
      const known = pages.get(url);
      pages.delete(url);
      if (known !== undefined && known.until > now()) {
        pages.set(url, known);
        return known.page;
      }
      const entry = { page: fetch(url), until: now() + DAY_MS };
      pages.set(url, entry);
      for (const oldest of pages.keys()) {
        if (pages.size <= maxPages) break;
        pages.delete(oldest);
      }
      entry.page.then(
        (page) => {
          if (page === null) entry.until = now() + NOTHING_MS;
        },
        () => {
          entry.until = 0;
        },
      );
      return entry.page;
    },
    /** Pages remembered. */
    size: () => pages.size,
  };
}
