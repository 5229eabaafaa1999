import type { AccountId, BotUpdate } from '@veche/contract';
import type { Tx } from '../../kernel/database/sql.ts';
import { insertOutbox, NO_CHAT } from './outbox.ts';

type Uninstalled = Extract<BotUpdate['event'], { kind: 'appUninstalled' }>;

/** Writes for a bot that a person removed its app; after the commit the bus is to be told of its outbox. */
export async function tellUninstalled(
  tx: Tx,
  { botId, at, ...told }: Pick<Uninstalled, 'app' | 'deleteBy'> & { botId: AccountId; personId: AccountId; at: Date },
): Promise<void> {
  await insertOutbox(tx, [{ chatId: NO_CHAT, botId, at, data: { kind: 'appUninstalled', ...told } }]);
}
