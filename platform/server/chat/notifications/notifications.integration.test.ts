import { type AddressInfo, createServer } from 'node:net';
import type { ChatId } from '@veche/contract';
import { describe, expect, test, vi } from 'vitest';
import { startPushService } from '../../../../tests/support/push-service.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const service = await startPushService();
const server = await startTestServer();
const alice = await server.person('Алиса');
const boris = await server.person('Борис');
const vera = await server.person('Вера');

async function group(title: string, owner: TestPerson, members: readonly TestPerson[]): Promise<ChatId> {
  const memberIds = members.map((member) => member.accountId);
  return (await owner.call('chats.createGroup', { clientId: clientId(), title, memberIds })).chat.chatId;
}
const say = (person: TestPerson, chatId: ChatId, text: string, more: { urgent?: boolean; silent?: boolean } = {}) =>
  person.call('messages.send', { chatId, clientId: clientId(), text, ...more });
/** Pushes that came to one device, once there are so many. */
async function pushesTo(path: string, count: number) {
  const own = () => service.pushes.filter((push) => push.path === `/${path}`);
  await vi.waitFor(() => expect(own().length).toBeGreaterThanOrEqual(count), { timeout: 15_000 });
  return own().map(({ payload }) => payload);
}
/** Everything said up to now was gone through: a last message to one who listens came through. */
async function settled(): Promise<void> {
  const name = `marker-${clientId()}`;
  const listener = await server.person('Слушатель');
  await listener.call('notifications.subscribe', service.subscription(name));
  await say(alice, await group('Метка', alice, [listener]), 'всё');
  await pushesTo(name, 1);
}

