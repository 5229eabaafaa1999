/** What another program shared with the installed shell. */
export interface Shared {
  readonly text: string;
  readonly files: readonly File[];
}

const SHARED = 'veche-shared';

/** Takes what the service worker put aside; null when there is nothing, or it was taken before. */
export async function takeShared(): Promise<Shared | null> {
  if (!('caches' in globalThis)) return null;
  const cache = await caches.open(SHARED);
  const head = (await (await cache.match('/shared'))?.json()) as { text: string; names: string[] } | undefined;
  if (head === undefined) return null;
  const files = await Promise.all(
    head.names.map(async (name, index) => {
      const content = await (await cache.match(`/shared/${index}`))?.blob();
      return content === undefined ? [] : [new File([content], name, { type: content.type })];
    }),
  );
  await caches.delete(SHARED);
  return { text: head.text, files: files.flat() };
}
