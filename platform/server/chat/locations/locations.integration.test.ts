import type { Message, MessageId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob] = (await Promise.all(['Алиса', 'Борис'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
];
const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
const { chatId } = chat;

const novgorod = { latitude: 58.5213, longitude: 31.271 };
const share = async (live?: { seconds: number }) => {
  const location = { ...novgorod, ...(live && { live }) };
  return (await alice.call('messages.send', { chatId, clientId: clientId(), location })).messageId;
};
const move = (person: TestPerson, messageId: MessageId, latitude = 58.6) =>
  person.call('locations.move', { chatId, messageId, latitude, longitude: 31.3, accuracyMetres: 12 });
const read = async (messageId: MessageId): Promise<Message | undefined> =>
  (await bob.call('messages.history', { chatId })).messages.find((message) => message.messageId === messageId);

describe('a location', () => {
  test('is a point with an accuracy', async () => {
    const messageId = await share();
    expect((await read(messageId))?.location).toEqual(novgorod);
  });

  test.each<[string, object, string]>([
    ['beyond the pole', { latitude: 91 }, 'location.latitude'],
    ['beyond the date line', { longitude: -181 }, 'location.longitude'],
    ['of unknown kind', { altitude: 5 }, 'location.altitude'],
    ['live for a second', { live: { seconds: 1 } }, 'location.live.seconds'],
    ['live for a day', { live: { seconds: 86_400 } }, 'location.live.seconds'],
  ])('%s is refused', async (_fact, wrong, field) => {
    const location = { ...novgorod, ...wrong };
    const error = await refusal(alice.call('messages.send', { chatId, clientId: clientId(), location }));
    expect([error.code, error.field]).toEqual(['invalid_input', field]);
  });

  test('follows its sender while it is live, without marks of editing and without a history', async () => {
    const messageId = await share({ seconds: 600 });
    expect(await move(alice, messageId)).toEqual({ changed: true });
    expect(await move(alice, messageId)).toEqual({ changed: false });
    const message = await read(messageId);
    expect(message?.location).toMatchObject({ latitude: 58.6, accuracyMetres: 12 });
    expect(message?.editedAt).toBeUndefined();
    expect((await bob.call('messages.versions', { chatId, messageId })).versions).toEqual([]);
    expect(Date.parse(message?.location?.live?.until ?? '') - Date.parse(message?.at ?? '')).toBe(600_000);
  });

  test('is moved by its sender alone', async () => {
    const messageId = await share({ seconds: 600 });
    expect((await refusal(move(bob, messageId))).code).toBe('forbidden');
    expect((await refusal(bob.call('locations.stop', { chatId, messageId }))).code).toBe('forbidden');
  });

  test('that is not live does not move', async () => {
    expect((await refusal(move(alice, await share()))).code).toBe('not_found');
  });

  test('stays where it was stopped', async () => {
    const messageId = await share({ seconds: 600 });
    expect(await alice.call('locations.stop', { chatId, messageId })).toEqual({ changed: true });
    expect(await alice.call('locations.stop', { chatId, messageId })).toEqual({ changed: false });
    const error = await refusal(move(alice, messageId));
    expect([error.code, error.field]).toEqual(['conflict', 'messageId']);
    expect((await read(messageId))?.location).toMatchObject(novgorod);
  });

  test('ends on time', async () => {
    const messageId = await share({ seconds: 60 });
    const past = '2026-01-01T00:00:00.000Z';
    await server.app.sql`update message set body = jsonb_set(body, '{location,live,until}', to_jsonb(${past}::text))
      where chat_id = ${chatId} and message_id = ${messageId}`;
    expect((await refusal(move(alice, messageId))).code).toBe('conflict');
  });
});

describe('a contact card', () => {
  const card = (contact: object) =>
    alice.call('messages.send', { chatId, clientId: clientId(), contact: contact as { name: string } });

  test('has a name, and may have a number and an account', async () => {
    const contact = { name: 'Вера', phone: '+79990001122', accountId: bob.accountId };
    const { messageId } = await card(contact);
    expect((await read(messageId))?.contact).toEqual(contact);
  });

  test.each<[string, object, string]>([
    ['without a name', {}, 'contact.name'],
    ['with a number that is none', { name: 'Вера', phone: '8 800' }, 'contact.phone'],
    ['with an account that does not exist', { name: 'Вера', accountId: 12345 }, 'contact.accountId'],
  ])('%s is refused', async (_fact, contact, field) => {
    expect((await refusal(card(contact))).field).toBe(field);
  });

  test('stands alone', async () => {
    const both = { contact: { name: 'Вера' }, location: novgorod };
    const error = await refusal(alice.call('messages.send', { chatId, clientId: clientId(), ...both }));
    expect([error.code, error.field]).toEqual(['invalid_input', 'contact']);
  });
});
