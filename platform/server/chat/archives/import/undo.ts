import type { Job } from '../../../kernel/jobs.ts';
import { deleteMessages } from '../../messages/appliers.ts';
import { readMessagesById } from '../../messages/store.ts';
import type { ArchiveDependencies } from '../dependencies.ts';
import { markUndone, takeImported } from './items.ts';
import { changePhase, type ImportPlace, readImport } from './store.ts';

export const UNDO_JOB = 'archives-undo-import';

/** Messages of one transaction. */
const STEP = 200;

/** Deletes the messages that the report names as brought by an import; they are the importer's own. */
export function undoJob({ sql, writer, clock }: ArchiveDependencies): Job<ImportPlace> {
  return {
    name: UNDO_JOB,
    isLong: true,
    async run({ accountId, importId }, { signal }) {
      const place = { accountId, importId };
      const row = await readImport(sql, place);
      if (row?.phase !== 'undoing') return;
      const { chatId } = row;
      if (chatId !== null) {
        for (let left = STEP; left === STEP;) {
          signal.throwIfAborted();
          left = await writer.transact([chatId], async (batch) => {
            const messageIds = await takeImported(batch.tx, { chatId, importId }, STEP);
            const rows = await readMessagesById(batch.tx, chatId, messageIds);
            const live = rows.filter((message) => message.deletedAt === null).map((message) => message.messageId);
            await deleteMessages(batch, { chatId, actorId: accountId, messageIds: live });
            await markUndone(batch.tx, { chatId, importId }, messageIds);
            return messageIds.length;
          });
        }
      }
      await changePhase(sql, place, ['undoing'], 'undone', { finishedAt: clock.now() });
    },
  };
}
