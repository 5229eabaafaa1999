import type { ChatId } from '@veche/contract';
import { median, percentile } from '../bench.ts';
import type { BenchPage } from './stage.ts';

const PAGE = 100;

/** Gives the browser's store a whole chat, as if all of it had been read here. */
export async function storeMessages({ page }: BenchPage, chatId: ChatId, count: number): Promise<void> {
  await page.evaluate(
    async ({ chatId, count, size }) => {
      const messages: { messageId: number }[] = [];
      for (let before = count + 1; before > 1; before -= size) {
        const body = JSON.stringify({ chatId, before, limit: size });
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch('/api/messages.history', { method: 'POST', headers, body });
        messages.push(...((await answer.json()) as { messages: { messageId: number }[] }).messages);
      }
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('veche');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error('the store does not open'));
      });
      const change = database.transaction(['messages', 'chats'], 'readwrite');
      const done = new Promise((resolve, reject) => {
        change.oncomplete = resolve;
        change.onerror = reject;
      });
      for (const message of messages) change.objectStore('messages').put(message);
      const reading = change.objectStore('chats').get(chatId);
      reading.onsuccess = () =>
        change.objectStore('chats').put({ ...(reading.result as object), ranges: [[1, count]] });
      await done;
      database.close();
    },
    { chatId, count, size: PAGE },
  );
}

/** From the press on the row of the list to the painted messages. */
export async function openings({ page }: BenchPage, chatId: ChatId, times: number): Promise<number> {
  const all: number[] = [];
  for (let index = 0; index < times; index += 1) {
    all.push(
      await page.evaluate(async (chatId) => {
        const { probe } = window;
        const begin = performance.now();
        probe.find(`a.chat[data-chat="${chatId}"]`)!.click();
        const end = await probe.paintedWhen(
          () => (probe.find('veche-message-list')?.shadowRoot?.querySelectorAll('.message').length ?? 0) > 5,
        );
        return end - begin;
      }, chatId),
    );
    await page.waitForTimeout(300);
    if (index < times - 1) await page.goBack();
    await page.waitForTimeout(200);
  }
  return median(all);
}

/** The same over a page of plain text: what of the gaps is the machine's. */
export async function wheelControl(opened: BenchPage, milliseconds: number): ReturnType<typeof wheel> {
  await opened.page.evaluate(() => {
    document.body.textContent = 'Про двор и парковку. '.repeat(20_000);
    document.documentElement.style.overflow = 'auto';
    document.body.style.overflow = 'visible';
    scrollTo(0, 1e6);
  });
  return wheel(opened, milliseconds);
}

/** Wheel turns over the messages for some seconds: gaps between frames. */
export async function wheel({ page }: BenchPage, milliseconds: number): Promise<{ p95: number; overFifty: number }> {
  await page.mouse.move(200, 400);
  const frames = page.evaluate((time) => window.probe.frames(time), milliseconds);
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    await page.mouse.wheel(0, -100);
    await page.waitForTimeout(30);
  }
  const gaps = await frames;
  return { p95: percentile(gaps, 0.95), overFifty: gaps.filter((gap) => gap > 50).length / gaps.length };
}

/** From the press of Enter to the painted message, before any answer of the server. */
export async function sends({ page }: BenchPage, times: number): Promise<number> {
  const field = page.getByRole('textbox', { name: 'Сообщение' });
  const all: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const text = `Скоро буду, ${index} ${Date.now()}`;
    await field.fill(text);
    const took = page.evaluate(async (text) => {
      const { probe } = window;
      const pressed = await new Promise<number>((resolve) =>
        addEventListener('keydown', ({ timeStamp }) => resolve(timeStamp), { once: true, capture: true }),
      );
      const list = probe.find('veche-message-list')!.shadowRoot!;
      return (
        (await probe.paintedWhen(
          () => [...list.querySelectorAll('.message')].at(-1)?.textContent.includes(text) === true,
        )) - pressed
      );
    }, text);
    await page.waitForTimeout(50);
    await field.press('Enter');
    all.push(await took);
    await page.waitForTimeout(150);
  }
  return median(all);
}

/** From the last key to the draft on the disk. */
export async function drafts({ page }: BenchPage, chatId: ChatId, times: number): Promise<number> {
  const field = page.getByRole('textbox', { name: 'Сообщение' });
  await field.fill('Начало ');
  await page.waitForTimeout(300);
  const all: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const took = page.evaluate(async (chatId) => {
      const opened = indexedDB.open('veche');
      const database = await new Promise<IDBDatabase>((resolve) => (opened.onsuccess = () => resolve(opened.result)));
      const area = window.probe.find('textarea') as HTMLTextAreaElement;
      const before = area.value;
      const pressed = await new Promise<number>((resolve) =>
        addEventListener('keydown', ({ timeStamp }) => resolve(timeStamp), { once: true, capture: true }),
      );
      const stored = () =>
        new Promise<string | undefined>((resolve) => {
          const reading = database.transaction('drafts').objectStore('drafts').get(chatId);
          reading.onsuccess = () => resolve((reading.result as { text: string } | undefined)?.text);
        });
      const deadline = performance.now() + 5000;
      while ((await stored()) !== area.value || area.value === before)
        if (performance.now() > deadline) throw new Error('the draft was not kept');
      database.close();
      return performance.now() - pressed;
    }, chatId);
    await page.waitForTimeout(100);
    await field.press('KeyF');
    all.push(await took);
  }
  await field.fill('');
  return median(all);
}
