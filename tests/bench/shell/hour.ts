import type { ChatId } from '@veche/contract';
import { scriptBundle } from '../../support/app-bundle.ts';
import type { BenchContext } from '../bench.ts';
import type { BenchPage, Stage } from './stage.ts';

const MIB = 1024 ** 2;

/** What the mini-app of the hour is called, and the word of the address for it. */
const APP = { slug: 'notes', name: 'Заметки' } as const;
const OPEN_EACH = 25;

/** A page with a thousand lines, ready as soon as it is there. */
function appOfTheHour(): void {
  const list = document.createElement('ul');
  for (let line = 0; line < 1000; line += 1) list.append(document.createElement('li'));
  document.body.append(list);
  window.parent.postMessage(JSON.stringify({ eventType: 'iframe_ready' }), '*');
}

/**
 * An hour in short: messages come into all chats while one chat after the other, and so many times a mini-app, is
 * opened and closed. Answers the page's heap after a forced collection, its growth over the second half, and what the
 * page held then of documents and nodes, those no longer shown among them.
 */
export async function anHour(
  { veche, people }: Stage,
  { page, cdp, go }: BenchPage,
  { say }: Pick<BenchContext, 'say'>,
  { firstId, chats, messages, apps }: { firstId: ChatId; chats: number; messages: number; apps: number },
): Promise<{ heapMib: number; growthMib: number; documents: number; nodes: number }> {
  const heap = async (): Promise<number> => {
    await cdp.send('HeapProfiler.collectGarbage');
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize / MIB;
  };
  const writer = people[1]!;
  await veche.call(writer, 'apps.publish', scriptBundle(APP.slug, appOfTheHour, { name: APP.name }));
  const appEach = Math.floor(messages / apps);
  const openApp = async () => {
    await page.getByRole('link', { name: 'Приложения', exact: true }).click();
    await page.getByRole('button', { name: `Открыть: ${APP.name}`, exact: true }).click();
    await page.frameLocator(`iframe[title="${APP.name}"]`).locator('li').last().waitFor({ state: 'attached' });
    const shown = page.getByRole('region', { name: APP.name, exact: true });
    await shown.locator('.cover').waitFor({ state: 'detached' });
    await shown.getByRole('button', { name: 'Закрыть', exact: true }).click();
    await shown.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Чаты' }).click();
  };
  await go('/c');
  await page.evaluate(() => window.probe.listPainted);
  let half = 0;
  for (let index = 0; index < messages; index += 1) {
    const chatId = (firstId + (index % chats)) as ChatId;
    const clientId = crypto.randomUUID() as never;
    await veche.call(writer, 'messages.send', { chatId, clientId, text: `Час идёт, сообщение ${index}` });
    if (index % OPEN_EACH === OPEN_EACH - 1) {
      // The chat just written to stands at the top.
      await page.evaluate(async (chatId) => {
        const { probe } = window;
        const row = () => probe.find(`a.chat[data-chat="${chatId}"]`);
        await probe.paintedWhen(() => row() !== null);
        row()!.click();
        await probe.paintedWhen(() => probe.find('veche-message-list')?.shadowRoot?.querySelector('.message') != null);
      }, chatId);
      await page.goBack();
    }
    if (index % appEach === appEach - 1) await openApp();
    if (index === Math.floor(messages / 2)) half = await heap();
  }
  await page.waitForTimeout(1000);
  const end = await heap();
  const { documents, nodes } = await cdp.send('Memory.getDOMCounters');
  say(`heap at half time ${half.toFixed(1)} MiB, at the end ${end.toFixed(1)} MiB`);
  return { heapMib: end, growthMib: end - half, documents, nodes };
}
