import type { ChatDependencies } from '../dependencies.ts';
import { overdue, stateOf } from './rules.ts';
import { tellCall } from './show.ts';
import { end } from './steps.ts';
import { type CallRow, readCall, readDueCalls } from './store.ts';

const AT_ONCE = 50;

/**
 * Ends what rang for too long and what neither side has kept. After a start of the server, talks are left alone until
 * their pages had the time to come back.
 */
export async function endDueCalls(
  { sql, writer, bus }: Pick<ChatDependencies, 'sql' | 'writer' | 'bus'>,
  { ringingAlone, signal }: { ringingAlone: boolean; signal?: AbortSignal },
): Promise<void> {
  for (const due of await readDueCalls(sql, { ringingAlone, limit: AT_ONCE })) {
    if (signal?.aborted === true) return;
    const { chatId, callId, callerId: accountId } = due;
    const ended = await writer.transact([chatId], async (batch): Promise<CallRow | null> => {
      const row = await readCall(batch.tx, { chatId, callId, accountId });
      // Answered, kept or ended in between.
      if (row === null || stateOf(row) !== stateOf(due) || row.dueAt > batch.at) return null;
      const { outcome, endedAt } = overdue(row);
      return end(batch, row, outcome, endedAt);
    });
    if (ended !== null) await tellCall({ sql, bus }, ended);
  }
}
