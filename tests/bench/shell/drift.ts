import type { ChatId } from '@veche/contract';
import { image } from '../../support/media-samples.ts';
import { uploadWhole } from '../../support/uploads.ts';
import type { BenchPage, Stage } from './stage.ts';

/** How far the line being read moved, in CSS pixels. */
export interface Drift {
  readonly prepend: number;
  readonly image: number;
  readonly editAbove: number;
}

/** Reads backwards while pages come, while a photo above is loaded, and while a message above is made longer. */
export async function measureDrift(stage: Stage, opened: BenchPage, chatId: ChatId): Promise<Drift> {
  const { page } = opened;
  const prepend = await page.evaluate(async () => {
    const scroller = window.probe.find('veche-message-list')!.shadowRoot!.querySelector<HTMLElement>('.scroller')!;
    const frame = () => new Promise(requestAnimationFrame);
    let worst = 0;
    for (let step = 0; step < 60; step += 1) {
      scroller.scrollTop -= 300;
      await frame();
      const middle = scroller.getBoundingClientRect().top + 300;
      const line = [...scroller.querySelectorAll('.message')].find(
        (one) => one.getBoundingClientRect().bottom > middle,
      );
      const before = line?.getBoundingClientRect().top ?? 0;
      for (let wait = 0; wait < 6; wait += 1) await frame();
      if (line?.isConnected === true) worst = Math.max(worst, Math.abs(line.getBoundingClientRect().top - before));
    }
    return worst;
  });

  const writer = stage.people[1]!;
  const say = (text: string, more: object = {}) =>
    stage.veche.call(writer, 'messages.send', { chatId, clientId: crypto.randomUUID(), text, ...more });
  const file = await uploadWhole(
    { url: stage.url, token: writer.token },
    await image('jpeg', { width: 1200, height: 900 }),
    { name: 'двор.jpg', kind: 'photo' },
  );
  await stage.veche.call(writer, 'media.finish', { fileId: file });
  const photo = await say('', { attachments: [{ fileId: file }] });
  for (let index = 0; index < 12; index += 1) await say(`После снимка ${index}. ${'Про парковку. '.repeat(index % 5)}`);
  // Slow enough for the picture to come when the reader already stands still below it.
  await page.route('**/files/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await opened.go('/c');
  await opened.go(`/c/${chatId}`);
  const held = { photo: photo.messageId };
  const imageDrift = await page.evaluate(async ({ photo }) => {
    const { probe } = window;
    const root = () => probe.find('veche-message-list')?.shadowRoot;
    const shot = () => root()?.querySelector<HTMLElement>(`.message[data-id="${photo}"]`);
    await probe.paintedWhen(() => shot()?.querySelector('img') != null);
    const scroller = root()!.querySelector<HTMLElement>('.scroller')!;
    const picture = shot()!.querySelector('img')!;
    // Just out of sight above.
    scroller.scrollTop += shot()!.getBoundingClientRect().bottom - scroller.getBoundingClientRect().top + 4;
    await probe.painted();
    const line = () =>
      [...scroller.querySelectorAll<HTMLElement>('.message')].find(
        (one) => one.getBoundingClientRect().top > scroller.getBoundingClientRect().top + 100,
      );
    const held = line()!;
    const before = held.getBoundingClientRect().top;
    await probe.paintedWhen(() => picture.complete && picture.naturalWidth > 0);
    for (let wait = 0; wait < 6; wait += 1) await probe.painted();
    return Math.abs(held.getBoundingClientRect().top - before);
  }, held);
  await page.unroute('**/files/**');

  await page.evaluate(() => {
    const scroller = window.probe.find('veche-message-list')!.shadowRoot!.querySelector<HTMLElement>('.scroller')!;
    const held = [...scroller.querySelectorAll<HTMLElement>('.message')].find(
      (one) => one.getBoundingClientRect().top > scroller.getBoundingClientRect().top + 100,
    )!;
    held.dataset['held'] = String(held.getBoundingClientRect().top);
  });
  await stage.veche.call(writer, 'messages.edit', {
    chatId,
    messageId: photo.messageId,
    text: 'Подпись, которой раньше не было. '.repeat(12),
  });
  const editAbove = await page.evaluate(async (photo) => {
    const { probe } = window;
    const root = probe.find('veche-message-list')!.shadowRoot!;
    await probe.paintedWhen(
      () => root.querySelector(`.message[data-id="${photo}"]`)?.textContent.includes('которой раньше') === true,
    );
    for (let wait = 0; wait < 6; wait += 1) await probe.painted();
    const held = root.querySelector<HTMLElement>('[data-held]')!;
    return Math.abs(held.getBoundingClientRect().top - Number(held.dataset['held']));
  }, held.photo);
  return { prepend, image: imageDrift, editAbove };
}
