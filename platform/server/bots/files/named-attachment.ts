import type { AccountId, ChatId, MessageId, NewAttachment } from '@veche/contract';
import { readFileOwner } from '../../chat/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import type { FileName } from './file-name.ts';

/** A file that a bot names, as the contract has it: an own one, or one of the message in which the bot was told of it. */
export async function attachmentNamed(
  sql: Queryable,
  botId: AccountId,
  { fileId, from }: FileName,
): Promise<NewAttachment> {
  if (from === null || (await readFileOwner(sql, fileId)) === botId) return { fileId };
  return { fileId, from: { chatId: from.chatId as ChatId, messageId: from.messageId as MessageId } };
}
