import { accessLedger, type AccountId, type AppId, type LedgerEntry, VecheError } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { NO_HASH, sealEntry } from './entry.ts';
import { insertEntry, lockLedger, readMoments } from './store.ts';

const HOUR_MS = 3_600_000;

/** Adds an entry to a person's ledger, in the transaction of what it tells. `check` runs while nobody else adds one. */
export async function appendEntry(
  tx: Tx,
  accountId: AccountId,
  told: Omit<LedgerEntry, 'seq' | 'previous' | 'hash'>,
  check?: () => Promise<void>,
): Promise<void> {
  const head = await lockLedger(tx, accountId);
  await check?.();
  const entry = sealEntry({ ...told, seq: (head?.seq ?? 0) + 1, previous: head?.hash ?? NO_HASH });
  await insertEntry(tx, accountId, entry);
}

/** Refuses an app that has filled its hour: what is not written down is not read either. */
export async function requireRoom(
  sql: Queryable,
  { accountId, appId, now }: { accountId: AccountId; appId: AppId; now: Date },
): Promise<void> {
  const since = new Date(now.getTime() - HOUR_MS);
  const moments = await readMoments(sql, { accountId, appId, since, limit: accessLedger.ENTRIES_PER_HOUR });
  const oldest = moments.at(-1);
  if (oldest === undefined || moments.length < accessLedger.ENTRIES_PER_HOUR) return;
  throw new VecheError('rate_limited', 'The app was given as much as the ledger takes in an hour.', {
    retryAfterSeconds: Math.max(1, Math.ceil((oldest.getTime() + HOUR_MS - now.getTime()) / 1000)),
  });
}
