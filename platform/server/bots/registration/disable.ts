import type { AccountId } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';
import type { Queryable, Sql } from '../../kernel/database/sql.ts';
import { deleteWebhook } from '../webhooks/store.ts';

/** Ends all bots of an owner: their tokens are worth nothing, and no launch is signed for them. */
export async function disableBotsOf(
  { sql, bus }: { readonly sql: Sql; readonly bus: Bus },
  ownerId: AccountId,
): Promise<void> {
  for (const botId of await endTokens(sql, { ownerId })) {
    bus.publish('tokenReplaced', { botId });
    if (await deleteWebhook(sql, botId)) bus.publish('webhookChanged', { botId, isSet: false });
  }
}

/** Ends the tokens of an owner, or that of one bot; answers the bots that had one. */
export async function endTokens(
  sql: Queryable,
  whose: { readonly ownerId: AccountId } | { readonly botId: AccountId },
): Promise<AccountId[]> {
  const rows = await sql<{ botId: AccountId | null }[]>`
    update app set token_hash = null, launch_key_sealed = null, token_generation = token_generation + 1
    where ${'ownerId' in whose ? sql`owner_id = ${whose.ownerId}` : sql`bot_account_id = ${whose.botId}`}
      and token_hash is not null
    returning bot_account_id as "botId"`;
  return rows.flatMap(({ botId }) => botId ?? []);
}
