import type { LinkPreview, Message } from '@veche/contract';
import { createGuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { storeDerived } from '../media/files/derived.ts';
import { applyPreviews } from './apply.ts';
import { createPageCache } from './cache.ts';
import { previewFileId } from './files.ts';
import { firstAddress } from './first-address.ts';
import { createPageFetcher, type Page } from './pages.ts';
import { createQueue } from './queue.ts';

/** Pages that one account has us ask a minute: nobody turns this server on others. */
const PAGES_A_MINUTE = 30;
const FETCHES_AT_ONCE = 6;
/** Of them, for one sender and from one host. */
const SHARE = 2;
const MOST_WAITING = 300;
/** Of them, for one sender and from one host. */
const WAITING_SHARE = 10;

type PreviewDependencies = Pick<
  ChatDependencies,
  'sql' | 'blobs' | 'clock' | 'writer' | 'bus' | 'log' | 'limiter' | 'developmentMode'
>;

/**
 * Asks the first page that a message points at what it is, after the message was sent, and puts the answer under it.
 * An ornament: what a server that is busy or stops does not come to is not made up for.
 */
export function previewsPart(dependencies: PreviewDependencies): WingPart {
  const { clock, writer, bus, log, limiter, developmentMode } = dependencies;
  const fetch = createGuardedFetch({ allowLoopback: developmentMode });
  const cache = createPageCache<Page>({ fetch: createPageFetcher(fetch), now: () => performance.now() });
  const queue = createQueue({
    ...{ atOnce: FETCHES_AT_ONCE, share: SHARE },
    ...{ waiting: MOST_WAITING, waitingShare: WAITING_SHARE },
  });
  let leave = () => {};

  /** The sender owns the picture, like one that was sent. */
  const storeImage = async (
    { chatId, messageId, senderId }: Message,
    { thumbnail }: Page,
  ): Promise<Pick<LinkPreview, 'image'>> => {
    if (thumbnail === null) return {};
    const { content, width, height, thumbhash } = thumbnail;
    const fileId = previewFileId(chatId, messageId);
    const facts = { width, height, thumbhash };
    const file = { accountId: senderId, fileId, name: 'preview.webp', mimeType: 'image/webp', content, facts };
    const isStored = await storeDerived(dependencies, file, clock.now());
    return isStored ? { image: { fileId, width, height, thumbhash } } : {};
  };

  const preview = async (message: Message, url: string): Promise<void> => {
    const { chatId, messageId } = message;
    try {
      const page = await cache.get(url);
      if (page === null) return;
      const { thumbnail: _thumbnail, ...said } = page;
      const image = await storeImage(message, page);
      await writer.submit(applyPreviews, { chatId, messageId, preview: { url, ...said, ...image } });
    } catch (error) {
      log.debug({ err: error, chatId, messageId }, 'a message got no preview');
    }
  };

  const consider = (message: Message): void => {
    if (message.entities === undefined || message.noPreview === true || message.deleted === true) return;
    const url = firstAddress(message.text, message.entities);
    if (url === null || message.preview?.url === url) return;
    if (limiter.take(message.senderId, 'link previews', PAGES_A_MINUTE) > 0) return;
    queue.add({ sender: message.senderId, host: new URL(url).hostname, run: () => preview(message, url) });
  };

  return {
    start: async () => {
      leave = bus.subscribe('chat', ({ events }) => {
        for (const event of events)
          if (event.kind === 'message.created' || event.kind === 'message.edited') consider(event.message);
      });
    },
    stop: async () => {
      leave();
      await fetch.stop();
      await queue.stop();
    },
  };
}
