import { type AccountId, type Bot, bots as contract } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { noSuchBot, registerBot, type RegistrationDependencies, rotateBotToken } from './register.ts';
import { findAppOfBot, readBots, updateGroupReading, updateInline } from './store.ts';

export function registrationHandlers(dependencies: RegistrationDependencies & { readonly bus: Bus }): Handler[] {
  const { sql, bus } = dependencies;

  const readBot = async (botId: AccountId): Promise<Bot> => {
    const [bot] = await readBots(sql, { botId });
    if (bot === undefined) throw noSuchBot();
    return bot;
  };

  const requireOwner = async (botId: AccountId, ownerId: AccountId): Promise<void> => {
    const app = await findAppOfBot(sql, botId);
    if (app === null || app.ownerId !== ownerId) throw noSuchBot();
  };

  return [
    implement(contract.register, async ({ caller }, { username, name }) => {
      const { accountId, token } = await registerBot(dependencies, { ownerId: accountOf(caller), username, name });
      return { bot: await readBot(accountId), token };
    }),
    implement(contract.list, async ({ caller }) => ({ bots: await readBots(sql, { ownerId: accountOf(caller) }) })),
    implement(contract.rotateToken, async ({ caller }, { accountId }) => {
      const token = await rotateBotToken(dependencies, { ownerId: accountOf(caller), accountId });
      bus.publish('tokenReplaced', { botId: accountId });
      return { token };
    }),
    implement(contract.setInline, async ({ caller }, { accountId, inline }) => {
      await requireOwner(accountId, accountOf(caller));
      await updateInline(sql, accountId, inline);
      return { bot: await readBot(accountId) };
    }),
    implement(contract.setGroupReading, async ({ caller }, { accountId, readsAllGroupMessages }) => {
      await requireOwner(accountId, accountOf(caller));
      await updateGroupReading(sql, accountId, readsAllGroupMessages);
      return { bot: await readBot(accountId) };
    }),
  ];
}
