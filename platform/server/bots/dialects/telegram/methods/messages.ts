import type { Message } from '@veche/contract';
import type { DialectCall, DialectMethod } from '../method.ts';
import { findPlace } from '../place.ts';
import { firstOf, send, sendParameters, sendPassesOver, show } from '../sending.ts';
import { readText } from '../text.ts';

/** Names of the wish for no link preview, now and formerly. How a preview looks is the client's affair. */
export const previewParameters = ['link_preview_options', 'disable_web_page_preview'] as const;

export const sendMessage: DialectMethod = {
  name: 'sendMessage',
  uses: [...sendParameters, 'text', 'parse_mode', 'entities', ...previewParameters],
  passesOver: sendPassesOver,
  run: async (request) => {
    const place = await findPlace(request);
    const { text, entities } = readText(request.parameters);
    const { messageId, at, content, replyTo } = await send(request, place, {
      text,
      ...(entities.length === 0 ? {} : { entities: [...entities] }),
      ...readNoPreview(request),
    });
    // What was said is known: reading it again would cost more than sending it.
    const message: Message = {
      chatId: place.chatId,
      ...{ messageId, senderId: request.botId, at, text },
      entities: [...entities],
      ordinal: 0,
      reactions: [],
      ...(content.topicId === undefined ? {} : { topicId: content.topicId as Message['topicId'] }),
      ...(content.buttons === undefined ? {} : { buttons: content.buttons }),
    };
    return firstOf(await show(request, place, message, replyTo));
  },
};

/** The wish that the page of a link is not asked what it is. */
export function readNoPreview({ parameters }: DialectCall): { noPreview?: true } {
  const options = parameters.object('link_preview_options');
  const isOff = options === undefined ? parameters.boolean('disable_web_page_preview') : options['is_disabled'];
  return isOff === true ? { noPreview: true } : {};
}
