import { expect, test } from 'vitest';
import { clientId } from '../../support/server.ts';
import { startBotWorld } from './world.ts';

const { alice, bob, bot, group, say } = await startBotWorld();
const herald = await bot('yard_herald_bot');
const id = (chatId: number) => -(1e12 + chatId);

/** The first update that tells of a message: what came before it, such as being added to a chat, is passed over. */
async function firstMessage(told: typeof herald) {
  for (let offset = 0; ;) {
    const updates = await told.updates(offset);
    const found = updates.find(({ message }: { message?: object }) => message !== undefined);
    if (found !== undefined) return found;
    offset = updates.at(-1).update_id + 1;
  }
}

test('a channel is a channel: posts have their own kind of update, and no sender but the channel', async () => {
  const { chat } = await alice.call('chats.createChannel', {
    clientId: clientId(),
    title: 'Новости двора',
    memberIds: [herald.accountId],
  });
  const { chatId } = chat;
  await alice.call('chats.setUsername', { chatId, username: 'yard_daily' });
  const messageId = await say(alice, chatId, 'Каток открыт');
  await alice.call('messages.edit', { chatId, messageId, text: 'Каток закрыт' });
  const view = { id: id(chatId), type: 'channel', title: 'Новости двора', username: 'yard_daily' };
  const [first] = await herald.updates();
  const [second] = await herald.updates(first.update_id + 1);
  expect(first.channel_post).toMatchObject({
    message_id: messageId,
    chat: view,
    sender_chat: view,
    text: 'Каток открыт',
  });
  expect([first.message, first.channel_post.from]).toEqual([undefined, undefined]);
  expect(second.edited_channel_post).toMatchObject({ message_id: messageId, text: 'Каток закрыт' });

  const refused = await herald.api('sendMessage', { chat_id: '@yard_daily', text: 'И я скажу' });
  expect(refused.body.description).toBe('Bad Request: need administrator rights in the channel chat');
  await alice.call('members.promote', { chatId, accountId: herald.accountId, rights: ['postMessages'] });
  const sent = await herald.api('sendMessage', { chat_id: '@Yard_Daily', text: 'И я скажу' });
  expect(sent.body.result).toMatchObject({ chat: view, sender_chat: view, text: 'И я скажу' });
  const unknown = await herald.api('sendMessage', { chat_id: '@nobody_here', text: 'Есть кто?' });
  expect(unknown.body.description).toBe('Bad Request: chat not found');
});

test('a bot that asks for messages alone is told of no posts', async () => {
  const quiet = await bot('yard_quiet_bot');
  await quiet.api('getUpdates', { allowed_updates: ['message'] });
  const { chat } = await alice.call('chats.createChannel', {
    clientId: clientId(),
    title: 'Новости',
    memberIds: [quiet.accountId],
  });
  await say(alice, chat.chatId, 'Не для бота');
  const direct = await bob.call('chats.createDirect', { accountId: quiet.accountId });
  await say(bob, direct.chat.chatId, 'Для бота');
  const updates = await quiet.updates();
  expect(updates.map(({ message }: { message: { text: string } }) => message.text)).toEqual(['Для бота']);
});

test('a group is a supergroup, its topics are threads, and slow mode is a time to wait', async () => {
  const chatId = await group(alice, 'Двор', [bob, herald]);
  await alice.call('topics.enable', { chatId });
  const { topicId } = await alice.call('topics.create', { chatId, clientId: clientId(), title: 'Парковка' });
  const view = { id: id(chatId), type: 'supergroup', title: 'Двор', is_forum: true };
  await bob.call('messages.send', { chatId, clientId: clientId(), text: '/where@yard_herald_bot', topicId });
  const update = await firstMessage(herald);
  expect(update.message).toMatchObject({ chat: view, message_thread_id: topicId, is_topic_message: true });
  const inThread = { chat_id: id(chatId), message_thread_id: topicId, text: 'Здесь' };
  const sent = await herald.api('sendMessage', inThread);
  expect(sent.body.result).toMatchObject({ chat: view, message_thread_id: topicId, is_topic_message: true });
  const lost = await herald.api('sendMessage', { ...inThread, message_thread_id: 4711 });
  expect(lost.body.description).toBe('Bad Request: message thread not found');
  await alice.call('topics.close', { chatId, topicId });
  expect((await herald.api('sendMessage', inThread)).body.description).toBe('Bad Request: TOPIC_CLOSED');

  await alice.call('chats.update', { chatId, slowModeSeconds: 60 });
  await herald.api('sendMessage', { chat_id: id(chatId), text: 'раз' });
  const { status, body } = await herald.api('sendMessage', { chat_id: id(chatId), text: 'два' });
  expect([status, body.parameters?.retry_after]).toEqual([429, expect.any(Number)]);
});
