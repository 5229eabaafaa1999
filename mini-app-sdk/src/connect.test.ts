import { BridgeHello, BridgeRequest, type BridgeWelcome, heartbeat } from '@veche/contract';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sampleColours } from '../../tests/support/recording-shell.ts';
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

const shellOrigin = 'http://localhost:8080';
const nonce = 'n'.repeat(24);
const user = encodeURIComponent(JSON.stringify({ id: 7, first_name: 'Алиса', language_code: 'ru' }));
const launchData = `query_id=q&user=${user}&chat_type=supergroup&chat_instance=-42&auth_date=1772366400&hash=00&signature=x`;

type Answer = (request: BridgeRequest) => object | null;

/** The shell's side of the border, with a real message channel. */
function createShell(changes: { welcome?: Partial<BridgeWelcome>; origin?: string; answer?: Answer } = {}) {
  const window = new EventTarget();
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const requests: BridgeRequest[] = [];
  const targets: string[] = [];
  const posts: string[] = [];
  const reply = (message: object): void => port1.postMessage(JSON.stringify(message));
  const answer: Answer = changes.answer ?? (({ id }) => ({ id, result: {} }));
  port1.onmessage = ({ data }: MessageEvent<string>) => {
    const request = BridgeRequest.parse(JSON.parse(data));
    requests.push(request);
    const result = answer(request);
    if (result !== null) reply(result);
  };
  const parent = {
    postMessage(message: string, targetOrigin: string) {
      targets.push(targetOrigin);
      if (message === heartbeat.pong) return void posts.push(message);
      const hello = BridgeHello.parse(JSON.parse(message));
      const welcome = {
        veche: 'welcome',
        version: 1,
        nonce: hello.nonce,
        capabilities: ['app.ready', 'app.close', 'ui.getTheme', 'ui.setMainButton', 'ui.setBackButton'],
        language: 'ru',
        theme: sampleColours,
        viewport: { width: 400, height: 600 },
        launchData,
        ...changes.welcome,
      };
      const event = new Event('message');
      const fields = {
        data: JSON.stringify(welcome),
        origin: changes.origin ?? shellOrigin,
        source: parent,
        ports: [port2],
      };
      setTimeout(() => window.dispatchEvent(Object.assign(event, fields)));
    },
  };
  const surroundings = {
    hash: `#vecheNonce=${nonce}&vecheHost=${encodeURIComponent(shellOrigin)}`,
    parent,
    self: window,
  };
  return {
    surroundings: surroundings as unknown as Surroundings,
    requests,
    targets,
    reply,
    /** Posts to the window, as the shell does beside the port. */
    post: (data: string, from: object = parent, origin = shellOrigin) =>
      window.dispatchEvent(Object.assign(new Event('message'), { data, origin, source: from })),
    posts,
    tell: (event: string, data: object) => reply({ event, data }),
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
  const { surroundings } = createShell();
  expect(await code(connect({ ...surroundings, hash: '' }))).toBe('not_supported');
});

test('the hello goes to the exact origin, and the welcome says who is there', async () => {
  const { surroundings, targets } = createShell();
  const veche = await connect(surroundings);
  expect(targets).toEqual([shellOrigin]);
  expect(veche).toMatchObject({ language: 'ru', theme: sampleColours, viewport: { width: 400, height: 600 } });
  expect(getLaunch(veche)).toMatchObject({
    person: { id: 7, firstName: 'Алиса', botMayWrite: false },
    chat: { kind: 'group', instance: '-42' },
    raw: launchData,
  });
});

test.each([
  ['another origin', { origin: 'https://evil.example' }],
  ['another launch', { welcome: { nonce: 'm'.repeat(24) } }],
])('a welcome of %s is not believed', async (_what, changes) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const outcome = code(connect(createShell(changes).surroundings));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toBe('timeout');
});

test('capabilities ask in the words of the contract', async () => {
  const { surroundings, requests } = createShell();
  const veche = await connect(surroundings);
  await ready(veche);
  await showMainButton(veche, { text: 'Готово', isBusy: true });
  await setBackButton(veche, true);
  await close(veche);
  expect(requests.map(({ method, params }) => [method, params])).toEqual([
    ['app.ready', {}],
    ['ui.setMainButton', { isVisible: true, text: 'Готово', isEnabled: true, isBusy: true }],
    ['ui.setBackButton', { isVisible: true }],
    ['app.close', {}],
  ]);
});

