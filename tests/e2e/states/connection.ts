import { closeCodes } from '@veche/contract';
import { at, onPage, says, type Scene, state } from './state.ts';

export const waiting: Scene = {
  name: 'Before the first answer',
  person: 'newcomer',
  async prepare(page) {
    await onPage(page);
    await page.routeWebSocket('**/ws', (socket) => void socket.close());
  },
  states: [
    state('list-skeleton', 'Open the chats on a new device that has no connection.', async ({ page, go }) => {
      await go('/c');
      await says('Сообщения сохранятся здесь')(page);
    }),
  ],
};

export const outdated: Scene = {
  name: 'A newer version',
  person: 'alice',
  async prepare(page) {
    await onPage(page);
    const old = { code: closeCodes.unsupportedVersion, reason: 'old' };
    await page.routeWebSocket('**/ws', (socket) => void socket.close(old));
  },
  states: [at('update-ready', '/c', says('Есть новая версия.'))],
};

export const unkept: Scene = {
  name: 'A browser that refuses storage',
  person: 'alice',
  async prepare(page) {
    await onPage(page);
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('refused', 'SecurityError');
      };
    });
  },
  states: [at('storage-refused', '/c', says('Браузер не хранит данные'))],
};

export const wrongClock: Scene = {
  name: 'A clock that is wrong by a day',
  person: 'alice',
  async prepare(page) {
    // A worker has a clock of its own, which the page's tools cannot turn.
    await onPage(page);
    await page.addInitScript(() => {
      const rightNow = Date.now;
      Date.now = () => rightNow() + 86_400_000;
    });
  },
  states: [at('clock-wrong', '/c', says('Часы этого устройства спешат: разница — 1 день.'))],
};
