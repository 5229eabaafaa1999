import { type BridgeMethodName, bridgeMethods } from '@veche/contract';
import type { VecheError } from '@veche/contract/light';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { recordingShell } from '../../../../../tests/support/recording-shell.ts';
import type { Broker } from './broker.ts';
import { createMaxBridge } from './max/max-bridge.ts';
import { requests as maxRequests } from './max/requests.ts';
import { createTelegramBridge } from './telegram/telegram-bridge.ts';
import { requests as telegramRequests } from './telegram/requests.ts';
import { requests as vkRequests } from './vk/requests.ts';
import { createVkBridge } from './vk/vk-bridge.ts';

const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('a', 'https://example.org/', '#102030', 'light', '/known', true, null, ['a'], [{ id: 'x' }]),
);
const names = [
  'key',
  'keys',
  'value',
  'url',
  'text',
  'message',
  'buttons',
  'params',
  'color',
  'style',
  'link',
  'path',
  'app_id',
];
const fields = fc.dictionary(fc.constantFrom(...names, 'is_visible', 'req_id', '__proto__'), value);

/** What the bridge of VK is told of an app that was opened. */
const opened = {
  launch: { url: 'http://a.apps.localhost/', initData: 'user=%7B%7D' },
  invitation: { title: 'Двор', button: 'Открыть' },
};

/** The broker of a shell that refuses what is drawn or asked at once, and what of it was let through its guards. */
function watched() {
  const shell = recordingShell();
  shell.overlay = { kind: 'share', text: '', settle: () => undefined };
  shell.answer = 'refused';
  const wrong: string[] = [];
  const callAny: Broker['callAny'] = async (method, params) => {
    const isRight = bridgeMethods[method as BridgeMethodName].params.safeParse(params).success;
    const error = await shell.broker.callAny(method, params).then(
      () => null,
      (error: VecheError) => error,
    );
    if (isRight === (error?.code === 'invalid_input')) wrong.push(`${method} ${JSON.stringify(params)}`);
    if (error !== null) throw error;
    return shell.broker.callAny(method, params);
  };
  const broker = { ...shell.broker, callAny, call: callAny as Broker['call'] };
  return { host: shell.host, broker, wrong };
}

test.each([
  ['MAX', Object.keys(maxRequests)],
  ['VK', Object.keys(vkRequests)],
  ['Telegram', Object.keys(telegramRequests)],
])(
  'whatever an app of %s says, the broker takes what the contract takes, and an owed answer comes',
  async (name, all) => {
    const check = async (request: string, data: Record<string, unknown>): Promise<void> => {
      const { host, broker, wrong } = watched();
      const posts: string[] = [];
      const parts = { host, broker, post: (text: string) => void posts.push(text) };
      if (name === 'MAX') createMaxBridge(parts).receive(request, { ...data, requestId: 'owed' });
      else if (name === 'VK') createVkBridge({ ...parts, ...opened }).receive(request, { ...data, request_id: 'owed' });
      else createTelegramBridge(parts).receive(request, data);
      await new Promise((resolve) => setTimeout(resolve));
      expect(wrong).toEqual([]);
      if (name !== 'Telegram') expect(posts.filter((text) => text.includes('"owed"'))).toHaveLength(1);
    };
    await fc.assert(fc.asyncProperty(fc.constantFrom(...all), fields, check), { numRuns: 300 });
  },
);

test('an app of VK is told of a shortcut as far as it is known', async () => {
  const shell = recordingShell();
  const posts: string[] = [];
  const bridge = createVkBridge({ ...shell, ...opened, post: (text) => void posts.push(text) });
  const ask = (handler: string, settle?: 'added' | 'unknown') => {
    bridge.receive(handler, { request_id: handler });
    return vi.waitFor(() => {
      const { overlay } = shell;
      if (settle !== undefined && overlay?.kind === 'homeScreen') {
        shell.overlay = null;
        overlay.settle(settle);
      }
      const at = posts.findIndex((text) => text.includes(`"request_id":"${handler}"`));
      expect(at).not.toBe(-1);
      return JSON.parse(posts.splice(at, 1)[0]!) as unknown;
    });
  };
  const told = (data: object) => ({ 'vk-connect': { data } });
  const info = 'VKWebAppAddToHomeScreenInfo';
  expect(await ask(info)).toMatchObject(told({ is_feature_supported: true, is_added_to_home_screen: false }));
  expect(await ask('VKWebAppAddToHomeScreen', 'added')).toMatchObject(told({ result: true }));
  const unknown = told({ error_data: { error_code: 1 } });
  expect(await ask('VKWebAppAddToHomeScreen', 'unknown')).toMatchObject(unknown);
  shell.homeScreen = 'unsupported';
  expect(await ask(info)).toMatchObject(told({ is_feature_supported: false, is_added_to_home_screen: false }));
  expect(await ask('VKWebAppAddToHomeScreen')).toMatchObject(told({ error_data: { error_code: 6 } }));
});