test('answers find their request whatever their order', async () => {
  const held: BridgeRequest[] = [];
  const { surroundings, requests, reply } = createShell({ answer: (request) => (held.push(request), null) });
  const veche = await connect(surroundings);
  const both = Promise.all([veche.request('app.ready', {}), veche.request('app.close', {})]);
  await vi.waitFor(() => expect(requests).toHaveLength(2));
  for (const { id, method } of held.toReversed()) reply({ id, result: { method } });
  expect(await both).toEqual([{ method: 'app.ready' }, { method: 'app.close' }]);
});

test('a refusal is a typed error', async () => {
  const answer: Answer = ({ id }) => ({ id, error: { code: 'invalid_input', message: 'no', field: 'text' } });
  const veche = await connect(createShell({ answer }).surroundings);
  await expect(showMainButton(veche, { text: '' })).rejects.toMatchObject({ code: 'invalid_input', field: 'text' });
});

test('what a scope gives comes by the names of its fields, with who the person is to this app', async () => {
  const answer: Answer = ({ id }) => ({ id, result: { personId: 'p', values: { phoneNumber: '+79990000001' } } });
  const { surroundings, requests, tell } = createShell({
    answer,
    welcome: { capabilities: ['people.getAttributes'] },
  });
  const veche = await connect(surroundings);
  expect(await requestAttributes(veche, 'phoneNumber')).toEqual({ personId: 'p', phoneNumber: '+79990000001' });
  expect(requests).toMatchObject([{ method: 'people.getAttributes', params: { scope: 'phoneNumber' } }]);
  const ended: string[] = [];
  onGrantEnded(veche, ({ scope }) => ended.push(scope));
  tell('people.grantEnded', { scope: 'phoneNumber' });
  await vi.waitFor(() => expect(ended).toEqual(['phoneNumber']));
});

test('a person who does not agree is told by the code', async () => {
  const answer: Answer = ({ id }) => ({ id, error: { code: 'forbidden', message: 'The person did not agree.' } });
  const { surroundings } = createShell({ answer, welcome: { capabilities: ['people.getAttributes'] } });
  expect(await code(requestAttributes(await connect(surroundings), 'name'))).toBe('forbidden');
});

test('what the shell does not offer is refused without asking it', async () => {
  const { surroundings, requests } = createShell({ welcome: { capabilities: [] } });
  expect(await code(getTheme(await connect(surroundings)))).toBe('not_supported');
  expect(requests).toEqual([]);
});

test('a request is answered or refused within ten seconds', async () => {
  const veche = await connect(createShell({ answer: () => null }).surroundings);
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const outcome = code(ready(veche));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toBe('timeout');
});

test('a request that is too large never leaves', async () => {
  const { surroundings, requests } = createShell();
  const veche = await connect(surroundings);
  expect(await code(showMainButton(veche, { text: 'x'.repeat(65_536) }))).toBe('too_large');
  expect(requests).toEqual([]);
});

test('events come to those who listen, until they stop', async () => {
  const { surroundings, tell } = createShell();
  const veche = await connect(surroundings);
  const heard: unknown[] = [];
  const stop = onMainButton(veche, () => heard.push('main'));
  onBackButton(veche, () => heard.push('back'));
  onViewport(veche, (viewport) => heard.push(viewport));
  tell('ui.mainButtonPressed', {});
  tell('ui.backButtonPressed', {});
  tell('ui.viewportChanged', { width: 300, height: 500 });
  await vi.waitFor(() => expect(heard).toEqual(['main', 'back', { width: 300, height: 500 }]));
  stop();
  tell('ui.mainButtonPressed', {});
  tell('ui.backButtonPressed', {});
  await vi.waitFor(() => expect(heard).toHaveLength(4));
  expect(heard.at(-1)).toBe('back');
});

test('a sign of life is given to the shell that asks for one, and to no one else', async () => {
  const shell = createShell();
  await connect(shell.surroundings);
  shell.post(heartbeat.ping, {});
  shell.post(heartbeat.ping, undefined, 'http://evil.localhost');
  expect(shell.posts).toEqual([]);
  shell.post(heartbeat.ping);
  expect(shell.posts).toEqual([heartbeat.pong]);
  expect(shell.targets.at(-1)).toBe(shellOrigin);
});
