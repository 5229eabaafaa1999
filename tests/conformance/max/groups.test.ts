import { expect, test } from 'vitest';
import { image } from '../../support/media-samples.ts';
import { newest } from '../../support/newest.ts';
import { clientId } from '../../support/server.ts';
import { numberOf, startMaxWorld, type TestBot } from './world.ts';

const world = await startMaxWorld();
const { alice, bob } = world;

/** A group of the three in which the bot has these rights. */
async function lead(bot: TestBot, ...rights: ('changeInfo' | 'restrictMembers' | 'pinMessages' | 'addAdmins')[]) {
  const group = await world.group(alice, 'Двор', [bob, bot]);
  await alice.call('members.promote', { chatId: group, accountId: bot.accountId, rights });
  return group;
}

test('a bot that leads a group changes its title, its words and its photo', async () => {
  const bot = await world.bot('max_leader_bot');
  const group = await lead(bot, 'changeInfo');
  const { photos } = (await bot.client.api.upload.image({ source: await image('png') })) as {
    photos: Record<string, never>;
  };
  const chat = await bot.client.api.editChatInfo(numberOf(group), {
    title: 'Наш двор',
    description: 'О дворе',
    icon: { photos },
  });
  expect(chat).toMatchObject({
    chat_id: numberOf(group),
    type: 'chat',
    title: 'Наш двор',
    description: 'О дворе',
    participants_count: 3,
  });
  expect((await fetch(chat.icon?.url ?? '')).status).toBe(200);
  expect((await alice.call('chats.get', { chatId: group })).chat).toMatchObject({
    title: 'Наш двор',
    description: 'О дворе',
  });
});

test('it pins, shows what is pinned and takes the pin away', async () => {
  const bot = await world.bot('max_pinning_bot');
  const { api } = bot.client;
  const group = await lead(bot, 'pinMessages');
  expect(await api.getPinnedMessage(numberOf(group))).toEqual({ message: null });
  const { body } = await api.sendMessageToChat(numberOf(group), 'Собрание в субботу');
  expect(await api.pinMessage(numberOf(group), body.mid, { notify: false })).toEqual({ success: true });
  expect(await api.getPinnedMessage(numberOf(group))).toMatchObject({ message: { body: { mid: body.mid } } });
  expect((await api.getChat(numberOf(group))).pinned_message?.body.text).toBe('Собрание в субботу');
  expect(await api.unpinMessage(numberOf(group))).toEqual({ success: true });
  expect((await alice.call('chats.get', { chatId: group })).chat.pins).toBeUndefined();
  await expect(api.unpinMessage(numberOf(group))).rejects.toMatchObject({ status: 404 });
});

test('it lists members page by page, puts them out and keeps them out', async () => {
  const bot = await world.bot('max_guarding_bot');
  const { api } = bot.client;
  const group = await lead(bot, 'restrictMembers');
  const first = await api.getChatMembers(numberOf(group), { count: 2 });
  expect(first.members).toHaveLength(2);
  const rest = await api.getChatMembers(numberOf(group), { count: 2, marker: first.marker ?? 0 });
  expect(rest.marker).toBeNull();
  const ids = [...first.members, ...rest.members].map(({ user_id: id }) => id);
  expect(ids.toSorted()).toEqual([alice.accountId, bob.accountId, bot.accountId].toSorted());
  const named = await api.getChatMembers(numberOf(group), { user_ids: [bob.accountId, 12_345] });
  expect(named.members).toMatchObject([
    { user_id: bob.accountId, is_admin: false, is_owner: false, permissions: null },
  ]);
  await api.removeChatMember(numberOf(group), bob.accountId);
  expect((await api.getChatMembers(numberOf(group))).members).toHaveLength(2);
  await alice.call('chats.addMember', { chatId: group, accountId: bob.accountId });
  await api.raw.chats.removeChatMember({ chat_id: numberOf(group), user_id: bob.accountId, block: true });
  expect((await alice.call('members.listBans', { chatId: group })).bans).toMatchObject([
    { account: { accountId: bob.accountId } },
  ]);
});

test('it makes admins with the rights it has, and members again', async () => {
  const bot = await world.bot('max_making_bot');
  const { api } = bot.client;
  const group = await lead(bot, 'addAdmins', 'pinMessages');
  const permissions = ['read_all_messages' as const, 'pin_message' as const];
  await api.addChatAdmins(numberOf(group), [{ user_id: bob.accountId, permissions }]);
  const { members } = await api.getChatAdmins(numberOf(group));
  expect(members.find(({ user_id: id }) => id === bob.accountId)?.permissions).toEqual([
    'read_all_messages',
    'write',
    'pin_message',
  ]);
  expect(members.find(({ user_id: id }) => id === alice.accountId)?.is_owner).toBe(true);
  const more = [{ user_id: bob.accountId, permissions: ['change_chat_info' as const] }];
  await expect(api.addChatAdmins(numberOf(group), more)).rejects.toMatchObject({ status: 403 });
  await expect(
    api.addChatAdmins(numberOf(group), [{ user_id: bob.accountId, permissions: ['can_call'] }]),
  ).rejects.toMatchObject({ status: 400, code: 'not.supported' });
  await api.removeChatAdmin(numberOf(group), bob.accountId);
  expect((await api.getChatMembers(numberOf(group), { user_ids: [bob.accountId] })).members[0]?.is_admin).toBe(false);
  expect(await api.getChatMembership(numberOf(group))).toMatchObject({ user_id: bot.accountId, is_admin: true });
});

