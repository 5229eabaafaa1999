import type { Account, BotUpdate } from '@veche/contract';
import { chatIdOf, writeCallbackId, writeMid } from './ids.ts';
import type { LinkWriter } from './links.ts';
import { toMessage } from './message.ts';
import { milliseconds, toUser } from './objects.ts';

interface Context {
  /** The bot that is told. */
  readonly bot: Account;
  readonly links: LinkWriter;
  readonly webOrigin: string;
}

type Shown = Readonly<Record<string, unknown>> & { readonly update_type: string };
type MessageEvent = Extract<BotUpdate['event'], { sender: unknown }>;

/** An update as the dialect tells it: as one, as two where a dialog begins, or as none. */
export function toUpdates({ at, event }: BotUpdate, context: Context): Shown[] {
  const timestamp = milliseconds(at);
  const tell = (type: string, told: object): Shown[] => [{ update_type: type, timestamp, ...told }];
  switch (event.kind) {
    case 'message':
      return [...toStart(event, timestamp), ...tell('message_created', toTold(event, context))];
    case 'post':
      return tell('message_created', toTold(event, context));
    case 'messageEdited':
    case 'postEdited':
      return tell('message_edited', { message: toTold(event, context).message });
    case 'messageDeleted': {
      const { chat, messageId, person } = event;
      const place = { chat_id: chatIdOf(chat), user_id: person.accountId };
      return tell('message_removed', { message_id: writeMid(chat, messageId), ...place });
    }
    case 'buttonPressed':
      return tell('message_callback', toCallback(event, timestamp, context));
    case 'memberCame':
    case 'memberLeft': {
      const { chat, account, person, kind } = event;
      // Of its own coming and going it is told by those names.
      if (account.accountId === context.bot.accountId) return [];
      const by = person.accountId === account.accountId ? undefined : person.accountId;
      const place = { chat_id: chatIdOf(chat), user: toUser(account), is_channel: chat.kind === 'channel' };
      if (kind === 'memberCame') return tell('user_added', { ...place, inviter_id: by ?? null });
      return tell('user_removed', { ...place, ...(by === undefined ? {} : { admin_id: by }) });
    }
    case 'selfChanged': {
      const { chat, person, before, after } = event;
      if ((before === undefined) === (after === undefined)) return [];
      const place = { chat_id: chatIdOf(chat), user: toUser(person, timestamp), is_channel: chat.kind === 'channel' };
      return tell(after === undefined ? 'bot_removed' : 'bot_added', place);
    }
    case 'titleChanged': {
      const { chat, person, title } = event;
      return tell('chat_title_changed', { chat_id: chatIdOf(chat), user: toUser(person, timestamp), title });
    }
    default:
      return [];
  }
}

function toTold({ chat, message, sender, replied, accounts = [] }: MessageEvent, { bot, links, webOrigin }: Context) {
  const view = {
    message,
    chat,
    sender,
    recipientId: bot.accountId,
    replied,
    accounts: [...accounts, bot],
    links,
    webOrigin,
  };
  return { message: toMessage(view), ...(chat.kind === 'direct' ? { user_locale: sender.language } : {}) };
}

/**
 * A dialog begins with `/start`, which also stands in it as a message: a bot that waits for the command alone is told
 * as well. With something behind it, it came from a link and begins the dialog anew.
 */
function toStart({ chat, message, sender }: MessageEvent, timestamp: number): Shown[] {
  const start = /^\/start(?:\s+(\S{1,512}))?\s*$/.exec(message.text);
  const payload = start?.[1];
  if (chat.kind !== 'direct' || start === null || (payload === undefined && message.ordinal > 1)) return [];
  return [
    {
      ...{ update_type: 'bot_started', timestamp, chat_id: chatIdOf(chat), user: toUser(sender, timestamp) },
      ...{ payload: payload ?? null, user_locale: sender.language },
    },
  ];
}

function toCallback(
  { chat, message, callbackId, data, person }: Extract<BotUpdate['event'], { kind: 'buttonPressed' }>,
  timestamp: number,
  { bot, links, webOrigin }: Context,
) {
  const id = writeCallbackId(callbackId, writeMid(chat, message.messageId));
  const recipientId = person.accountId;
  return {
    callback: { timestamp, callback_id: id, payload: data, user: toUser(person, timestamp) },
    message: toMessage({ message, chat, sender: bot, recipientId, links, webOrigin }),
    ...(chat.kind === 'direct' ? { user_locale: person.language } : {}),
  };
}
