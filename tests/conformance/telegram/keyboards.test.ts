import { expect, test } from 'vitest';
import { refusal } from '../../support/refusal.ts';
import { clientId } from '../../support/server.ts';
import { startBotWorld } from './world.ts';

const world = await startBotWorld();
const { alice, bob } = world;
const bot = await world.bot('keyboards_bot');
const chatId = await world.direct(alice, bot);
const send = (markup: object, chat: number = alice.accountId) =>
  bot.api('sendMessage', { chat_id: chat, text: 'Выберите', reply_markup: markup });
const inForce = async () => (await alice.call('chats.bots', { chatId })).keyboard?.keyboard;

test('keys reach the person, as objects, as mere texts and within a string, and the answer has no markup', async () => {
  const keyboard = [['Да', { text: 'Нет' }], [{ text: 'Мой номер', request_contact: true }]];
  for (const markup of [{ keyboard }, JSON.stringify({ keyboard })]) {
    const { body } = await bot.api('sendMessage', { chat_id: alice.accountId, text: 'x', reply_markup: markup });
    expect(body.result).not.toHaveProperty('reply_markup');
    expect(await inForce()).toEqual({
      kind: 'keys',
      rows: [[{ text: 'Да' }, { text: 'Нет' }], [{ text: 'Мой номер', asks: { kind: 'contact' } }]],
    });
    await send({ remove_keyboard: true });
    expect(await inForce()).toBeUndefined();
  }
  await send({ force_reply: true, selective: false });
  expect(await inForce()).toEqual({ kind: 'reply' });
});

test('what a key asked for comes as a contact or a place, without a text', async () => {
  const place = { chatId };
  const contact = { name: 'Алиса Соколова', phone: alice.phone, accountId: alice.accountId };
  // Bots let people in by the number of such a card.
  const forged = alice.call('messages.send', {
    ...{ ...place, clientId: clientId() },
    contact: { ...contact, phone: '+79995554433' },
  });
  expect(await refusal(forged)).toMatchObject({ code: 'invalid_input', field: 'contact.phone' });
  await alice.call('messages.send', { ...place, clientId: clientId(), contact });
  const location = { latitude: 55.75, longitude: 37.62, accuracyMetres: 30_000 };
  await alice.call('messages.send', { ...place, clientId: clientId(), location });
  const updates: { update_id: number; message: Record<string, unknown> }[] = [];
  while (updates.length < 2) updates.push(...(await bot.updates((updates.at(-1)?.update_id ?? 0) + 1)));
  expect(updates.map(({ message }) => [message['text'], message['contact'] ?? message['location']])).toEqual([
    [
      undefined,
      {
        ...{ phone_number: alice.phone, first_name: 'Алиса', last_name: 'Соколова', user_id: alice.accountId },
      },
    ],
    [undefined, { latitude: 55.75, longitude: 37.62, horizontal_accuracy: 1500 }],
  ]);
});

test('where no keyboard can be, it is refused in the words that libraries know', async () => {
  const group = -(1e12 + (await world.group(alice, 'Двор', [bob, bot])));
  const refused = async (key: object) => (await send({ keyboard: [[{ text: 'x', ...key }]] }, group)).body.description;
  expect(await refused({ request_contact: true })).toBe(
    'Bad Request: phone number can be requested in private chats only',
  );
  expect(await refused({ request_location: true })).toBe(
    'Bad Request: location can be requested in private chats only',
  );
  expect(await refused({ request_poll: {} })).toBe('Bad Request: poll can be requested in private chats only');
  const { chat } = await alice.call('chats.createChannel', { clientId: clientId(), title: 'Новости' });
  await alice.call('chats.addMember', { chatId: chat.chatId, accountId: bot.accountId });
  await alice.call('members.promote', { chatId: chat.chatId, accountId: bot.accountId, rights: ['postMessages'] });
  const posted = await send({ keyboard: [['x']] }, -(1e12 + chat.chatId));
  expect(posted.body.description).toBe('Bad Request: inline keyboard expected');
  const sent = await send({ inline_keyboard: [] });
  const edit = { chat_id: alice.accountId, message_id: sent.body.result.message_id, text: 'y' };
  const edited = await bot.api('editMessageText', { ...edit, reply_markup: { keyboard: [['x']] } });
  expect(edited.body.description).toMatch(/^Bad Request: /);
  expect((await send({ nonsense: true })).body.description).toMatch(/^Bad Request: can't parse/);
});
