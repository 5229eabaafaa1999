import type { AccountId, ChatEvent, ChatId, Message } from '@veche/contract';
import { readBotMembers, readMessagesById } from '../../chat/index.ts';
import type { Bus } from '../../kernel/bus.ts';
import type { Batch, Projection } from '../../kernel/conversation-log/index.ts';
import { changeRowsOf } from './changes.ts';
import { dialogRowsOf } from './dialog-changes.ts';
import { isMeantFor } from './group-reading.ts';
import { insertOutbox, type OutboxRow } from './outbox.ts';
import { readReaders } from './queue.ts';

type MessageEvent = Extract<ChatEvent, { message: Message }>;

/**
 * Writes outbox rows in the transaction of the events themselves, and tells the bus after the commit. Bots hear
 * people only: two bots in one group could talk for ever.
 */
export function createBotProjection(bus: Bus): { projection: Projection; follow(): () => void } {
  /** Chats with fresh rows. One of a transaction that was given up stays until the chat's next event: harmless. */
  const written = new Set<ChatId>();
  return {
    projection: async (batch) => {
      const rows = [...(await rowsOf(batch)), ...(await changeRowsOf(batch)), ...(await dialogRowsOf(batch))];
      if (rows.length === 0) return;
      await insertOutbox(batch.tx, rows);
      for (const { chatId } of rows) written.add(chatId);
    },
    follow: () => {
      const wake = (chatId: ChatId): void => {
        if (written.delete(chatId)) bus.publish('outbox', {});
      };
      const stops = [
        bus.subscribe('chat', ({ chatId }) => wake(chatId)),
        bus.subscribe('account', ({ events }) => {
          for (const event of events) if (event.kind === 'chat.settings') wake(event.chatId);
        }),
      ];
      return () => stops.forEach((stop) => stop());
    },
  };
}

const updateKinds = {
  'message.created': ['message', 'post'],
  'message.edited': ['messageEdited', 'postEdited'],
} as const;

async function rowsOf(batch: Batch): Promise<OutboxRow[]> {
  const events = batch.events.filter(
    (event): event is MessageEvent => 'message' in event && (batch.head(event.chatId)?.botCount ?? 0) > 0,
  );
  if (events.length === 0) return [];
  const members = await readBotMembers(
    batch.tx,
    events.map((event) => event.chatId),
  );
  const bots = await readReaders(
    batch.tx,
    members.map((member) => member.botId),
  );
  const botsByChat = Map.groupBy(members, (member) => member.chatId);
  const isFromBot = ({ chatId, actorId }: MessageEvent) =>
    (botsByChat.get(chatId) ?? []).some(({ botId }) => botId === actorId);
  // What comes from an archive was said to nobody here.
  const told = events.filter((event) => !isFromBot(event) && event.message.imported === undefined);
  const repliedSenders = await readRepliedSenders(batch, told);

  return told.flatMap((event) => {
    const { chatId, message, kind } = event;
    const chatKind = batch.head(chatId)?.kind;
    const repliedSender =
      message.replyTo === undefined ? undefined : repliedSenders.get(`${chatId} ${message.replyTo}`);
    return (botsByChat.get(chatId) ?? []).flatMap(({ botId, hiddenTo }): OutboxRow[] => {
      const bot = bots.get(botId);
      // What was said before it came stays hidden when it is edited.
      if (bot === undefined || message.messageId <= hiddenTo) return [];
      const sees =
        chatKind !== 'group' ||
        (bot.readsAllSince !== null && new Date(message.at) >= bot.readsAllSince) ||
        isMeantFor(message, repliedSender === botId, { botId, username: bot.username });
      if (!sees) return [];
      return [
        { chatId, botId, at: batch.at, data: { kind: updateKinds[kind][chatKind === 'channel' ? 1 : 0], message } },
      ];
    });
  });
}

/** Who wrote the messages that are replied to in groups, by `chatId messageId`. */
async function readRepliedSenders(batch: Batch, events: readonly MessageEvent[]): Promise<Map<string, AccountId>> {
  const replies = events.filter(
    ({ chatId, message }) => message.replyTo !== undefined && batch.head(chatId)?.kind === 'group',
  );
  const senders = new Map<string, AccountId>();
  for (const [chatId, list] of Map.groupBy(replies, (event) => event.chatId)) {
    const ids = list.flatMap(({ message }) => message.replyTo ?? []);
    for (const row of await readMessagesById(batch.tx, chatId, ids)) {
      senders.set(`${chatId} ${row.messageId}`, row.senderId);
    }
  }
  return senders;
}
