import type { LinkPreview, Message } from '@veche/contract';
import { createGuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { applyPreviews } from './apply.ts';
import { createPreviewCache } from './cache.ts';
import { fetchPreview } from './fetch-preview.ts';
import { firstAddress } from './first-address.ts';
import { createQueue } from './queue.ts';

/** Pages that one account has us ask a minute: nobody turns this server on others. */
const PAGES_A_MINUTE = 30;
const FETCHES_AT_ONCE = 6;
const MOST_WAITING = 300;

type PreviewDependencies = Pick<ChatDependencies, 'writer' | 'bus' | 'log' | 'limiter' | 'developmentMode'>;

/**
 * Asks the first page that a message points at what it is, after the message was sent, and puts the answer under it.
 * An ornament: what a server that is busy or stops does not come to is not made up for.
 */
export function previewsPart({ writer, bus, log, limiter, developmentMode }: PreviewDependencies): WingPart {
  const fetch = createGuardedFetch({ allowLoopback: developmentMode });
  const cache = createPreviewCache({ fetch: (url) => fetchPreview(fetch, url), now: () => performance.now() });
  const queue = createQueue({ atOnce: FETCHES_AT_ONCE, waiting: MOST_WAITING });
  let leave = () => {};

  const preview = async ({ chatId, messageId }: Message, url: string): Promise<void> => {
    try {
      const page = await cache.get(url);
      if (page === null) return;
      const { imageUrl: _image, ...said } = page;
      await writer.submit(applyPreviews, { chatId, messageId, preview: { url, ...said } satisfies LinkPreview });
    } catch (error) {
      log.debug({ err: error, chatId, messageId }, 'a message got no preview');
    }
  };

  const consider = (message: Message): void => {
    if (message.entities === undefined || message.noPreview === true || message.deleted === true) return;
    const url = firstAddress(message.text, message.entities);
    if (url === null || message.preview?.url === url) return;
    if (limiter.take(message.senderId, 'link previews', PAGES_A_MINUTE) > 0) return;
    queue.add(() => preview(message, url));
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
