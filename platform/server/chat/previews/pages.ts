import type { GuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import type { PageSummary } from './extract.ts';
import { fetchPreview } from './fetch-preview.ts';
import { createImageFetcher, type Thumbnail } from './image.ts';

/** A page with its picture at hand. */
export interface Page extends Omit<PageSummary, 'imageUrl'> {
  readonly thumbnail: Thumbnail | null;
}

/** Asks pages what they are, and fetches the pictures they name. */
export function createPageFetcher(fetch: GuardedFetch): (url: string) => Promise<Page | null> {
  const fetchImage = createImageFetcher(fetch);
  return async (url) => {
    const summary = await fetchPreview(fetch, url);
    if (summary === null) return null;
    const { imageUrl, ...said } = summary;
    return { ...said, thumbnail: imageUrl === undefined ? null : await fetchImage(imageUrl) };
  };
}
