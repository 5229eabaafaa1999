import type { AccountId, ChatId, ImportId, Message } from '@veche/contract';
import type { Batch } from '../../../kernel/conversation-log/index.ts';
import { insertMessageFiles } from '../../media/attachments/store.ts';
import { markSendersRead } from '../../messages/store.ts';
import { insertItems, type ItemRow, readImportedByKey } from './items.ts';
import type { Prepared } from './prepare.ts';
import { countDone, readImport } from './store.ts';
import { partClientId } from './to-messages.ts';

/** Why a step did nothing. */
type Stop = 'over' | 'noRights';

/**
 * Puts the next entries into the chat and the report, all or none. The row of the import is held, and says where to
 * go on: whoever was killed, or overtaken by another runner, cannot bring anything twice.
 */
export async function appendEntries(
  batch: Batch,
  place: { accountId: AccountId; importId: ImportId; chatId: ChatId },
  entries: readonly Prepared[],
): Promise<Stop | null> {
  const { accountId, importId, chatId } = place;
  const row = await readImport(batch.tx, place, true);
  if (row === null || row.phase !== 'running' || row.doneEntries !== (entries[0]?.number ?? 0)) return 'over';
  const member = await batch.member(chatId, accountId);
  if (batch.head(chatId)?.kind !== 'group' || member === null || member.role === 'member') return 'noRights';

  const replies = await readImportedByKey(batch.tx, { chatId, importId }, repliedKeys(entries));
  const items: ItemRow[] = [];
  const messages: Message[] = [];
  for (const { number, position, key, replyToKey, parts, reason, detail } of entries) {
    const base = { entry: number, position, reason: null, detail: null };
    if (parts.length === 0) items.push({ ...base, part: 0, sourceKey: null, messageId: null, reason, detail });
    for (const [part, { text, body }] of parts.entries()) {
      const isFirst = part === 0;
      const { message } = batch.appendMessage(chatId, accountId, {
        ...{ text, body, topicId: null, buttons: null, expiresAt: null, requestHash: 0 },
        replyTo: isFirst && replyToKey !== null ? (replies.get(replyToKey) ?? null) : null,
        clientId: partClientId(importId, number, part),
      });
      messages.push(message);
      if (isFirst && key !== null) replies.set(key, message.messageId);
      const told = isFirst ? { reason, detail, sourceKey: key } : { sourceKey: null };
      items.push({ ...base, part, messageId: message.messageId, ...told });
    }
  }
  await insertItems(batch.tx, { chatId, importId }, items);
  await carryFiles(batch, messages);
  if (messages.length > 0) await markSendersRead(batch.tx, messages);
  const skipped = entries.filter(({ parts }) => parts.length === 0).length;
  await countDone(batch.tx, place, { entries: entries.length, imported: messages.length, skipped });
  return null;
}

/** From here the messages keep their files. */
async function carryFiles(batch: Batch, messages: readonly Message[]): Promise<void> {
  const carried = messages.flatMap(({ chatId, messageId, attachments = [] }) =>
    attachments.map(({ fileId }, position) => ({ chatId, messageId, position, fileId })),
  );
  if (carried.length > 0) await insertMessageFiles(batch.tx, carried, batch.at);
}

/** Keys of messages that these reply to. */
function repliedKeys(entries: readonly Prepared[]): string[] {
  return entries.flatMap(({ replyToKey }) => replyToKey ?? []);
}
