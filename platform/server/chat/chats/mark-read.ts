import type { AccountId, ChatId, Seq } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { tellSettings } from '../chat-settings/tell.ts';
import { recountAfterRead } from '../mentions/recount.ts';
import { moveReadPosition } from './store.ts';

/** Moves an account's read position, if that is forward, and tells its devices. Null when it is not in the chat. */
export async function markReadIn(
  batch: Batch,
  { accountId, chatId }: { accountId: AccountId; chatId: ChatId },
  seq: number,
): Promise<{ readSeq: number; unreadCount: number } | null> {
  const position = await moveReadPosition(batch.tx, { accountId, chatId, seq });
  if (position === null) return null;
  const { readSeq, moved, unmarked } = position;
  const unreadCount = Math.max(0, position.unreadCount);
  if (moved) {
    batch.appendAccount(accountId, { kind: 'chat.read', chatId, readSeq: readSeq as Seq, unreadCount });
    await recountAfterRead(batch, { accountId, chatId });
  }
  if (unmarked !== null) tellSettings(batch, { accountId, chatId }, { markedUnread: null, settingsVersion: unmarked });
  return { readSeq, unreadCount };
}
