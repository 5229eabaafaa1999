import { type AccountId, type Bot, bots as contract, VecheError } from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { Polls } from '../delivery/polls.ts';
import { noSuchBot, registerBot, type RegistrationDependencies, rotateBotToken } from './register.ts';
import { findAppOfBot, readBots, updateGroupReading } from './store.ts';

export function registrationHandlers(dependencies: RegistrationDependencies, polls: Polls): Handler[] {
  const { sql } = dependencies;

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
      const token = await rotateBotToken(dependencies, { ownerId: accountOf(caller), accountId });
      polls.end(accountId, new VecheError('unauthenticated', 'The token of this bot was replaced.'));
      return { token };
    }),
    implement(contract.setGroupReading, async ({ caller }, { accountId, readsAllGroupMessages }) => {
      const app = await findAppOfBot(sql, accountId);
      if (app === null || app.ownerId !== accountOf(caller)) throw noSuchBot();
      await updateGroupReading(sql, accountId, readsAllGroupMessages);
      return { bot: await readBot(accountId) };
    }),
  ];
}
