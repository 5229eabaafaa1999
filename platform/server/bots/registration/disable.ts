import type { AccountId, AppId } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import { leftBehindBy } from '../../organisations/index.ts';
import { deleteWebhook } from '../webhooks/store.ts';
import { tellRenewed } from './register.ts';

/**
 * Ends one bot, or all that nobody acts for without an account: tokens are worth nothing, and no launch is signed. Addresses for updates go, too:
 * whoever had a token may have set them, and what they answer is done as the bot.
 */
export async function disableBots(
  { sql, bus }: { readonly sql: Sql; readonly bus: Bus },
  whose: { readonly without: AccountId } | { readonly botId: AccountId },
): Promise<void> {
  const ended = await sql.begin(async (tx) => {
    // Locked before anything is written, also where no token is left: an address may have been set just before.
    const rows = await tx<{ appId: AppId; botId: AccountId | null }[]>`
      select a.app_id as "appId", a.bot_account_id as "botId" from app a
      where ${'without' in whose ? leftBehindBy(tx, whose.without) : tx`a.bot_account_id = ${whose.botId}`}
      order by a.app_id for update`;
    await tx`
      update app set token_hash = null, launch_key_sealed = null, token_generation = token_generation + 1
      where app_id = any(${rows.map(({ appId }) => appId)}::bigint[]) and token_hash is not null`;
    const bots: { botId: AccountId; hadWebhook: boolean }[] = [];
    for (const { botId } of rows) {
      if (botId !== null) bots.push({ botId, hadWebhook: await deleteWebhook(tx, botId) });
    }
    return bots;
  });
  for (const bot of ended) tellRenewed(bus, bot);
}
