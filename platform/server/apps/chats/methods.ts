import { apps as contract, VecheError } from '@veche/contract';
import { applyChatApps, readRole } from '../../chat/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { languageOf } from '../language.ts';
import { opensInChats } from './rules.ts';
import { readAppsOfChat } from './store.ts';

/** Mini-apps at hand in chats. */
export function chatAppHandlers({ sql, writer }: Pick<AppsDependencies, 'sql' | 'writer'>): Handler[] {
  return [
    implement(contract.setInChat, async ({ caller }, { app, chatId, isIn }) => {
      if (isIn) {
        const openness = await opensInChats(sql, app);
        if (openness === 'unknown') throw new VecheError('not_found', 'There is no such mini-app.', { field: 'app' });
        if (openness === 'outside')
          throw new VecheError('conflict', 'This mini-app opens outside of chats only.', { field: 'app' });
      }
      return writer.submit(applyChatApps, { app, chatId, isIn, actorId: accountOf(caller) });
    }),
    implement(contract.ofChat, async ({ caller }, { chatId, language }) => {
      const readerId = accountOf(caller);
      if ((await readRole(sql, chatId, readerId)) === null)
        throw new VecheError('not_found', 'There is no such chat among yours.', { field: 'chatId' });
      return { apps: await readAppsOfChat(sql, chatId, language ?? (await languageOf(sql, readerId))) };
    }),
  ];
}
