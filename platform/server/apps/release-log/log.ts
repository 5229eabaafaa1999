import { createHash, type KeyObject, sign } from 'node:crypto';
import { type ReleaseLogEntry, releaseLogText } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

const NOTHING_BEFORE = '0'.repeat(64);

export type LoggedAct = Pick<ReleaseLogEntry, 'act' | 'app' | 'appId' | 'releaseId' | 'percent' | 'developerKey'>;

interface EntryRow extends Omit<ReleaseLogEntry, 'at' | 'percent' | 'developerKey'> {
  at: Date;
  percent: number | null;
  developerKey: string | null;
}

const columns = (sql: Queryable) => sql`
  entry, previous, act, app, app_id as "appId", release_id as "releaseId", percent, developer_key as "developerKey", at,
  hash, signature`;

/** Writes the next entry, chained to the one before it and signed. Entries wait for each other until commit. */
export async function appendToLog(tx: Tx, key: KeyObject, act: LoggedAct, at: Date): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('release log', 0))`;
  const [last] = await tx<{ entry: number; hash: string }[]>`
    select entry, hash from release_log order by entry desc limit 1`;
  const entry = { ...act, entry: (last?.entry ?? 0) + 1, previous: last?.hash ?? NOTHING_BEFORE, at: at.toISOString() };
  const text = Buffer.from(releaseLogText(entry));
  const hash = createHash('sha256').update(text).digest('hex');
  const signature = sign(null, text, key).toString('base64url');
  const { appId, releaseId, percent = null, developerKey = null } = entry;
  await tx`
    insert into release_log (entry, previous, act, app, app_id, release_id, percent, developer_key, at, hash, signature)
    values (${entry.entry}, ${entry.previous}, ${entry.act}, ${entry.app}, ${appId}, ${releaseId}, ${percent},
      ${developerKey}, ${at}, ${hash}, ${signature})`;
}

export async function readLog(
  sql: Queryable,
  { from, limit, app }: { from: number; limit: number; app?: string | undefined },
): Promise<ReleaseLogEntry[]> {
  const ofApp = app === undefined ? sql`` : sql`and app_id = (select app_id from app where slug = ${app})`;
  const rows = await sql<EntryRow[]>`
    select ${columns(sql)} from release_log where entry >= ${from} ${ofApp} order by entry limit ${limit}`;
  return rows.map(toEntry);
}

/** The entry by which a release was last given to people, or null. */
export async function findGiven(sql: Queryable, appId: number, releaseId: string): Promise<ReleaseLogEntry | null> {
  const [row] = await sql<EntryRow[]>`
    select ${columns(sql)} from release_log
    where app_id = ${appId} and release_id = ${releaseId} and act in ('live', 'staged') order by entry desc limit 1`;
  return row === undefined ? null : toEntry(row);
}

function toEntry({ percent, developerKey, at, ...row }: EntryRow): ReleaseLogEntry {
  return {
    ...row,
    at: at.toISOString(),
    ...(percent !== null && { percent }),
    ...(developerKey !== null && { developerKey }),
  };
}
