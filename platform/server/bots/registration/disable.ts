import type { AccountId } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import { deleteWebhook } from '../webhooks/store.ts';

/**
 * Ends one bot, or all of an owner: tokens are worth nothing, and no launch is signed. Addresses for updates go, too:
 * whoever had a token may have set them, and what they answer is done as the bot.
 */
export async function disableBots(
  { sql, bus }: { readonly sql: Sql; readonly bus: Bus },
  whose: { readonly ownerId: AccountId } | { readonly botId: AccountId },
): Promise<void> {
  const rows = await sql<{ botId: AccountId | null }[]>`
    update app set token_hash = null, launch_key_sealed = null, token_generation = token_generation + 1
    where ${'ownerId' in whose ? sql`owner_id = ${whose.ownerId}` : sql`bot_account_id = ${whose.botId}`}
      and token_hash is not null
    returning bot_account_id as "botId"`;
  for (const { botId } of rows) {
    if (botId === null) continue;
    bus.publish('tokenReplaced', { botId });
    if (await deleteWebhook(sql, botId)) bus.publish('webhookChanged', { botId, isSet: false });
  }
}
