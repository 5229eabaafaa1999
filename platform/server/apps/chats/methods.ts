import { type AppId, apps as contract, type ChatId, VecheError } from '@veche/contract';
import { applyChatApps, readRole } from '../../chat/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { languageOf } from '../language.ts';
import { stopLaunchesIn } from '../installations/store.ts';
import { LAUNCH_KEPT_MS } from '../launch/store.ts';
import { findBySlug } from '../registry/store.ts';
import { opensInChats } from './rules.ts';
import { findAppOfBot, readAppsOfChat } from './store.ts';

/** Mini-apps at hand in chats. */
export function chatAppHandlers({
  sql,
  writer,
  clock,
  bus,
}: Pick<AppsDependencies, 'sql' | 'writer' | 'clock' | 'bus'>): Handler[] {
  /** Of those who have the app through the chat alone; who opened it elsewhere or added it goes on. */
  const endWindows = async (chatId: ChatId, appId: AppId): Promise<void> => {
    const at = clock.now();
    const since = new Date(at.getTime() - LAUNCH_KEPT_MS);
    for (const accountId of await stopLaunchesIn(sql, { chatId, appId, since, at }))
      bus.publish('told', { accountId, frame: { t: 'appStopped', appId } });
  };

  return [
    implement(contract.setInChat, async ({ caller }, { app, chatId, isIn }) => {
      if (isIn) {
        const openness = await opensInChats(sql, app);
        if (openness === 'unknown') throw new VecheError('not_found', 'There is no such mini-app.', { field: 'app' });
        if (openness === 'outside')
          throw new VecheError('conflict', 'This mini-app opens outside of chats only.', { field: 'app' });
      }
      const done = await writer.submit(applyChatApps, { app, chatId, isIn, actorId: accountOf(caller) });
      const taken = done.changed && !isIn ? await findBySlug(sql, app) : null;
      if (taken !== null) await endWindows(chatId, taken.appId);
      return done;
    }),
    implement(contract.ofChat, async ({ caller }, { chatId, language }) => {
      const readerId = accountOf(caller);
      if ((await readRole(sql, chatId, readerId)) === null)
        throw new VecheError('not_found', 'There is no such chat among yours.', { field: 'chatId' });
      return { apps: await readAppsOfChat(sql, chatId, language ?? (await languageOf(sql, readerId))) };
    }),
    implement(contract.ofBot, async ({ caller }, { botId, language }) => {
      const found = await findAppOfBot(sql, botId, language ?? (await languageOf(sql, accountOf(caller))));
      return found ?? {};
    }),
  ];
}
