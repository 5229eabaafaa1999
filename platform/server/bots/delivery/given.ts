import type { AccountId, ChatId, Message, MessageId } from '@veche/contract';
import { readBotMembers, readChatFaces, readMessagesById, toMessage } from '../../chat/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import { isMeantFor } from './group-reading.ts';
import { readReaders } from './queue.ts';

/**
 * A message that stands, if the bot said it or its queue was given it: answering a message must not be a way to read
 * the group.
 */
export async function readGiven(
  sql: Queryable,
  { chatId, messageId, botId }: { chatId: ChatId; messageId: MessageId; botId: AccountId },
): Promise<Message | undefined> {
  const [[row], [face], seats, readers] = await Promise.all([
    readMessagesById(sql, chatId, [messageId]),
    readChatFaces(sql, [chatId]),
    readBotMembers(sql, [chatId]),
    readReaders(sql, [botId]),
  ]);
  const [seat, bot] = [seats.find((one) => one.botId === botId), readers.get(botId)];
  if (row === undefined || row.deletedAt !== null || face === undefined || seat === undefined || bot === undefined)
    return undefined;
  const message = toMessage(row, []);
  if (row.senderId === botId) return messageId > seat.hiddenTo ? message : undefined;
  if (messageId <= Math.max(seat.joinedSeq, seat.hiddenTo) || message.imported !== undefined) return undefined;
  if (face.kind !== 'group' || bot.readsAllGroupMessages) return message;
  const [answered] = row.replyTo === null ? [] : await readMessagesById(sql, chatId, [row.replyTo]);
  return isMeantFor(message, answered?.senderId === botId, { botId, username: bot.username }) ? message : undefined;
}
