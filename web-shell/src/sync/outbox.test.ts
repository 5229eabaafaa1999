import { VecheError } from '@veche/contract/light';
import { expect, test, vi } from 'vitest';
import type { Phase } from './connection.ts';
import { createOutbox } from './outbox.ts';
import { stateOf } from './reduce.ts';
import { createReplica } from './replica.ts';
import { alice, chat, created, yard } from './samples.ts';
import { createStore } from './store.ts';
import { createTablesInMemory } from './tables-in-memory.ts';

/** Waits until what is expected is so. */
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 5 });
const settle = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

/** A queue whose server answers as `answers` says, call by call; `ok` when it says nothing. */
function open({ leads = true } = {}) {
  const sent: { text: string; clientId: string }[] = [];
  const answers: ('ok' | VecheError)[] = [];
  let phase: Phase = 'ready';
  let seq = 1;
  let ids = 0;
  const store = createStore(createTablesInMemory());
  const replica = createReplica(
    store,
    () => {},
    (_store, error) => {
      throw error;
    },
    { after: () => () => undefined },
  );
  replica.setMeta({ me: alice });
  replica.show(stateOf(chat()));
  const told: string[] = [];
  const outbox = createOutbox({
    replica,
    connection: {
      phase: () => phase,
      call: async (_method, input) => {
        const { text, clientId } = input as unknown as { text: string; clientId: string };
        sent.push({ text, clientId });
        await settle();
        const answer = answers.shift() ?? 'ok';
        if (answer !== 'ok') throw answer;
        seq += 1;
        return { seq, messageId: seq, at: '' } as never;
      },
    },
    clock: {
      now: () => Date.now(),
      after(milliseconds, act) {
        const timer = setTimeout(act, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    random: { number: () => 0, uuid: () => `id-${(ids += 1)}` },
    tabs: {
      tell: ({ t }) => void told.push(t),
      listen: () => {},
      whenLeading: () => {},
      alone: (_name, _signal, work) => work(),
    },
    timings: {
      answer: 200,
      silence: 0,
      gap: 0,
      reconnect: 0,
      reconnectLimit: 0,
      retry: 10,
      peek: 1,
      draft: 0,
      read: 0,
    },
    changed: () => {},
    expect: () => {},
  });
  if (leads) outbox.lead();
  return { outbox, store, replica, sent, answers, told, setPhase: (next: Phase) => (phase = next) };
}

test('messages of one chat leave one after another, in order', async () => {
  const { outbox, sent } = open();
  for (const text of ['a', 'b', 'c']) await outbox.send(yard, { text });
  expect(sent.map(({ text }) => text).length).toBeLessThanOrEqual(2);
  await until(() => expect(sent.map(({ text }) => text)).toEqual(['a', 'b', 'c']));
});

test('a send is in the store before it counts as taken, and leaves it when the log brings it', async () => {
  const { outbox, store, replica, setPhase } = open();
  setPhase('waiting');
  await outbox.send(yard, { text: 'a' });
  expect(await store.queue()).toMatchObject([{ clientId: 'id-1', text: 'a' }]);
  setPhase('ready');
  outbox.resume();
  await until(() => expect(outbox.of(yard)).toMatchObject([{ sentSeq: 2 }]));
  replica.show(stateOf(chat({ lastSeq: 2 as never })));
  outbox.applied(yard, [created(2, 1, { senderId: alice, clientId: 'id-1' })]);
  await settle();
  expect(outbox.of(yard)).toEqual([]);
  expect(await store.queue()).toEqual([]);
});

test('a lost answer is asked for again under the same client id', async () => {
  const { outbox, sent, answers } = open();
  answers.push(new VecheError('timeout', ''), new VecheError('unavailable', ''));
  await outbox.send(yard, { text: 'a' });
  const again = { text: 'a', clientId: 'id-1' };
  await until(() => expect(sent).toEqual([again, again, again]));
});

test('a refusal fails the message alone; the next one goes on', async () => {
  const { outbox, sent, answers } = open();
  answers.push(new VecheError('forbidden', ''));
  await outbox.send(yard, { text: 'a' });
  await outbox.send(yard, { text: 'b' });
  await until(() => {
    expect(outbox.of(yard).map(({ text, failure }) => [text, failure])).toEqual([
      ['a', 'forbidden'],
      ['b', undefined],
    ]);
    expect(sent).toHaveLength(2);
  });
  await outbox.resend('id-1');
  await until(() => expect(sent.map(({ clientId }) => clientId)).toEqual(['id-1', 'id-2', 'id-1']));
  expect(outbox.of(yard).every(({ failure }) => failure === undefined)).toBe(true);
});

test('a rate limit holds the queue for as long as the server says', async () => {
  const { outbox, sent, answers } = open();
  answers.push(new VecheError('rate_limited', '', { retryAfterSeconds: 0.2 }));
  await outbox.send(yard, { text: 'a' });
  await outbox.send(yard, { text: 'b' });
  await settle(50);
  expect(sent).toHaveLength(1);
  await until(() => expect(sent.map(({ text }) => text)).toEqual(['a', 'a', 'b']));
});

test('a discarded message is not sent', async () => {
  const { outbox, sent, setPhase, store } = open();
  setPhase('waiting');
  await outbox.send(yard, { text: 'a' });
  await outbox.discard('id-1');
  setPhase('ready');
  outbox.resume();
  await settle(10);
  expect(sent).toEqual([]);
  expect(await store.queue()).toEqual([]);
});

test('a tab that does not lead leaves sending to the one that does, but not for ever', async () => {
  const { outbox, sent, told } = open({ leads: false });
  await outbox.send(yard, { text: 'a' });
  expect(told).toContain('queue');
  await settle(10);
  expect(sent).toEqual([]);
  await until(() => expect(sent.map(({ text }) => text)).toEqual(['a']));
});

test('a queue left by an earlier start goes on, without what the log already has', async () => {
  const { outbox, sent, store } = open();
  outbox.adopt([
    { clientId: 'old', chatId: yard, text: 'old', at: '', order: 1, sentSeq: 1 },
    { clientId: 'new', chatId: yard, text: 'new', at: '', order: 2 },
  ]);
  outbox.resume();
  await until(() => expect(sent).toEqual([{ text: 'new', clientId: 'new' }]));
  expect((await store.queue()).map(({ clientId }) => clientId)).not.toContain('old');
});

test('what was stored in a chat that is no longer ours leaves the queue', async () => {
  const { outbox, store } = open();
  await outbox.send(yard, { text: 'Последнее слово' });
  await until(() => expect(outbox.of(yard)).toMatchObject([{ sentSeq: expect.any(Number) as number }]));
  outbox.left(yard);
  await until(async () => expect(await store.queue()).toEqual([]));
});

test('what another tab tells of the queue is not taken over once all was forgotten', async () => {
  const { outbox, sent, store } = open();
  await store.putOutgoing({ clientId: 'hers', chatId: yard, text: 'Только от Алисы', at: '', order: 1 });
  const reading = outbox.reload();
  outbox.clear();
  await reading;
  expect(outbox.of(yard)).toEqual([]);
  await settle(10);
  expect(sent).toEqual([]);
});

test('what moves to a spare store is wiped from it by a wipe that follows at once', async () => {
  const { outbox, setPhase } = open();
  setPhase('waiting');
  for (const text of ['a', 'b', 'c']) await outbox.send(yard, { text });
  const spare = createStore(createTablesInMemory());
  outbox.moveTo(spare);
  outbox.clear();
  await spare.wipe();
  await settle(10);
  expect(await spare.queue()).toEqual([]);
});