test('without rights it is refused, and bringing people in is no affair of a bot', async () => {
  const bot = await world.bot('max_humble_bot');
  const { api } = bot.client;
  const group = await world.group(alice, 'Тихий двор', [bob, bot]);
  const mid = (await api.sendMessageToChat(numberOf(group), 'я тут')).body.mid;
  await alice.call('chats.update', { chatId: group, permissions: ['sendMessages'] });
  const acts = [
    api.editChatInfo(numberOf(group), { title: 'Мой двор' }),
    api.removeChatMember(numberOf(group), bob.accountId),
    api.addChatAdmins(numberOf(group), [{ user_id: bob.accountId, permissions: ['pin_message'] }]),
    api.pinMessage(numberOf(group), mid),
    api.addChatMembers(numberOf(group), [alice.accountId]),
  ];
  for (const refused of await Promise.allSettled(acts)) {
    expect(refused).toMatchObject({ status: 'rejected', reason: { status: 403 } });
  }
  expect((await alice.call('chats.get', { chatId: group })).chat.title).toBe('Тихий двор');
});

test('its chats are listed, with the person of a dialog; others are not shown', async () => {
  const bot = await world.bot('max_listing_bot');
  const { api } = bot.client;
  const [dialog, group] = [await world.direct(alice, bot), await world.group(alice, 'Двор', [bot])];
  await world.say(alice, dialog, 'привет');
  const { chats, marker } = await api.getAllChats();
  expect(marker).toBeNull();
  expect(chats.map(({ chat_id: id, type }) => [id, type]).toSorted()).toEqual(
    [
      [numberOf(group), 'chat'],
      [dialog, 'dialog'],
    ].toSorted(),
  );
  expect(await api.getChat(dialog)).toMatchObject({
    type: 'dialog',
    title: null,
    dialog_with_user: { user_id: alice.accountId },
  });
  const first = await api.getAllChats({ count: 1 });
  const second = await api.getAllChats({ count: 1, marker: first.marker ?? 0 });
  expect([...first.chats, ...second.chats].map(({ chat_id: id }) => id).toSorted()).toEqual(
    [numberOf(group), dialog].toSorted(),
  );
  const foreign = await world.group(bob, 'Чужие', []);
  await expect(api.getChat(numberOf(foreign))).rejects.toMatchObject({ status: 404 });
});

test('it shows what it is doing, and leaves', async () => {
  const bot = await world.bot('max_leaving_bot');
  const { api } = bot.client;
  const group = await world.group(alice, 'Двор', [bot]);
  expect(await api.sendAction(numberOf(group), 'typing_on')).toEqual({ success: true });
  expect((await bot.ask('POST', `/chats/${numberOf(group)}/actions`, { action: 'dancing' })).status).toBe(400);
  expect(await api.leaveChat(numberOf(group))).toEqual({ success: true });
  await expect(api.sendMessageToChat(numberOf(group), 'ещё тут?')).rejects.toMatchObject({ status: 404 });
});

test('comments are refused aloud, on the paths that the client takes', async () => {
  const bot = await world.bot('max_comments_bot');
  const { api } = bot.client;
  const chatId = await world.direct(alice, bot);
  const { mid } = (await api.sendMessageToChat(chatId, 'пост')).body;
  const refused = { status: 400, code: 'not.supported' };
  await expect(api.getComments(mid)).rejects.toMatchObject(refused);
  await expect(api.getComment(mid, mid)).rejects.toMatchObject(refused);
  await expect(api.sendComment(mid, 'x', {})).rejects.toMatchObject(refused);
  await expect(api.editComment(mid, mid, 'x', {})).rejects.toMatchObject(refused);
  await expect(api.deleteComment(mid, mid)).rejects.toMatchObject(refused);
  expect((await newest(alice, chatId)).text).toBe('пост');
});

test('posts of a channel are told without a sender', async () => {
  const bot = await world.bot('max_channel_bot');
  const created = await alice.call('chats.createChannel', {
    clientId: clientId(),
    title: 'Новости',
    memberIds: [bot.accountId],
  });
  const { chatId } = created.chat;
  await world.say(alice, chatId, 'Открыт каток');
  const told = await bot.next('message_created');
  expect(told.message).toMatchObject({
    recipient: { chat_id: numberOf(chatId), chat_type: 'channel', user_id: null },
    body: { text: 'Открыт каток' },
  });
  expect(told.message).not.toHaveProperty('sender');
});
