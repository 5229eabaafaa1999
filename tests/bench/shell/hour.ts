import type { ChatId } from '@veche/contract';
import type { BenchContext } from '../bench.ts';
import type { BenchPage, Stage } from './stage.ts';

const MIB = 1024 ** 2;

/**
 * An hour in short: messages come into all chats while one chat after the other is opened. Answers the page's heap
 * after a forced collection, and its growth over the second half.
 */
export async function anHour(
  { veche, people }: Stage,
  { page, cdp, go }: BenchPage,
  { say }: Pick<BenchContext, 'say'>,
  { firstId, chats, messages }: { firstId: ChatId; chats: number; messages: number },
): Promise<{ heapMib: number; growthMib: number }> {
  const heap = async (): Promise<number> => {
    await cdp.send('HeapProfiler.collectGarbage');
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize / MIB;
  };
  const writer = people[1]!;
  const OPEN_EACH = 25;
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
    if (index === Math.floor(messages / 2)) half = await heap();
  }
  await page.waitForTimeout(1000);
  const end = await heap();
  say(`heap at half time ${half.toFixed(1)} MiB, at the end ${end.toFixed(1)} MiB`);
  return { heapMib: end, growthMib: end - half };
}
