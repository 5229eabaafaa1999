import type { AccountId } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import { deleteWebhook } from '../webhooks/store.ts';

/** Ends all bots of an owner: their tokens are worth nothing, and no launch is signed for them. */
export async function disableBotsOf(
  { sql, bus }: { readonly sql: Sql; readonly bus: Bus },
  ownerId: AccountId,
): Promise<void> {
  const rows = await sql<{ botId: AccountId | null }[]>`
    update app set token_hash = null, launch_key_sealed = null, token_generation = token_generation + 1
    where owner_id = ${ownerId} and token_hash is not null
    returning bot_account_id as "botId"`;
  for (const { botId } of rows) {
    if (botId === null) continue;
    bus.publish('tokenReplaced', { botId });
    if (await deleteWebhook(sql, botId)) bus.publish('webhookChanged', { botId, isSet: false });
  }
}
