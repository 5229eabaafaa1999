import type { GuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import { extractPreview, type PageSummary } from './extract.ts';

/** Where pages keep what they say of themselves; the rest is never read. */
const MAX_PAGE_BYTES = 512 * 1024;

/** Asks a page what it is. Null when it does not answer, is no page, or says nothing of itself. */
export async function fetchPreview(
  { fetch }: Pick<GuardedFetch, 'fetch'>,
  url: string,
  signal?: AbortSignal,
): Promise<PageSummary | null> {
  const answer = await fetch({
    url,
    allowHttp: true,
    maxBytes: MAX_PAGE_BYTES,
    truncate: true,
    totalSeconds: 10,
    idleSeconds: 5,
    ...(signal && { signal }),
    headers: { accept: 'text/html,application/xhtml+xml', 'accept-language': 'ru,en;q=0.8' },
  });
  if (!answer.ok || answer.status < 200 || answer.status > 299) return null;
  return extractPreview(answer.bytes, answer.headers, answer.url);
}
