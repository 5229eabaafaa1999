import type { AccountId, ChatId, Message, MessageId } from '@veche/contract';
import { readBotMembers, readChatFaces, readMessagesById, toMessage } from '../../chat/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import { isMeantFor } from './group-reading.ts';
import { readReaders } from './queue.ts';

interface Asked {
  readonly chatId: ChatId;
  readonly messageIds: readonly MessageId[];
  readonly botId: AccountId;
}

/**
 * Those messages that stand and that the bot said or its queue was given: answering or forwarding a message must not be
 * a way to read the group, and being let read it none to read what was said before.
 */
export async function readGiven(sql: Queryable, { chatId, messageIds, botId }: Asked): Promise<Message[]> {
  const [rows, [face], seats, readers] = [
    await readMessagesById(sql, chatId, messageIds),
    await readChatFaces(sql, [chatId]),
    await readBotMembers(sql, [chatId]),
    await readReaders(sql, [botId]),
  ];
  const [seat, bot] = [seats.find((one) => one.botId === botId), readers.get(botId)];
  if (face === undefined || seat === undefined || bot === undefined) return [];
  const readsAll = ({ at }: { readonly at: Date }) =>
    face.kind !== 'group' || (bot.readsAllSince !== null && at >= bot.readsAllSince);
  const since = Math.max(seat.joinedSeq, seat.hiddenTo);
  const replies = rows.flatMap((row) => (readsAll(row) ? [] : (row.replyTo ?? [])));
  const answered = new Map((await readMessagesById(sql, chatId, replies)).map((row) => [row.messageId, row.senderId]));
  return rows.flatMap((row) => {
    if (row.deletedAt !== null) return [];
    const message = toMessage(row, []);
    if (row.senderId === botId) return row.messageId > seat.hiddenTo ? [message] : [];
    if (row.messageId <= since || message.imported !== undefined) return [];
    const isReplyToBot = row.replyTo !== null && answered.get(row.replyTo) === botId;
    return readsAll(row) || isMeantFor(message, isReplyToBot, { botId, username: bot.username }) ? [message] : [];
  });
}

/** A message that the bot said, as it stands: its own words are no secret to it. */
export async function readOwn(
  sql: Queryable,
  { chatId, messageId, botId }: { chatId: ChatId; messageId: MessageId; botId: AccountId },
): Promise<Message | undefined> {
  const [row] = await readMessagesById(sql, chatId, [messageId]);
  return row?.deletedAt === null && row.senderId === botId ? toMessage(row, []) : undefined;
}

export async function givenToBot(sql: Queryable, asked: Asked): Promise<ReadonlySet<MessageId>> {
  return new Set((await readGiven(sql, asked)).map(({ messageId }) => messageId));
}
