import { setTimeout } from 'node:timers/promises';
import { type Account, type BotUpdate, type BotUpdateKind, VecheError } from '@veche/contract';
import { badRequest, DialectError } from '../dialect-error.ts';
import type { DialectMethod } from '../method.ts';
import { type ChatView, toMessage, toUser } from '../objects.ts';

/** Kinds of the dialect that we have, by our own. */
const kindNames: Record<BotUpdateKind, string> = {
  message: 'message',
  messageEdited: 'edited_message',
  post: 'channel_post',
  postEdited: 'edited_channel_post',
  buttonPressed: 'callback_query',
};
const kindByName = new Map(Object.entries(kindNames).map(([kind, name]) => [name, kind as BotUpdateKind]));
const allKinds = Object.keys(kindNames) as BotUpdateKind[];

/** Every kind that the dialect knows; those beside the ones above are never told here. */
const knownNames = new Set([
  ...kindByName.keys(),
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'guest_message',
  'message_reaction',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
  'managed_bot',
]);

/** What `allowed_updates` asks for; an empty list or one of unknown names stands for everything. */
function readAllowedUpdates(names: readonly unknown[] | undefined): BotUpdateKind[] | undefined {
  if (names === undefined) return undefined;
  const known = names.filter((name): name is string => typeof name === 'string' && knownNames.has(name));
  return known.length === 0 ? allKinds : known.flatMap((name) => kindByName.get(name) ?? []);
}

export const getUpdates: DialectMethod = {
  name: 'getUpdates',
  uses: ['offset', 'limit', 'timeout', 'allowed_updates'],
  run: async ({ botId, call, parameters, webOrigin, self, manners, signal }) => {
    const offset = parameters.integer('offset') ?? 0;
    const kinds = readAllowedUpdates(parameters.list('allowed_updates'));
    const { limit, timeoutSeconds } = manners.temper(botId, {
      offset,
      limit: clamp(parameters.integer('limit') ?? 100, 1, 100),
      timeoutSeconds: clamp(parameters.integer('timeout') ?? 0, 0, 50),
    });
    try {
      const { updates } = await call('bots.getUpdates', {
        after: Math.max(0, offset - 1),
        limit,
        timeoutSeconds,
        ...(offset < 0 ? { keepNewest: -offset } : {}),
        ...(kinds === undefined ? {} : { kinds }),
      });
      const bot = updates.some(({ event }) => event.kind === 'buttonPressed') ? await self() : null;
      return updates.map((update) => toUpdate(update, { webOrigin, bot }));
    } catch (error) {
      if (!(error instanceof VecheError) || error.code !== 'conflict') throw error;
      await setTimeout(manners.conflictDelay(botId), undefined, { signal }).catch(() => undefined);
      throw new DialectError(409, terminated);
    }
  },
};

const terminated = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';

export const deleteWebhook: DialectMethod = {
  name: 'deleteWebhook',
  uses: ['drop_pending_updates'],
  run: async ({ call, parameters }) => {
    if (parameters.boolean('drop_pending_updates') === true) await call('bots.dropUpdates', {});
    return true;
  },
};

/** An empty address means removing the webhook, which is all there is to do here. */
export const setWebhook: DialectMethod = {
  name: 'setWebhook',
  uses: ['url', 'drop_pending_updates'],
  passesOver: {
    allowed_updates: 'without an address there is nothing to send to',
    max_connections: 'the same',
    secret_token: 'the same',
    ip_address: 'the same',
  },
  run: async (call) => {
    if ((call.parameters.text('url') ?? '') !== '')
      throw badRequest('webhooks are not supported here yet; use getUpdates');
    return deleteWebhook.run(call);
  },
};

export const getWebhookInfo: DialectMethod = {
  name: 'getWebhookInfo',
  uses: [],
  run: async ({ call }) => {
    const { waitingCount, kinds } = await call('bots.getState', {});
    return {
      url: '',
      has_custom_certificate: false,
      pending_update_count: waitingCount,
      ...(kinds.length === allKinds.length ? {} : { allowed_updates: kinds.map((kind) => kindNames[kind]) }),
    };
  },
};

/** An update as the dialect tells it; `bot` is the one it is for, whose buttons are pressed. */
function toUpdate(
  { updateId, event }: BotUpdate,
  { webOrigin, bot }: { webOrigin: string; bot: Account | null },
): Record<string, unknown> {
  if (event.kind === 'buttonPressed') {
    const { callbackId, chat, message, data, person } = event;
    const view: ChatView = { ...chat, person: chat.kind === 'direct' ? person : undefined };
    return {
      update_id: updateId,
      callback_query: {
        id: callbackId,
        from: toUser(person),
        ...(bot === null ? {} : { message: toMessage({ message, sender: bot, chat: view, webOrigin }) }),
        chat_instance: String(chat.chatId),
        data,
      },
    };
  }
  const { chat, message, sender, replied } = event;
  const view: ChatView = { ...chat, person: chat.kind === 'direct' ? sender : undefined };
  return {
    update_id: updateId,
    [kindNames[event.kind]]: toMessage({ message, sender, chat: view, replied, webOrigin }),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
