import type { AccountId } from '@veche/contract';
import { registerBot, type RegistrationDependencies, rotateBotToken } from './register.ts';
import { readBots } from './store.ts';

/**
 * The bot of a development server: registered at the first start, given a new token at each later one, so that
 * no token is ever kept in plain.
 */
export async function ensureDemoBot(
  dependencies: RegistrationDependencies,
  { ownerId, username, name }: { ownerId: AccountId; username: string; name: string },
): Promise<{ accountId: AccountId; token: string }> {
  const owned = await readBots(dependencies.sql, { ownerId });
  const bot = owned.find(({ account }) => account.username?.toLowerCase() === username.toLowerCase());
  if (bot === undefined) return registerBot(dependencies, { ownerId, username, name });
  const { accountId } = bot.account;
  const { token } = await rotateBotToken(dependencies, { ownerId, accountId });
  return { accountId, token };
}
