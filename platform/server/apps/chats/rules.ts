import type { Queryable } from '../../kernel/database/sql.ts';
import { readGiven } from '../launch/store.ts';

/** Whether everyone can open an app within a chat; `unknown`: there is no release for everyone. */
export async function opensInChats(sql: Queryable, slug: string): Promise<'inside' | 'outside' | 'unknown'> {
  const live = (await readGiven(sql, slug)).find(({ state }) => state === 'live');
  if (live === undefined) return 'unknown';
  return live.manifest.entry_points.includes('chat') ? 'inside' : 'outside';
}
