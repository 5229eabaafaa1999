import { heartbeat } from '@veche/contract/bridge-light';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { MessageLike } from './connect.ts';
import {
  close,
  connect,
  getLaunch,
  getTheme,
  onBackButton,
  onGrantEnded,
  onMainButton,
  onViewport,
  ready,
  requestAttributes,
  setBackButton,
  showMainButton,
  type Surroundings,
  VecheError,
} from './index.ts';
import { sampleColours } from './test-host/colours.ts';
import { createTestHost, type TestHostOptions } from './test-host/index.ts';

function hostOf(options: TestHostOptions = {}) {
  const host = createTestHost(options);
  onTestFinished(host.close);
  return host;
}

/** Surroundings whose messages are changed on their way to the app. */
function changed({ self, ...rest }: Surroundings, change: (event: MessageLike) => MessageLike): Surroundings {
  const addEventListener = self.addEventListener;
  return {
    ...rest,
    self: { ...self, addEventListener: (type, listener) => addEventListener(type, (event) => listener(change(event))) },
  };
}

async function code(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof VecheError ? error.code : String(error);
}

test('a page outside of Veche is told so at once', async () => {
  expect(await code(connect({ ...hostOf().surroundings, hash: '' }))).toBe('not_supported');
});

test('the hello goes to the exact origin, and the welcome says who is there', async () => {
  const { surroundings } = hostOf({
    person: { firstName: 'Алиса' },
    chat: { kind: 'group', instance: '-42' },
    startParam: 'tree',
  });
  const targets: string[] = [];
  const { parent } = surroundings;
  const send = parent.postMessage;
  parent.postMessage = (message, target) => {
    targets.push(target);
    send(message, target);
  };
  const veche = await connect(surroundings);
  expect(targets).toEqual([new URLSearchParams(surroundings.hash.slice(1)).get('vecheHost')]);
  expect(veche).toMatchObject({ language: 'ru', theme: sampleColours.light, viewport: { width: 400, height: 600 } });
  expect(getLaunch(veche)).toMatchObject({
    person: { id: 7, firstName: 'Алиса', botMayWrite: false },
    chat: { kind: 'group', instance: '-42' },
    startParam: 'tree',
    raw: veche.launchData,
  });
});

test.each<[string, (event: MessageLike) => MessageLike]>([
  ['another origin', (event) => ({ ...event, origin: 'https://evil.example' })],
  ['another window', (event) => ({ ...event, source: {} })],
  [
    'another launch',
    (event) => {
      const welcome = JSON.parse(event.data as string) as object;
      return { ...event, data: JSON.stringify({ ...welcome, nonce: 'm'.repeat(24) }) };
    },
  ],
])('a welcome of %s is not believed', async (_what, change) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const outcome = code(connect(changed(hostOf().surroundings, change)));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toBe('timeout');
});

test('capabilities ask in the words of the contract', async () => {
  const { surroundings, calls } = hostOf();
  const veche = await connect(surroundings);
  await ready(veche);
  await showMainButton(veche, { text: 'Готово', isBusy: true });
  await setBackButton(veche, true);
  await close(veche);
  expect(calls.map(({ method, params }) => [method, params])).toEqual([
    ['app.ready', {}],
    ['ui.setMainButton', { isVisible: true, text: 'Готово', isEnabled: true, isBusy: true }],
    ['ui.setBackButton', { isVisible: true }],
    ['app.close', {}],
  ]);
});

test('answers find their request whatever their order', async () => {
  const host = hostOf();
  const first = Promise.withResolvers<{ keys: string[] }>();
  host.answer('cloudStorage.listKeys', () => first.promise);
  const veche = await connect(host.surroundings);
  const keys = veche.request('cloudStorage.listKeys', {});
  expect(await veche.request('ui.getViewport', {})).toEqual({ width: 400, height: 600 });
  first.resolve({ keys: ['a'] });
  expect(await keys).toEqual({ keys: ['a'] });
});

test('a refusal is a typed error', async () => {
  const veche = await connect(hostOf().surroundings);
  const wrong = showMainButton(veche, { text: 'x'.repeat(65) });
  await expect(wrong).rejects.toMatchObject({ code: 'invalid_input', field: 'text' });
});

test('what a scope gives comes by the names of its fields, with who the person is to this app', async () => {
  const host = hostOf();
  host.answer('people.getAttributes', { personId: 'p'.repeat(43), values: { phoneNumber: '+79990000001' } });
  const veche = await connect(host.surroundings);
  const phone = await requestAttributes(veche, 'phoneNumber');
  expect(phone).toEqual({ personId: 'p'.repeat(43), phoneNumber: '+79990000001' });
  expect(await host.called('people.getAttributes')).toEqual({ scope: 'phoneNumber' });
  const ended: string[] = [];
  onGrantEnded(veche, ({ scope }) => ended.push(scope));
  await host.tell('people.grantEnded', { scope: 'phoneNumber' });
  expect(ended).toEqual(['phoneNumber']);
});

test('a person who does not agree is told by the code', async () => {
  const host = hostOf();
  host.agrees = false;
  expect(await code(requestAttributes(await connect(host.surroundings), 'name'))).toBe('forbidden');
});

test('what the shell does not offer is refused without asking it', async () => {
  const { surroundings, calls } = hostOf({ capabilities: [] });
  expect(await code(getTheme(await connect(surroundings)))).toBe('not_supported');
  expect(calls).toEqual([]);
});

test('a request is answered or refused within ten seconds', async () => {
  const host = hostOf();
  host.answer('app.ready', () => new Promise(() => undefined));
  const veche = await connect(host.surroundings);
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const outcome = code(ready(veche));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toBe('timeout');
});

test('a request that is too large never leaves', async () => {
  const { surroundings, calls } = hostOf();
  const veche = await connect(surroundings);
  expect(await code(showMainButton(veche, { text: 'x'.repeat(65_536) }))).toBe('too_large');
  expect(calls).toEqual([]);
});

test('events come to those who listen, until they stop', async () => {
  const host = hostOf();
  const veche = await connect(host.surroundings);
  await showMainButton(veche, { text: 'Готово' });
  await setBackButton(veche, true);
  const heard: unknown[] = [];
  const stop = onMainButton(veche, () => heard.push('main'));
  onBackButton(veche, () => heard.push('back'));
  onViewport(veche, (viewport) => heard.push(viewport));
  await host.press('main');
  await host.press('back');
  await host.resize({ width: 300, height: 500 });
  expect(heard).toEqual(['main', 'back', { width: 300, height: 500 }]);
  stop();
  await host.press('main');
  await host.press('back');
  expect(heard.slice(3)).toEqual(['back']);
});

test('a sign of life is given to the shell that asks for one, and to no one else', async () => {
  const { surroundings } = hostOf();
  const { parent, self } = surroundings;
  const origin = new URLSearchParams(surroundings.hash.slice(1)).get('vecheHost')!;
  const listeners: ((event: MessageLike) => void)[] = [];
  const addEventListener: typeof self.addEventListener = (type, listener) => {
    listeners.push(listener);
    self.addEventListener(type, listener);
  };
  await connect({ ...surroundings, self: { ...self, addEventListener } });
  const posts: string[][] = [];
  parent.postMessage = (...post) => void posts.push(post);
  const post = (source: unknown, from: string) => {
    for (const listener of listeners) listener({ data: heartbeat.ping, origin: from, source, ports: [] });
  };
  post({}, origin);
  post(parent, 'http://evil.localhost');
  expect(posts).toEqual([]);
  post(parent, origin);
  expect(posts).toEqual([[heartbeat.pong, origin]]);
});
