import { VecheError } from '@veche/contract';
import { badRequest } from '../dialect-error.ts';
import { refusing, toDialectError } from '../errors.ts';
import type { DialectMethod } from '../method.ts';
import { findPlace, readMessageId } from '../place.ts';

export const setMessageReaction: DialectMethod = {
  name: 'setMessageReaction',
  uses: ['chat_id', 'message_id', 'reaction'],
  passesOver: { is_big: 'reactions have one size' },
  run: async (request) => {
    const messageId = readMessageId(request, 'message to react not found');
    const { chatId } = await findPlace(request);
    const given = (request.parameters.list('reaction') ?? []) as { type?: string; emoji?: string }[];
    const emojis = given.map(({ type, emoji }) => {
      if (type !== 'emoji' || emoji === undefined) throw badRequest('REACTION_INVALID');
      return emoji;
    });
    await request.call('reactions.set', { chatId, messageId, emojis }).catch((error: unknown) => {
      if (!(error instanceof VecheError)) throw error;
      throw toDialectError(error, {
        'not_found:messageId': 'message to react not found',
        'invalid_input:emojis': 'REACTIONS_TOO_MANY',
        conflict: 'REACTIONS_TOO_MANY',
        invalid_input: 'REACTION_INVALID',
      });
    });
    return true;
  },
};

export const pinChatMessage: DialectMethod = {
  name: 'pinChatMessage',
  uses: ['chat_id', 'message_id', 'disable_notification'],
  run: async (request) => {
    const messageId = readMessageId(request, 'message to pin not found');
    const { chatId } = await findPlace(request);
    const notify = request.parameters.boolean('disable_notification') !== true;
    await request.call('pins.set', { chatId, messageId, notify }).catch(refusePin('pin'));
    return true;
  },
};

export const unpinChatMessage: DialectMethod = {
  name: 'unpinChatMessage',
  uses: ['chat_id', 'message_id'],
  run: async (request) => {
    const { call, parameters } = request;
    const { chatId } = await findPlace(request);
    const given = parameters.integer('message_id');
    // Without one, the latest pin goes.
    const messageId = given ?? (await call('chats.get', { chatId })).chat.pins?.newestId;
    if (messageId === undefined || messageId < 1) throw badRequest('message to unpin not found');
    const unpinned = await call('pins.unset', { chatId, messageId }).catch(refusePin('unpin'));
    if (!unpinned.changed) throw badRequest('message to unpin not found');
    return true;
  },
};

export const unpinAllChatMessages: DialectMethod = {
  name: 'unpinAllChatMessages',
  uses: ['chat_id'],
  run: async (request) => {
    const { chatId } = await findPlace(request);
    await request.call('pins.unsetAll', { chatId }).catch(refusePin('unpin'));
    return true;
  },
};

const refusePin = (act: 'pin' | 'unpin') =>
  refusing({
    'not_found:messageId': `message to ${act} not found`,
    forbidden: 'not enough rights to manage pinned messages in the chat',
  });
