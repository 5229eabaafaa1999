import { expect, onTestFinished, test } from 'vitest';
import {
  cloudStorage,
  close,
  connect,
  onMainButton,
  openLink,
  ready,
  requestAttributes,
  setBackButton,
  share,
  showMainButton,
  showPopup,
  type Veche,
} from '../index.ts';
import { createTestHost, type TestHost, type TestHostOptions } from './index.ts';

async function open(options?: TestHostOptions): Promise<{ host: TestHost; veche: Veche }> {
  const host = createTestHost(options);
  onTestFinished(host.close);
  return { host, veche: await connect(host.surroundings) };
}

test('the window shows what the app asked for', async () => {
  const { host, veche } = await open();
  await showMainButton(veche, { text: 'Готово' });
  await setBackButton(veche, true);
  await ready(veche);
  expect(host.window).toMatchObject({ isReady: true, isClosed: false, hasBack: true, mainButton: { text: 'Готово' } });
  await close(veche);
  expect(host.window.isClosed).toBe(true);
});

test('only a button that is there and enabled is pressed, and the app has heard it then', async () => {
  const { host, veche } = await open();
  let presses = 0;
  onMainButton(veche, () => (presses += 1));
  await expect(host.press('main')).rejects.toThrow('There is no main button to press.');
  await showMainButton(veche, { text: 'Готово', isBusy: true });
  await expect(host.press('main')).rejects.toThrow('The main button cannot be pressed now.');
  await showMainButton(veche, { text: 'Готово' });
  await host.press('main');
  expect(presses).toBe(1);
});

test('a scripted answer must be one that the contract has', async () => {
  const { host, veche } = await open();
  expect(() => host.answer('ui.showPopup', { buttonId: 7 } as never)).toThrow('ui.showPopup has no such result');
  host.answer('ui.showPopup', () => ({ buttonId: 7 }) as never);
  const popup = showPopup(veche, { message: 'Удалить?', buttons: [{ id: 'yes', kind: 'ok', text: '' }] });
  await expect(popup).rejects.toMatchObject({ code: 'internal' });
});

test('a refusal lasts until the method is restored', async () => {
  const { host, veche } = await open();
  host.refuse('app.openLink', 'rate_limited');
  await expect(openLink(veche, 'https://example.org/')).rejects.toMatchObject({ code: 'rate_limited' });
  host.restore('app.openLink');
  await openLink(veche, 'https://example.org/');
});

test('who agrees must be said to have something, and who does not agree gives nothing', async () => {
  const { host, veche } = await open();
  await expect(requestAttributes(veche, 'name')).rejects.toMatchObject({
    code: 'not_supported',
    message: "Say what the person has: host.answer('people.getAttributes', …).",
  });
  host.agrees = false;
  await expect(share(veche, 'Привет')).rejects.toMatchObject({ code: 'forbidden' });
});

test('answers come after the latency', async () => {
  const { veche } = await open({ latencyMs: 120 });
  const before = performance.now();
  await ready(veche);
  expect(performance.now() - before).toBeGreaterThanOrEqual(119);
});

test('what is kept is there to be read, and a call can be waited for', async () => {
  const { host, veche } = await open();
  const called = host.called('cloudStorage.set');
  await cloudStorage(veche).set('tree', 'lime');
  expect(await called).toEqual({ key: 'tree', value: 'lime' });
  expect(await cloudStorage(veche).get('tree')).toBe('lime');
});

test('nothing is told to an app that has not connected, or was closed', async () => {
  const { host } = await open();
  host.close();
  expect(host.window.isClosed).toBe(true);
  await expect(host.setScheme('dark')).rejects.toThrow('No app is connected');
});
