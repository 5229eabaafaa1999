import { botConsole, DEFAULT_PER_MINUTE, methodList } from '@veche/contract';
import { pageOf, seqOfCursor } from '../../kernel/paging.ts';
import { accountOf, holds } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { readQueueState } from '../delivery/queue.ts';
import type { BotsDependencies } from '../dependencies.ts';
import { noSuchBot, requireOwnBot } from '../registration/register.ts';
import { readBots, readBotToken } from '../registration/store.ts';
import { describeWebhook } from '../webhooks/methods.ts';
import { splitCredentials } from '../webhooks/rules.ts';
import { readWebhook } from '../webhooks/store.ts';
import { readCalls } from './call-store.ts';
import { countTroubles } from './update-store.ts';

const contract = botConsole.botConsoleMethods;

/** How a bot stands, what it called and what it may still call, for its owner. */
export function consoleHandlers({
  sql,
  secrets,
  limiter,
}: Pick<BotsDependencies, 'sql' | 'secrets' | 'limiter'>): Handler[] {
  return [
    implement(contract.getOverview, async ({ caller }, { accountId }) => {
      const botId = accountId;
      await requireOwnBot(sql, { ownerId: accountOf(caller), botId });
      const [[bot], queue, troubles, token, row] = await Promise.all([
        readBots(sql, { botId }),
        readQueueState(sql, botId),
        countTroubles(sql, botId),
        readBotToken(sql, botId),
        readWebhook(sql, botId),
      ]);
      if (bot === undefined || queue === null) throw noSuchBot();
      const webhook = row === null ? null : describeWebhook(secrets, row);
      return {
        ...{ bot, ...queue, ...troubles },
        hasToken: token !== null,
        ...(webhook === null ? {} : { webhook: { ...webhook, url: splitCredentials(webhook.url).url } }),
      };
    }),

    implement(contract.listCalls, async ({ caller }, { accountId, failed = false, cursor, limit }) => {
      await requireOwnBot(sql, { ownerId: accountOf(caller), botId: accountId });
      const before = seqOfCursor(cursor) ?? Number.MAX_SAFE_INTEGER;
      const rows = await readCalls(sql, { botId: accountId, failed, before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ callId }) => `${callId}`);
      return { calls: page, ...next };
    }),

    implement(contract.listLimits, async ({ caller }, { accountId }) => {
      await requireOwnBot(sql, { ownerId: accountOf(caller), botId: accountId });
      const allowed = methodList.filter(({ scope }) => holds({ kind: 'bot', accountId }, scope));
      return {
        methods: allowed.map(({ name, perMinute = DEFAULT_PER_MINUTE }) => {
          return { name, perMinute, left: limiter.left(accountId, name, perMinute) };
        }),
      };
    }),
  ];
}
