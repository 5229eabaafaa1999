import { VecheError } from '@veche/contract/light';
import { expect, test, vi } from 'vitest';
import { recordingShell, rightParams, type RecordingShell } from '../../../../../tests/support/recording-shell.ts';

/** What the broker answers: a result, or the code of its refusal. */
function start(changes: Partial<RecordingShell> = {}) {
  const shell = Object.assign(recordingShell(), changes);
  const call = (method: keyof typeof rightParams, params: object = rightParams[method]) =>
    shell.broker.callAny(method, params).catch(({ code }: VecheError) => code as unknown as object);
  return { shell, call };
}

test('a card is shown with its picture, and sent by the person alone', async () => {
  const { shell, call } = start();
  const card = { ...rightParams['app.shareCard'], picture: 'img/house.png' };
  for (const [isSent, answer] of [
    [true, {}],
    [false, 'forbidden'],
  ] as const) {
    const shared = call('app.shareCard', card);
    await vi.waitFor(() => expect(shell.overlay).not.toBeNull());
    const overlay = shell.overlay!;
    if (overlay.kind !== 'card') throw new Error(overlay.kind);
    expect([overlay.card, overlay.picture?.name]).toEqual([card, 'img/house.png']);
    shell.overlay = null;
    overlay.settle(isSent);
    expect(await shared).toEqual(answer);
  }
});

test('what goes out in the name of the person needs a press, and one answer at a time', async () => {
  const { shell, call } = start({ hasGesture: false });
  for (const method of ['app.share', 'app.shareCard', 'app.invokeBot'] as const)
    expect(await call(method), method).toBe('forbidden');
  expect(shell.acts).toEqual([]);
  Object.assign(shell, { hasGesture: true, overlay: { kind: 'share', text: '', settle: () => undefined } });
  expect(await call('app.shareCard')).toBe('conflict');
});

test('a command goes to the bot when the person agrees; without a bot, and for what is no command, it does not', async () => {
  const { shell, call } = start();
  expect(await call('app.invokeBot')).toEqual({});
  expect(shell.acts).toEqual([['invokeBot', '/start visit']]);
  shell.answer = 'refused';
  expect(await call('app.invokeBot')).toBe('forbidden');
  shell.host.hooks.invokeBot = () => Promise.resolve('noBot');
  expect(await call('app.invokeBot')).toBe('conflict');
  for (const command of ['start', '/', '/start\nsecond', '/Start', `/start ${'x'.repeat(257)}`])
    expect(await call('app.invokeBot', { command }), command).toBe('invalid_input');
});

test('another app is opened by a press and an agreement, where there is one', async () => {
  const { shell, call } = start();
  expect(await call('app.openApp')).toEqual({});
  expect(shell.acts).toEqual([['openApp', { app: 'water-meters', startParam: 'flat-7' }]]);
  expect(await call('app.openApp', { app: 'no-such-app', startParam: '' })).toBe('not_found');
  for (const app of ['', 'Water', 'a--b-c', '007', '1'.repeat(17), '/water'])
    expect(await call('app.openApp', { app, startParam: '' }), app).toBe('invalid_input');
  expect(await call('app.openApp', { app: '7342', startParam: 'a=b' })).toBe('invalid_input');
  shell.answer = 'refused';
  expect(await call('app.openApp')).toBe('forbidden');
  expect(await call('app.install')).toBe('forbidden');
});

test('what was given is given back by a press alone', async () => {
  const { shell, call } = start({ hasGesture: false });
  for (const method of ['people.endGrant', 'app.openApp'] as const) expect(await call(method)).toBe('forbidden');
  expect(shell.acts).toEqual([]);
  shell.hasGesture = true;
  expect(await call('people.endGrant')).toEqual({});
  expect(shell.acts).toEqual([['endGrant', 'notifications']]);
});

test('a presence is the proof of the server, or a refusal', async () => {
  const { shell, call } = start();
  expect(await call('people.confirmPresence')).toEqual({ proof: 'signed' });
  shell.presence = 'refused';
  expect(await call('people.confirmPresence')).toBe('forbidden');
  for (const challenge of ['', 'a\nb', 'x'.repeat(257), 'Pay \u202e001', '\u200b', 'a\u2028b'])
    expect(await call('people.confirmPresence', { challenge })).toBe('invalid_input');
});

test('launch data comes signed anew, or with the refusal of the server', async () => {
  const { shell, call } = start();
  expect(await call('app.refreshLaunch')).toEqual({ launchData: 'auth_date=2' });
  for (const code of ['expired', 'rate_limited'] as const) {
    shell.host.hooks.refreshLaunch = () => Promise.reject(new VecheError(code, 'No.'));
    expect(await call('app.refreshLaunch')).toBe(code);
  }
});

test('a shortcut is offered by a press, once at a time, and is what came of it', async () => {
  const { shell, call } = start();
  for (const [outcome, answer] of [
    ['added', { status: 'added' }],
    ['unknown', { status: 'unknown' }],
    [null, 'forbidden'],
  ] as const) {
    const offered = call('ui.addToHomeScreen');
    await vi.waitFor(() => expect(shell.overlay).not.toBeNull());
    const overlay = shell.overlay!;
    if (overlay.kind !== 'homeScreen') throw new Error(overlay.kind);
    expect(await call('ui.addToHomeScreen')).toBe('conflict');
    shell.overlay = null;
    overlay.settle(outcome);
    expect(await offered).toEqual(answer);
  }
  shell.hasGesture = false;
  expect(await call('ui.addToHomeScreen')).toBe('forbidden');
  expect(shell.overlay).toBeNull();
});

test('nothing is offered where there is a shortcut, or can be none', async () => {
  const { shell, call } = start({ homeScreen: 'unsupported' });
  expect(await call('ui.addToHomeScreen')).toBe('unavailable');
  expect(await call('ui.checkHomeScreen')).toEqual({ status: 'unsupported' });
  shell.homeScreen = 'added';
  expect(await call('ui.addToHomeScreen')).toEqual({ status: 'added' });
  expect(shell.overlay).toBeNull();
});
