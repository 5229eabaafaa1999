import { closeCodes } from '@veche/contract/light';
import { expect, test } from 'vitest';
import { createConnection, type Phase } from './connection.ts';
import type { SocketHandlers } from './ports.ts';

const timings = {
  answer: 15_000,
  silence: 62_500,
  gap: 300,
  reconnect: 5000,
  reconnectLimit: 60_000,
  retry: 2000,
  peek: 4000,
  draft: 2000,
  read: 1000,
};
const ready = { t: 'ready', accountId: 1, chats: [], accounts: [], watermark: 'w', accountSeq: 0 };

/** A connection in a world where time passes only when told to. */
function open({ random = 1, since = undefined as string | undefined } = {}) {
  let now = 0;
  const timers = new Set<{ at: number; act: () => void }>();
  const sockets: { on: SocketHandlers; sent: Record<string, unknown>[]; isClosed: boolean }[] = [];
  const phases: Phase[] = [];
  const heard: string[] = [];
  const connection = createConnection(
    {
      openSocket(on) {
        const socket = { on, sent: [] as Record<string, unknown>[], isClosed: false };
        sockets.push(socket);
        return { send: (text) => void socket.sent.push(JSON.parse(text)), close: () => (socket.isClosed = true) };
      },
      clock: {
        now: () => now,
        after(milliseconds, act) {
          const timer = { at: now + milliseconds, act };
          timers.add(timer);
          return () => timers.delete(timer);
        },
      },
      random: { number: () => random, uuid: () => '' },
    },
    timings,
    {
      phaseChanged: (phase) => phases.push(phase),
      since: () => since,
      ready: () => heard.push('ready'),
      pushed: ({ t }) => heard.push(t),
      signedOut: () => heard.push('signedOut'),
      outdated: () => heard.push('outdated'),
    },
  );
  const pass = (milliseconds: number) => {
    const until = now + milliseconds;
    for (;;) {
      const next = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      now = next.at;
      timers.delete(next);
      next.act();
    }
    now = until;
  };
  const socket = () => {
    const last = sockets.at(-1);
    if (last === undefined) throw new Error('no socket was opened');
    return last;
  };
  const say = (...frames: object[]) => socket().on.received(JSON.stringify(frames.length === 1 ? frames[0] : frames));
  const getReady = () => {
    connection.open();
    socket().on.opened();
    say(ready);
  };
  return { connection, sockets, socket, phases, heard, pass, say, getReady };
}

test('says hello with the watermark and is ready after the answer', () => {
  const { connection, socket, phases, say } = open({ since: '2026-01-01T00:00:00.000Z' });
  connection.open();
  socket().on.opened();
  expect(socket().sent).toEqual([{ t: 'hello', v: 1, since: '2026-01-01T00:00:00.000Z' }]);
  say(ready);
  expect(phases).toEqual(['opening', 'ready']);
});

test('frames come alone or several at a time; unknown ones are passed over', () => {
  const { getReady, say, heard } = open();
  getReady();
  say({ t: 'ev', events: [] }, { t: 'new-thing' }, { t: 'beat', watermark: 'w' });
  expect(heard).toEqual(['ready', 'ev', 'beat']);
});

test('a call made while connecting waits; one without a connection is refused', async () => {
  const { connection, socket, say } = open();
  await expect(connection.call('identity.me', {})).rejects.toMatchObject({ code: 'unavailable' });
  connection.open();
  const me = connection.call('identity.me', {});
  socket().on.opened();
  expect(socket().sent).toHaveLength(1);
  say(ready);
  say({ t: 'ok', id: socket().sent[1]?.['id'], result: { name: 'Алиса' } });
  expect(await me).toEqual({ name: 'Алиса' });
});

test('a refusal keeps its code, field and wait', async () => {
  const { connection, socket, say, getReady } = open();
  getReady();
  const call = connection.call('identity.me', {});
  say({ t: 'err', id: socket().sent[1]?.['id'], error: { code: 'rate_limited', message: '', retryAfterSeconds: 3 } });
  await expect(call).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 3 });
});

test('an unanswered call fails after 15 seconds, a lost connection fails all calls', async () => {
  const { connection, socket, pass, getReady } = open();
  getReady();
  const slow = connection.call('identity.me', {});
  pass(15_000);
  await expect(slow).rejects.toMatchObject({ code: 'timeout' });
  const lost = connection.call('identity.me', {});
  socket().on.closed(1006);
  await expect(lost).rejects.toMatchObject({ code: 'unavailable' });
});

