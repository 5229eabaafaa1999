import type { Account, BotUpdate } from '@veche/contract';
import { toChange } from './changes.ts';
import { toMessage, toMessages } from './message.ts';
import { type ChatView, toUser } from './objects.ts';
import { kindNames } from './update-kinds.ts';

/** Whether the bot's own account is needed to tell of it. */
export function concernsSelf(event: BotUpdate['event']): boolean {
  if (event.kind === 'buttonPressed' || event.kind === 'blockChanged') return true;
  return 'message' in event && event.message.viaBot !== undefined;
}

/** An update as the dialect tells it, at times as several; `bot` is the one it is for, whose buttons are pressed. */
export function toUpdates(
  { updateId, at, event }: BotUpdate,
  { webOrigin, bot }: { webOrigin: string; bot: Account | null },
): Record<string, unknown>[] {
  if (event.kind === 'buttonPressed') {
    const { callbackId, chat, message, data, person } = event;
    const view: ChatView = { ...chat, person: chat.kind === 'direct' ? person : undefined };
    const query = {
      id: callbackId,
      from: toUser(person),
      ...(bot === null ? {} : { message: toMessage({ message, sender: bot, chat: view, webOrigin }) }),
      chat_instance: String(chat.chatId),
      data,
    };
    return [{ update_id: updateId, callback_query: query }];
  }
  if (event.kind === 'inlineQuery') {
    const { queryId, query, offset, chatKind, person } = event;
    // Whether a direct chat is the one with the bot is not told.
    const type = { direct: {}, group: { chat_type: 'supergroup' }, channel: { chat_type: 'channel' } }[chatKind];
    return [{ update_id: updateId, inline_query: { id: queryId, from: toUser(person), query, offset, ...type } }];
  }
  if (event.kind === 'inlineChosen') {
    const { resultId, query, person } = event;
    return [{ update_id: updateId, chosen_inline_result: { result_id: resultId, from: toUser(person), query } }];
  }
  if (event.kind === 'messageDeleted' || event.kind === 'titleChanged' || event.kind === 'dialogChanged') return [];
  if (event.kind === 'appUninstalled') return [];
  if (!('sender' in event)) {
    const change = toChange(event, at, bot);
    return change === null ? [] : [{ update_id: updateId, [kindNames[event.kind]]: change }];
  }
  const { chat, message, sender, replied, accounts } = event;
  const view: ChatView = { ...chat, person: chat.kind === 'direct' ? sender : undefined };
  // Of other bots nothing but a name is at hand.
  const via = bot !== null && message.viaBot?.accountId === bot.accountId ? { via_bot: toUser(bot) } : {};
  return toMessages({ message, sender, chat: view, replied, accounts, webOrigin }).map((shown) => ({
    update_id: updateId,
    [kindNames[event.kind]]: { ...shown, ...via },
  }));
}
