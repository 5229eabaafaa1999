import type { ChatId, MessageId } from '@veche/contract';
import type { Applier } from '../../kernel/conversation-log/index.ts';
import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { deleteMessages } from '../messages/appliers.ts';
import { createTicker } from '../ticker.ts';
import { readExpired, readStillExpired } from './store.ts';

const EVERY_MS = 2000;
/** Messages taken at once; those of one chat go together. */
const AT_ONCE = 500;

/** Deletes messages whose time is over, as if their senders had. */
const applyExpiries: Applier<{ chatId: ChatId; messageIds: readonly MessageId[] }, number> = async (
  batch,
  operations,
) => {
  const answers: number[] = [];
  for (const { chatId, messageIds } of operations) {
    const rows = await readStillExpired(batch.tx, chatId, messageIds);
    for (const [actorId, own] of Map.groupBy(rows, ({ senderId }) => senderId)) {
      await deleteMessages(batch, { chatId, actorId, messageIds: own.map(({ messageId }) => messageId) });
    }
    answers.push(rows.length);
  }
  return answers;
};

/** Messages that delete themselves. */
export function expiryPart({ sql, writer, log }: Pick<ChatDependencies, 'sql' | 'writer' | 'log'>): WingPart {
  const deleteExpired = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      const expired = await readExpired(sql, AT_ONCE);
      const byChat = Map.groupBy(expired, ({ chatId }) => chatId);
      await Promise.all(
        [...byChat].map(([chatId, list]) =>
          writer.submit(applyExpiries, { chatId, messageIds: list.map(({ messageId }) => messageId) }),
        ),
      );
      if (expired.length < AT_ONCE) return;
    }
  };
  return createTicker(deleteExpired, { everyMs: EVERY_MS, log, name: 'expiry' });
}