test('reconnects after 0 to 5 seconds, then ever later, up to a minute', () => {
  const { connection, sockets, socket, pass } = open({ random: 1 });
  connection.open();
  for (const seconds of [5, 10, 20, 40, 60, 60]) {
    socket().on.closed(1006);
    const count = sockets.length;
    pass(seconds * 1000 - 1);
    expect(sockets).toHaveLength(count);
    pass(1);
    expect(sockets).toHaveLength(count + 1);
  }
});

test.each([
  ['a retry frame', { t: 'retry', spreadMilliseconds: 30_000 }],
  ['the last beat', { t: 'beat', watermark: 'w', spreadMilliseconds: 30_000 }],
])('%s says over how long to spread the return', (_case, frame) => {
  const { getReady, say, socket, sockets, pass } = open({ random: 0.5 });
  getReady();
  say(frame);
  socket().on.closed(closeCodes.goingAway);
  pass(14_999);
  expect(sockets).toHaveLength(1);
  pass(1);
  expect(sockets).toHaveLength(2);
});

test('what a server asked for is forgotten once another one answers, and with a beat that asks for nothing', () => {
  const { getReady, say, socket, sockets, pass } = open({ random: 1 });
  getReady();
  say({ t: 'retry', spreadMilliseconds: 60_000 });
  getReady();
  socket().on.closed(1006);
  pass(5_000);
  expect(sockets).toHaveLength(3);
  getReady();
  say({ t: 'beat', watermark: 'w', spreadMilliseconds: 60_000 }, { t: 'beat', watermark: 'w' });
  socket().on.closed(1006);
  pass(5_000);
  expect(sockets).toHaveLength(5);
});

test('a refused hello is said again no sooner than the server allows', () => {
  const { connection, say, socket, sockets, pass } = open({ random: 0 });
  connection.open();
  socket().on.opened();
  say({ t: 'err', error: { code: 'rate_limited', message: '', retryAfterSeconds: 60 } });
  socket().on.closed(closeCodes.goingAway);
  pass(59_999);
  expect(sockets).toHaveLength(1);
  pass(1);
  expect(sockets).toHaveLength(2);
});

test('reconnects at once when the network comes back', () => {
  const { connection, sockets, socket, getReady } = open();
  getReady();
  socket().on.closed(1006);
  connection.wake();
  expect(sockets).toHaveLength(2);
});

test('silence of two and a half beats ends a connection; any frame keeps it', () => {
  const { phases, pass, say, getReady, socket } = open();
  getReady();
  pass(60_000);
  say({ t: 'beat', watermark: 'w' });
  pass(60_000);
  expect(phases.at(-1)).toBe('ready');
  const silent = socket();
  pass(2501);
  expect(phases.at(-1)).toBe('waiting');
  expect(silent.isClosed).toBe(true);
});

test('a tab that wakes after long silence does not wait for it to be noticed', () => {
  const { connection, pass, sockets, getReady } = open();
  getReady();
  pass(40_000);
  connection.wake();
  expect(sockets).toHaveLength(2);
});

test('a connection that never gets ready is given up', () => {
  const { connection, phases, pass, socket } = open();
  connection.open();
  socket().on.opened();
  pass(15_000);
  expect(phases.at(-1)).toBe('waiting');
});

test.each([
  ['sessionEnded', 'signedOut'],
  ['unauthenticated', 'signedOut'],
  ['unsupportedVersion', 'outdated'],
] as const)('a close with %s tells %s and does not reconnect', (name, told) => {
  const { getReady, socket, heard, pass, sockets, phases } = open();
  getReady();
  socket().on.closed(closeCodes[name]);
  pass(120_000);
  expect(heard).toEqual(['ready', told]);
  expect(sockets).toHaveLength(1);
  expect(phases.at(-1)).toBe('idle');
});

test('what a given-up socket still says is not heard', () => {
  const { connection, socket, heard, getReady } = open();
  getReady();
  const old = socket();
  connection.open();
  old.on.received(JSON.stringify({ t: 'ev', events: [] }));
  old.on.closed(closeCodes.sessionEnded);
  expect(heard).toEqual(['ready']);
});
