import { type MessageId, VecheError } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { applySends, type Sent } from '../messages/appliers.ts';
import { sendOperation } from '../messages/draft.ts';
import { afterRefusal } from './rules.ts';
import {
  deleteScheduled,
  type DuePlace,
  postpone,
  readDue,
  type ScheduledRow,
  takeDue,
  writeFailure,
} from './store.ts';

/** Messages of one transaction. */
const AT_ONCE = 50;

/**
 * Sends messages under the client ids they were created with, in the transaction that forgets them: killed in between,
 * neither has happened. Permission is asked now. The chats must be locked.
 */
export async function sendRows(batch: Batch, rows: readonly ScheduledRow[]): Promise<(Sent | VecheError)[]> {
  const answers = await applySends(
    batch,
    rows.map(({ chatId, accountId, clientId, content }) =>
      sendOperation({ chatId, actorId: accountId, clientId }, content),
    ),
  );
  for (const [index, row] of rows.entries()) {
    const { accountId, chatId, clientId: scheduledId } = row;
    const answer = answers[index];
    if (answer === undefined || answer instanceof VecheError) continue;
    await deleteScheduled(batch.tx, row, batch.at);
    const messageId = answer.seq as MessageId;
    batch.appendAccount(accountId, { kind: 'scheduled.changed', chatId, scheduledId, state: 'gone', messageId });
  }
  return answers;
}

/** Sends what is due. What is refused is kept with the reason. */
export async function sendDue(
  { sql, writer, log }: Pick<ChatDependencies, 'sql' | 'writer' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  const send = (places: readonly DuePlace[]) =>
    writer.transact([...new Set(places.map(({ chatId }) => chatId))], async (batch) => {
      const rows = await takeDue(batch.tx, places);
      const answers = await sendRows(batch, rows);
      for (const [index, row] of rows.entries()) {
        const answer = answers[index];
        if (answer instanceof VecheError) await keepRefused(batch, row, answer);
      }
    });

  while (!signal.aborted) {
    const due = await readDue(sql, AT_ONCE);
    if (due.length === 0) return;
    try {
      await send(due);
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ err: error }, 'scheduled messages could not be sent together');
      // One of them spoils the transaction: each gets its own.
      for (const place of due) await send([place]).catch((failed: unknown) => giveUp(place, failed));
    }
  }

  /** What no rule refused is our fault: it waits for its sender, and stands in nobody's way. */
  async function giveUp(place: DuePlace, error: unknown): Promise<void> {
    const isRefusal = error instanceof VecheError;
    if (!isRefusal) log.error({ err: error }, 'a scheduled message could not be sent');
    await writer.transact([], async (batch) => {
      const [row] = await takeDue(batch.tx, [place]);
      if (row !== undefined) await keepRefused(batch, row, isRefusal ? error : new VecheError('internal', 'failed'));
    });
  }
}

async function keepRefused(batch: Batch, row: ScheduledRow, error: VecheError): Promise<void> {
  const next = afterRefusal(error, batch.at);
  if ('postponeTo' in next) return postpone(batch.tx, row, next.postponeTo);
  await writeFailure(batch.tx, row, next.failure);
  const { accountId, chatId, clientId: scheduledId } = row;
  batch.appendAccount(accountId, { kind: 'scheduled.changed', chatId, scheduledId, state: 'failed' });
}
