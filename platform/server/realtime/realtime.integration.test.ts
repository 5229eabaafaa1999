import { closeCodes, type ChatId } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { clientId, startTestServer, type TestPerson } from '../../../tests/support/server.ts';
import { openSocket } from '../../../tests/support/socket.ts';

const server = await startTestServer({ limitFactor: 1 });
let alice: TestPerson;
let bob: TestPerson;
let chatId: ChatId;

beforeAll(async () => {
  alice = await server.person('Алиса');
  bob = await server.person('Борис');
  chatId = (await alice.call('chats.createDirect', { accountId: bob.accountId })).chat.chatId;
});

const open = async (person: TestPerson, since?: string) => {
  const socket = await openSocket(server.url, {
    token: await person.token(),
    ...(since === undefined ? {} : { since }),
  });
  await socket.frame('ready');
  return socket;
};
const send = (text: string) => ({ chatId, clientId: clientId(), text });

describe('the socket', () => {
  test('ready tells who one is and the first chats; events come to every device of both', async () => {
    const sockets = await Promise.all([open(alice), open(bob), open(bob)]);
    const ready = await sockets[1].frame('ready');
    expect(ready).toMatchObject({ accountId: bob.accountId, chats: [{ chatId }] });
    const answer = await sockets[0].call('messages.send', send('по проводу'));
    expect(answer).toMatchObject({ t: 'ok', result: { seq: expect.any(Number) as number } });
    for (const socket of sockets) {
      const frame = await socket.frame('ev', ({ events }) => events.some((event) => event.kind === 'message.created'));
      expect(frame.events).toMatchObject([{ chatId, kind: 'message.created', message: { text: 'по проводу' } }]);
      socket.close();
    }
  });

  test('a hundred sends come in order, without gap, to a listener', async () => {
    const [from, to] = await Promise.all([open(alice), open(bob)]);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => from.call('messages.send', send(String(index)))),
    );
    const last = Math.max(...answers.map((answer) => (answer as { result: { seq: number } }).result.seq));
    await to.frame('ev', ({ events }) => events.some((event) => event.seq === last));
    const seqs = to.events.map((event) => event.seq);
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, index) => last - 99 + index));
    from.close();
    to.close();
  });

  test('a new chat reaches open sockets, and a removed member hears nothing more', async () => {
    const socket = await open(bob);
    const group = await alice.call('chats.createGroup', {
      clientId: clientId(),
      title: 'Двор',
      memberIds: [bob.accountId],
    });
    const groupId = group.chat.chatId;
    await socket.frame('state', ({ events }) =>
      events.some((event) => event.kind === 'chat.joined' && event.chatId === groupId),
    );
    await alice.call('messages.send', { chatId: groupId, clientId: clientId(), text: 'слышно' });
    await socket.frame('ev', ({ events }) => events.some((event) => event.chatId === groupId));
    await alice.call('chats.removeMember', { chatId: groupId, accountId: bob.accountId });
    await socket.frame('state', ({ events }) =>
      events.some((event) => event.kind === 'chat.left' && event.chatId === groupId),
    );
    await alice.call('messages.send', { chatId: groupId, clientId: clientId(), text: 'секрет' });
    await alice.call('messages.send', { chatId, clientId: clientId(), text: 'после' });
    await socket.frame('ev', ({ events }) =>
      events.some((event) => 'message' in event && event.message.text === 'после'),
    );
    const heard = socket.events.filter((event) => event.chatId === groupId);
    expect(heard.at(-1)).toMatchObject({ kind: 'member.removed' });
    expect(JSON.stringify(socket.events)).not.toContain('секрет');
    socket.close();
  });

  test('resume gives only chats that moved', async () => {
    const first = await open(alice);
    const { watermark } = await first.frame('ready');
    first.close();
    await server.app.sql`update chat set last_at = now() - interval '10 minutes'`;
    const quiet = await open(alice, watermark);
    expect((await quiet.frame('ready')).chats).toEqual([]);
    quiet.close();
    await bob.call('messages.send', send('пока вас не было'));
    const moved = await open(alice, watermark);
    expect((await moved.frame('ready')).chats.map((chat) => chat.chatId)).toEqual([chatId]);
    moved.close();
  });
});

describe('connection rules', () => {
  const cases: [string, unknown, number][] = [
    ['text that is no JSON', 'привет', closeCodes.malformed],
    ['a number', '1', closeCodes.malformed],
    ['an array of 65 frames', JSON.stringify(Array.from({ length: 65 }, () => ({}))), closeCodes.malformed],
    ['another protocol version', { t: 'hello', v: 99 }, closeCodes.unsupportedVersion],
    ['a wrong token', { t: 'hello', v: 1, token: 'nobody.nothing' }, closeCodes.unauthenticated],
    ['no token and no cookie', { t: 'hello', v: 1 }, closeCodes.unauthenticated],
  ];
  test.each(cases)('%s closes the socket with its code', async (_case, frame, code) => {
    const socket = await openSocket(server.url);
    socket.send(frame);
    expect(await socket.closed).toBe(code);
  });

  test('a flood of frames is cut off, and the others do not notice', async () => {
    const [flooder, calm] = await Promise.all([open(alice), open(bob)]);
    const frame = JSON.stringify(
      Array.from({ length: 64 }, (_, id) => ({ t: 'call', id, method: 'identity.me', input: {} })),
    );
    for (let index = 0; index < 10; index += 1) flooder.send(frame);
    expect(await flooder.closed).toBe(closeCodes.flood);
    expect((await calm.call('identity.me', {})).t).toBe('ok');
    calm.close();
  });

  test('a message over the limit closes the socket and nothing else', async () => {
    const socket = await open(alice);
    socket.send(JSON.stringify({ t: 'call', id: 1, method: 'messages.send', input: 'x'.repeat(300_000) }));
    expect(await socket.closed).toBe(1009);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('a call before hello, an unknown method, wrong types: typed errors on the same socket', async () => {
    const fresh = await openSocket(server.url);
    expect(await fresh.call('identity.me', {})).toMatchObject({ t: 'err', error: { code: 'unauthenticated' } });
    fresh.close();
    const socket = await open(alice);
    expect(await socket.call('chats.burn', {})).toMatchObject({ error: { code: 'unknown_method' } });
    expect(await socket.call('messages.send', { ...send('x'), chatId: 'a' })).toMatchObject({
      error: { code: 'invalid_input', field: 'chatId' },
    });
    socket.send({ t: 'dance', id: 7 });
    expect(await socket.frame('err', ({ id }) => id === 7)).toMatchObject({
      error: { code: 'invalid_input', field: 't' },
    });
    socket.close();
  });

  test('a page of another origin gets no socket', async () => {
    const wrong = openSocket(server.url, { headers: { origin: 'http://evil.apps.localhost' } });
    await expect(wrong).rejects.toThrow('403');
  });

  test('a revoked session is told so and closed', async () => {
    const vera = await server.person('Вера');
    const socket = await open(vera);
    const { sessionId } = await socket.frame('ready');
    await vera.call('identity.revokeSession', { sessionId: sessionId as never });
    expect(await socket.closed).toBe(closeCodes.sessionEnded);
    const again = await openSocket(server.url, { token: await vera.token() });
    expect([closeCodes.sessionEnded, closeCodes.unauthenticated]).toContain(await again.closed);
  });
});
