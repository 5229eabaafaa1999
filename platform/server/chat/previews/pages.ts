import type { GuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import type { PageSummary } from './extract.ts';
import { fetchPreview } from './fetch-preview.ts';
import { createImageFetcher, type Thumbnail } from './image.ts';

/** A page with its picture at hand. */
export interface Page extends Omit<PageSummary, 'imageUrl'> {
  readonly thumbnail: Thumbnail | null;
}

/** For a page and its picture together, however slowly they come. */
const TOTAL_SECONDS = 15;

/** Asks pages what they are, and fetches the pictures they name; a picture that comes too late is left out. */
export function createPageFetcher(
  fetch: GuardedFetch,
  totalSeconds = TOTAL_SECONDS,
): (url: string) => Promise<Page | null> {
  const fetchImage = createImageFetcher(fetch);
  return async (url) => {
    const signal = AbortSignal.timeout(totalSeconds * 1000);
    const summary = await fetchPreview(fetch, url, signal);
    if (summary === null) return null;
    const { imageUrl, ...said } = summary;
    return { ...said, thumbnail: imageUrl === undefined ? null : await fetchImage(imageUrl, signal) };
  };
}
