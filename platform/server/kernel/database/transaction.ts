import { checkOut } from './checkout.ts';
import type { Sql, Tx } from './sql.ts';

/** Sends COMMIT right behind what was sent before, without waiting for the answers; settles with its own. */
export type Commit = () => Promise<void>;

/**
 * One transaction on a connection of its own. BEGIN leaves together with the first statements of `run`, and COMMIT
 * with the last where `run` calls `commit` itself; otherwise it follows when `run` has ended. An error rolls back; that
 * of a statement also when `run` took no notice of it.
 *
 * Unlike `sql.begin` of the driver it outlives a connection that ends in the middle (a terminated backend, a
 * transaction beyond its time): the driver would still send its ROLLBACK, into a socket that is gone or into the
 * transaction of whoever uses the connection next. There are no savepoints.
 */
export async function transaction<R>(sql: Sql, run: (tx: Tx, commit: Commit) => Promise<R>): Promise<R> {
  const { tx, begun, end, failure } = checkOut(sql);
  try {
    const [answer] = await Promise.all([run(tx, () => end('commit')), begun]);
    await end('commit');
    return answer;
  } catch (error) {
    // COMMIT may have left already: then this waits for its answer.
    if (!isLoss(error)) await end('rollback').catch(() => undefined);
    throw isEcho(error) ? (failure() ?? error) : error;
  }
}

/** Whether a statement was refused only because one before it had failed (25P02). */
function isEcho(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '25P02';
}

/** Whether the connection is gone or about to be: an error of the socket or of the driver, not of the server. */
function isLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return 'syscall' in error || ('code' in error && String(error.code).startsWith('CONNECTION_'));
}
