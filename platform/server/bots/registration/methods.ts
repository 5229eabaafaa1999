import { type AccountId, type Bot, botConsole, bots as contract } from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { BotsDependencies } from '../dependencies.ts';
import { deleteBot } from './delete.ts';
import { disableBots } from './disable.ts';
import {
  noSuchBot,
  registerBot,
  type RegistrationDependencies,
  requireOwnBot,
  rotateBotToken,
  tellRenewed,
} from './register.ts';
import { readBots, updateGroupReading, updateInline } from './store.ts';

const consoleMethods = botConsole.botConsoleMethods;

export function registrationHandlers(
  dependencies: RegistrationDependencies & Pick<BotsDependencies, 'bus' | 'leaveChats'>,
): Handler[] {
  const { sql, bus, clock } = dependencies;

  const readBot = async (botId: AccountId): Promise<Bot> => {
    const [bot] = await readBots(sql, { botId });
    if (bot === undefined) throw noSuchBot();
    return bot;
  };

  return [
    implement(contract.register, async ({ caller }, { username, name }) => {
      const { accountId, token } = await registerBot(dependencies, { ownerId: accountOf(caller), username, name });
      return { bot: await readBot(accountId), token };
    }),
    implement(contract.list, async ({ caller }) => ({ bots: await readBots(sql, { ownerId: accountOf(caller) }) })),
    implement(contract.rotateToken, async ({ caller }, { accountId }) => {
      const { token, ...renewed } = await rotateBotToken(dependencies, { ownerId: accountOf(caller), accountId });
      tellRenewed(bus, renewed);
      return { token };
    }),
    implement(consoleMethods.revokeToken, async ({ caller }, { accountId }) => {
      await requireOwnBot(sql, { botId: accountId, ownerId: accountOf(caller) });
      await disableBots(dependencies, { botId: accountId });
      return {};
    }),
    implement(consoleMethods.delete, async ({ caller }, { accountId, username }) => {
      await deleteBot(dependencies, { ownerId: accountOf(caller), botId: accountId, username });
      return {};
    }),
    implement(contract.setInline, async ({ caller }, { accountId, inline }) => {
      await requireOwnBot(sql, { botId: accountId, ownerId: accountOf(caller) });
      await updateInline(sql, accountId, inline);
      return { bot: await readBot(accountId) };
    }),
    implement(contract.setGroupReading, async ({ caller }, { accountId, readsAllGroupMessages }) => {
      await requireOwnBot(sql, { botId: accountId, ownerId: accountOf(caller) });
      await updateGroupReading(sql, accountId, readsAllGroupMessages ? clock.now() : null);
      return { bot: await readBot(accountId) };
    }),
  ];
}
