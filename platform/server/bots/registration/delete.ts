import { type AccountId, VecheError } from '@veche/contract';
import { replacePublicName } from '../../identity/index.ts';
import type { Sql, Tx } from '../../kernel/database/sql.ts';
import type { BotsDependencies } from '../dependencies.ts';
import { disableBots } from './disable.ts';
import { requireOwnBot } from './register.ts';
import { readBots } from './store.ts';

/**
 * Deletes an owner's bot. First nobody speaks as it any more, then it leaves its chats, and last what is kept of it
 * goes: whoever was stopped in between calls again. Its account stays as a stone without a name, because what it said
 * stays.
 */
export async function deleteBot(
  { sql, bus, leaveChats }: { readonly sql: Sql } & Pick<BotsDependencies, 'bus' | 'leaveChats'>,
  { ownerId, botId, username }: { ownerId: AccountId; botId: AccountId; username: string },
): Promise<void> {
  const { slug } = await requireOwnBot(sql, { ownerId, botId });
  const [bot] = await readBots(sql, { botId });
  if (bot?.account.username?.toLowerCase() !== username.toLowerCase()) {
    throw new VecheError('invalid_input', 'username: must be the public name of the bot', { field: 'username' });
  }
  refusePaired(slug);
  await disableBots({ sql, bus }, { botId });
  await leaveChats(botId);
  await sql.begin(async (tx) => {
    // A mini-app may have been published meanwhile.
    refusePaired((await requireOwnBot(tx, { ownerId, botId }, true)).slug);
    await tx`delete from app where bot_account_id = ${botId}`;
    await emptyTables(tx, botId);
    await tx`update account set name = '', username = null where account_id = ${botId}`;
    await replacePublicName(tx, { accountId: botId }, null);
  });
}

function refusePaired(slug: string | null): void {
  if (slug !== null)
    throw new VecheError('conflict', `The bot belongs to the mini-app ${slug}.`, { field: 'accountId' });
}

/** What is kept for one bot has its id first in the key: the tables are found by that, and none can be forgotten. */
async function emptyTables(tx: Tx, botId: AccountId): Promise<void> {
  const tables = await tx<{ name: string }[]>`
    select c.relname as name from pg_index i
    join pg_class c on c.oid = i.indrelid and c.relkind in ('r', 'p') and not c.relispartition
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] and a.attname = 'bot_id'
    where i.indisprimary`;
  for (const { name } of tables) await tx`delete from ${tx(name)} where bot_id = ${botId}`;
}