describe('pushes', () => {
  test('a device hears who wrote what where; the sender does not', async () => {
    await alice.call('notifications.subscribe', service.subscription('alice'));
    await boris.call('notifications.subscribe', service.subscription('boris'));
    const yard = await group('Двор', alice, [boris]);
    const { messageId } = await say(alice, yard, 'Вода будет в 18:00');
    expect(await pushesTo('boris', 1)).toEqual([
      {
        v: 1,
        tag: `chat ${yard}`,
        chatId: yard,
        messageId,
        title: 'Двор',
        body: 'Алиса: Вода будет в 18:00',
        badge: 1,
      },
    ]);
    await settled();
    expect(service.pushes.filter((push) => push.path === '/alice')).toEqual([]);
    const [push] = service.pushes;
    expect(push?.headers['content-encoding']).toBe('aes128gcm');
    expect(push?.headers['authorization']).toMatch(/^vapid t=/);
  });

  test('without text a push says only that something came', async () => {
    const galina = await server.person('Галина');
    await galina.call('notifications.subscribe', service.subscription('galina'));
    await galina.call('notifications.setSettings', { showText: false });
    await say(alice, await group('Тайна', alice, [galina]), 'секрет');
    expect(await pushesTo('galina', 1)).toEqual([{ v: 1, tag: 'veche', badge: 1 }]);
  });

  test('muted chats and quiet hours do not ring; an urgent message rings in quiet hours, and that is listed', async () => {
    const dina = await server.person('Дина');
    await dina.call('notifications.subscribe', service.subscription('dina'));
    const muted = await group('Шум', alice, [dina]);
    await server.app
      .sql`update account_chat set muted_until = 'infinity' where account_id = ${dina.accountId} and chat_id = ${muted}`;
    await say(alice, muted, 'не звони', { urgent: true });
    const quietHours = { from: 0, to: 1439, timeZone: 'UTC' };
    await dina.call('notifications.setSettings', { quietHours });
    expect((await dina.call('notifications.getSettings', {})).settings.quietHours).toEqual(quietHours);
    const school = await group('Школа', alice, [dina]);
    await say(alice, school, 'обычное');
    const { messageId } = await say(alice, school, 'Занятия отменены', { urgent: true });
    const rung = await pushesTo('dina', 1);
    expect(rung).toMatchObject([{ chatId: school, messageId, urgent: true }]);
    const { overrides } = await dina.call('notifications.listOverrides', {});
    expect(overrides).toMatchObject([{ chatId: school, messageId }]);
    await dina.call('notifications.setSettings', { quietHours: null });
    expect((await dina.call('notifications.getSettings', {})).settings.quietHours).toBeUndefined();
  });

  test('only admins send urgent messages, three a day in a chat, and each is on record', async () => {
    const chatId = await group('Срочно', alice, [boris]);
    expect(await refusal(say(boris, chatId, 'я тоже', { urgent: true }))).toMatchObject({
      code: 'forbidden',
      field: 'urgent',
    });
    const { chat } = await alice.call('chats.createDirect', { accountId: boris.accountId });
    expect(await refusal(say(alice, chat.chatId, 'лично', { urgent: true }))).toMatchObject({ code: 'forbidden' });
    for (const text of ['раз', 'два', 'три']) await say(alice, chatId, text, { urgent: true });
    const fourth = await refusal(say(alice, chatId, 'четыре', { urgent: true }));
    expect(fourth).toMatchObject({ code: 'rate_limited', field: 'urgent' });
    expect(fourth.retryAfterSeconds).toBeGreaterThan(80_000);
    const acts = await server.app.sql`select 1 from admin_act where chat_id = ${chatId} and kind = 'message.urgent'`;
    expect(acts).toHaveLength(3);
  });

  test('what was read meanwhile is not told', async () => {
    const chatId = await group('Читаю', alice, [vera]);
    await vera.call('notifications.subscribe', service.subscription('vera'));
    const { seq } = await say(alice, chatId, 'прочитано');
    await vera.call('chats.markRead', { chatId, seq });
    await settled();
    expect(service.pushes.filter((push) => push.path === '/vera')).toEqual([]);
  });

  test('a subscription that the push service has ended is forgotten; a busy one is tried again', async () => {
    const egor = await server.person('Егор');
    await egor.call('notifications.subscribe', service.subscription('egor'));
    service.answers.push({ status: 429, retryAfter: '1' });
    expect(await egor.call('notifications.test', {})).toEqual({ delivered: true, status: 201 });
    service.answers.push({ status: 410 });
    expect(await egor.call('notifications.test', {})).toEqual({ delivered: false, status: 410 });
    expect((await egor.call('notifications.getSettings', {})).subscribed).toBe(false);
    expect(await refusal(egor.call('notifications.test', {}))).toMatchObject({ code: 'not_found' });
  });

  test('whoever signs in on a device after another hears nothing that is meant for that other', async () => {
    const first = await server.person('Первый');
    const second = await server.person('Второй');
    await first.call('notifications.subscribe', service.subscription('shared'));
    await second.call('notifications.subscribe', service.subscription('shared'));
    expect((await first.call('notifications.getSettings', {})).subscribed).toBe(false);
    expect((await second.call('notifications.getSettings', {})).subscribed).toBe(true);
  });

  test('addresses of the inside are never pushed to, and wrong keys and zones are refused', async () => {
    const zoya = await server.person('Зоя');
    const { keys } = service.subscription('zoya');
    await zoya.call('notifications.subscribe', { endpoint: 'http://10.0.0.1/push', keys });
    expect((await zoya.call('notifications.test', {})).delivered).toBe(false);
    const wrong = zoya.call('notifications.subscribe', { endpoint: 'ftp://x/', keys });
    expect(await refusal(wrong)).toMatchObject({ code: 'invalid_input', field: 'endpoint' });
    const short = zoya.call('notifications.subscribe', {
      endpoint: 'https://x.example/',
      keys: { ...keys, auth: 'aa' },
    });
    expect(await refusal(short)).toMatchObject({ field: 'keys.auth' });
    const nowhere = { from: 0, to: 60, timeZone: 'Mars/Olympus' };
    expect(await refusal(zoya.call('notifications.setSettings', { quietHours: nowhere }))).toMatchObject({
      field: 'quietHours.timeZone',
    });
  });
});

test('a push service that never answers keeps nobody else waiting', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const deaf = await Promise.all(['Первый', 'Второй', 'Третий'].map((name) => server.person(name)));
  for (const [index, person] of deaf.entries()) {
    const { keys } = service.subscription('deaf');
    await person.call('notifications.subscribe', { endpoint: `http://127.0.0.1:${port}/${index}`, keys });
  }
  const rooms = await Promise.all(deaf.map((person) => group('Тишина', alice, [person])));
  for (const room of rooms) await say(alice, room, 'есть кто?');
  // Long enough for the work to be under way, on every runner there is.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const began = performance.now();
  await settled();
  expect(performance.now() - began).toBeLessThan(8_000);
  silent.close();
});
