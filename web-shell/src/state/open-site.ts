import type { Shell } from './shell.ts';

/** Leaves for another site after showing its host: the label of a button says nothing about where it leads. */
export async function openSite({ notices, words }: Shell, address: string): Promise<void> {
  if (!URL.canParse(address)) return;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return;
  const agreed = await notices.ask({
    title: words.t('link.title', { host: url.host }),
    text: words.t('link.text', { url: url.href.length > 200 ? `${url.href.slice(0, 200)}…` : url.href }),
    accept: words.t('link.open'),
    cancel: words.t('action.cancel'),
  });
  if (agreed) window.open(url.href, '_blank', 'noopener,noreferrer');
}
