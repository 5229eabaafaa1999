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
  /** Types that are asked for; null: all. */
  readonly types: readonly string[] | null;
}

/** The end of the year 9999, where the dialect needs a moment and there is none. */
const FOREVER = 253_402_300_799_000;

type Shown = Readonly<Record<string, unknown>> & { readonly update_type: string };
type MessageEvent = Extract<BotUpdate['event'], { sender: unknown }>;

/** An update as the dialect tells it, or none. */
export function toUpdates(update: BotUpdate, context: Context): Shown[] {
  return shownOf(update, context).filter(({ update_type: type }) => isAskedFor(type, context));
}

function isAskedFor(type: string, { types }: Context): boolean {
  return types === null || types.includes(type);
}

function shownOf({ at, event }: BotUpdate, context: Context): Shown[] {
  const timestamp = milliseconds(at);
  const tell = (type: string, told: object): Shown[] => [{ update_type: type, timestamp, ...told }];
  switch (event.kind) {
    case 'message':
      // Both would greet twice. A bot that does not ask for the one hears the command.
      if (isAskedFor('bot_started', context) && isStart(event)) return tell('bot_started', toStart(event, timestamp));
      return tell('message_created', toTold(event, context));
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
    case 'blockChanged':
      // Of a block that is taken back the dialect has no word.
      return event.isBlocked ? tell('bot_stopped', toDialog(event, timestamp)) : [];
    case 'dialogChanged': {
      const { change, mutedUntil } = event;
      const until = mutedUntil === 'forever' || mutedUntil === undefined ? FOREVER : milliseconds(mutedUntil);
      const muted = change === 'muted' ? { muted_until: until } : {};
      return tell(`dialog_${change}`, { ...toDialog(event, timestamp), ...muted });
    }
    default:
      return [];
  }
}

function toDialog(
  { chat, person }: Extract<BotUpdate['event'], { kind: 'blockChanged' | 'dialogChanged' }>,
  at: number,
) {
  return { chat_id: chatIdOf(chat), user: toUser(person, at), user_locale: person.language };
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

const START = /^\/start(?:\s+(\S{1,512}))?\s*$/;

/** A dialog begins with `/start`; with something behind it, it came from a link and begins the dialog anew. */
function isStart({ chat, message }: MessageEvent): boolean {
  const start = START.exec(message.text);
  return chat.kind === 'direct' && start !== null && (start[1] !== undefined || message.ordinal === 1);
}

function toStart({ chat, message, sender }: MessageEvent, timestamp: number) {
  const payload = START.exec(message.text)?.[1] ?? null;
  return { chat_id: chatIdOf(chat), user: toUser(sender, timestamp), payload, user_locale: sender.language };
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
