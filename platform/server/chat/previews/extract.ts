import { type LinkPreview, MAX_PREVIEW_DESCRIPTION, MAX_PREVIEW_SITE, MAX_PREVIEW_TITLE } from '@veche/contract';
import { cleanText } from './clean-text.ts';
import { decodePage } from './decode-page.ts';
import { type PageHead, readHead } from './read-head.ts';

/** What a page says of itself. The address of the preview is the caller's to say. */
export interface PageSummary extends Omit<LinkPreview, 'url'> {
  /** Picture that stands for the page, as it asks for it; not fetched, and not checked beyond its scheme. */
  readonly imageUrl?: string;
}

const MAX_IMAGE_URL = 2048;

/** Null for what is no page, or a page without anything to show. */
export function extractPreview(
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
  url: string,
): PageSummary | null {
  const contentType = headers['content-type'] ?? '';
  if (!/^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(contentType)) return null;
  const head = readHead(decodePage(bytes, contentType));
  const first = (...names: string[]) => names.map((name) => head.meta.get(name)).find((value) => value !== undefined);

  const title = cleanText(first('og:title', 'twitter:title') ?? head.title, MAX_PREVIEW_TITLE);
  const described = first('og:description', 'twitter:description', 'description');
  const description = cleanText(described, MAX_PREVIEW_DESCRIPTION);
  if (title === undefined && description === undefined) return null;
  const siteName = cleanText(first('og:site_name', 'application-name'), MAX_PREVIEW_SITE);
  const imageUrl = imageOf(head, url);
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined || description === title ? {} : { description }),
    ...(siteName === undefined || siteName === title ? {} : { siteName }),
    ...(imageUrl === undefined ? {} : { imageUrl }),
  };
}

function imageOf({ meta }: PageHead, pageUrl: string): string | undefined {
  const names = ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src'];
  for (const name of names) {
    const url = URL.parse(meta.get(name)?.trim() ?? '', pageUrl);
    const isUsable = meta.has(name) && url !== null && /^https?:$/.test(url.protocol);
    if (isUsable && url.href.length <= MAX_IMAGE_URL) return url.href;
  }
  return undefined;
}
