import type { AccountId, ChatId, MessageId } from '@veche/contract';
import type { Batch } from '../../../kernel/conversation-log/index.ts';
import { markSendersRead } from '../../messages/store.ts';
import type { ArchivedEntry } from './item.ts';
import { insertItems, type ItemRow, readImportedByKey } from './items.ts';
import { countDone, type ImportRow, readImport } from './store.ts';
import { partClientId, toParts } from './to-messages.ts';

/** Why a step did nothing. */
export type Stop = 'over' | 'noRights';

/**
 * Puts the next entries into the chat and the report, all or none. The row of the import is held, and says where to
 * go on: whoever was killed, or overtaken by another runner, cannot bring anything twice.
 */
export async function appendEntries(
  batch: Batch,
  place: { accountId: AccountId; importId: ImportRow['importId']; chatId: ChatId },
  entries: readonly { number: number; entry: ArchivedEntry }[],
): Promise<Stop | null> {
  const { accountId, importId, chatId } = place;
  const row = await readImport(batch.tx, place, true);
  if (row === null || row.phase !== 'running' || row.doneEntries !== (entries[0]?.number ?? 0)) return 'over';
  const member = await batch.member(chatId, accountId);
  if (batch.head(chatId)?.kind !== 'group' || member === null || member.role === 'member') return 'noRights';

  const replies = await readImportedByKey(batch.tx, { chatId, importId }, repliedKeys(entries));
  const items: ItemRow[] = [];
  const messages: ReturnType<Batch['appendMessage']>['message'][] = [];
  for (const { number, entry } of entries) {
    const { position } = entry;
    if ('skipped' in entry) {
      const detail = entry.detail ?? null;
      items.push({ entry: number, part: 0, position, sourceKey: null, messageId: null, reason: entry.skipped, detail });
      continue;
    }
    const { message } = entry;
    const replyTo = message.replyToKey === undefined ? null : (replies.get(message.replyToKey) ?? null);
    for (const [part, { text, body }] of toParts(message).entries()) {
      const event = batch.appendMessage(chatId, accountId, {
        ...{ text, body, topicId: null, buttons: null, expiresAt: null, requestHash: 0 },
        replyTo: part === 0 ? replyTo : null,
        clientId: partClientId(importId, number, part),
      });
      const messageId: MessageId = event.message.messageId;
      messages.push(event.message);
      if (part === 0 && message.key !== undefined) replies.set(message.key, messageId);
      const isCut = part === 0 && message.file !== undefined;
      items.push({
        ...{ entry: number, part, position, messageId },
        sourceKey: part === 0 ? (message.key ?? null) : null,
        reason: isCut ? 'fileMissing' : null,
        detail: isCut ? (message.file?.name ?? message.file?.kind ?? null) : null,
      });
    }
  }
  await insertItems(batch.tx, { chatId, importId }, items);
  if (messages.length > 0) await markSendersRead(batch.tx, messages);
  const skipped = entries.filter(({ entry }) => 'skipped' in entry).length;
  await countDone(batch.tx, place, { entries: entries.length, imported: messages.length, skipped });
  return null;
}

/** Keys of messages that these reply to. */
function repliedKeys(entries: readonly { entry: ArchivedEntry }[]): string[] {
  return entries.flatMap(({ entry }) =>
    'message' in entry && entry.message.replyToKey !== undefined ? [entry.message.replyToKey] : [],
  );
}
