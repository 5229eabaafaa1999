import { type AccountId, VecheError } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { confirmedUpTo } from './queue.ts';

/** A lease of which nothing is heard for so long after a newer one was taken is over: its program died. */
const SILENCE_MS = 5_000;
/** A program that goes on working for longer loses its lease all the same. */
const LONGEST_MS = 60_000;

interface Held {
  readonly botId: AccountId;
  readonly lease: number;
}

/** What a poll finds before it reads. */
export async function readPollState(
  sql: Queryable,
  botId: AccountId,
): Promise<{ hasWebhook: boolean; isLeased: boolean } | undefined> {
  const [state] = await sql<{ hasWebhook: boolean; isLeased: boolean }[]>`
    select exists (select from bot_webhook where bot_id = ${botId}) as "hasWebhook",
      lease_serving is not null as "isLeased" from bot where bot_id = ${botId}`;
  return state;
}

/** Takes the newest lease; the one that is given updates has to let go from now on. */
export async function takeLease(sql: Queryable, botId: AccountId, now: Date): Promise<number> {
  const [row] = await sql<{ lease: number }[]>`
    update bot set lease_newest = lease_newest + 1,
      lease_wanted_at = case when lease_serving is not null then coalesce(lease_wanted_at, ${now}) end,
      lease_seen_at = case when lease_serving is not null then coalesce(lease_seen_at, ${now}) end
    where bot_id = ${botId} returning lease_newest as lease`;
  if (row === undefined) throw new VecheError('unauthenticated', 'This bot is no more.');
  return row.lease;
}

/** A poll without a lease ends all leases. */
export async function endLeases(sql: Queryable, botId: AccountId): Promise<void> {
  await sql`
    update bot set lease_newest = lease_newest + 1, lease_serving = null, lease_wanted_at = null, lease_seen_at = null
    where bot_id = ${botId} and lease_serving is not null`;
}

/**
 * Whether a lease is given updates (`serves`), has to wait for the one before (`waits`), or was taken over (`over`). The
 * newest one begins to serve by asking, when none serves, or when the one that does has fallen silent.
 */
export async function askTurn(sql: Queryable, { botId, lease }: Held, now: Date): Promise<'serves' | 'waits' | 'over'> {
  const silentSince = new Date(now.getTime() - SILENCE_MS);
  const wantedSince = new Date(now.getTime() - LONGEST_MS);
  const [row] = await sql<{ newest: number; serves: boolean }[]>`
    with begun as (
      update bot set lease_serving = ${lease}, lease_wanted_at = null, lease_seen_at = null
      where bot_id = ${botId} and lease_newest = ${lease} and lease_serving is distinct from ${lease}::bigint
        and (lease_serving is null or lease_seen_at <= ${silentSince} or lease_wanted_at <= ${wantedSince})
      returning 1)
    select lease_newest as newest, lease_serving is not distinct from ${lease}::bigint or exists (select from begun) as serves
    from bot where bot_id = ${botId}`;
  if (row === undefined || lease > row.newest) {
    throw new VecheError('not_found', 'There is no such lease.', { field: 'lease' });
  }
  if (lease < row.newest) return 'over';
  return row.serves ? 'serves' : 'waits';
}

/** Confirms what a lease has handled, also one that was taken over, and hears that its program lives or lets go. */
export async function confirmUnder(
  sql: Queryable,
  { botId, lease, after, release }: Held & { after: number; release: boolean },
  now: Date,
): Promise<void> {
  const rows = await sql`
    update bot set confirmed_id = greatest(confirmed_id, ${confirmedUpTo(sql, after)}),
      lease_serving = case when ${release} and lease_serving = ${lease} then null else lease_serving end,
      lease_seen_at = case when lease_serving = ${lease} and lease_wanted_at is not null then ${now} else lease_seen_at end
    where bot_id = ${botId} and ${lease}::bigint <= lease_newest returning 1`;
  if (rows.length === 0) throw new VecheError('not_found', 'There is no such lease.', { field: 'lease' });
}
