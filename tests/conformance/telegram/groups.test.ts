import { expect, test } from 'vitest';
import { startBotWorld } from './world.ts';

const world = await startBotWorld();
const { server, alice, bob } = world;
const vera = await server.person('Вера Ладожская');
const bot = await world.bot('warden_bot');
const chatId = await world.group(alice, 'Двор', [bob, bot]);
const chat = { chat_id: -(1e12 + chatId) };
const ask = async (method: string, more: object = {}) => (await bot.api(method, { ...chat, ...more })).body;
const refused = async (method: string, more: object = {}) => (await ask(method, more)).description;
const promote = (rights: string[]) =>
  alice.call('members.promote', { chatId, accountId: bot.accountId, rights: rights as never });

test('a bot without rights sees the group and its members, and changes nothing', async () => {
  const { result } = await ask('getChat');
  expect(result).toMatchObject({ id: chat.chat_id, type: 'supergroup', title: 'Двор', has_visible_history: true });
  expect(result).not.toHaveProperty('pinned_message');
  expect((await ask('getChatMemberCount')).result).toBe(3);
  expect((await ask('getChatAdministrators')).result).toMatchObject([
    { status: 'creator', user: { id: alice.accountId } },
  ]);
  expect((await ask('getChatMember', { user_id: bob.accountId })).result).toMatchObject({ status: 'member' });
  expect(await refused('getChatMember', { user_id: vera.accountId })).toBe('Bad Request: user not found');
  expect(await refused('getChatMember', { user_id: 0 })).toBe('Bad Request: invalid user_id specified');
  const user = { user_id: bob.accountId };
  expect(await refused('banChatMember', user)).toBe(
    'Bad Request: not enough rights to restrict/unrestrict chat member',
  );
  expect(await refused('restrictChatMember', { ...user, permissions: {} })).toMatch(/not enough rights to restrict/);
  expect(await refused('promoteChatMember', { ...user, can_pin_messages: true })).toBe(
    'Bad Request: not enough rights',
  );
  expect(await refused('setChatTitle', { title: 'x' })).toBe('Bad Request: not enough rights to change chat info');
  expect(await refused('createChatInviteLink')).toBe('Bad Request: not enough rights to manage chat invite link');
  expect(await refused('pinChatMessage', { message_id: 1 })).toMatch(/^Bad Request: /);
});

test('of a chat that it is not in, a bot learns nothing', async () => {
  const foreign = { chat_id: -(1e12 + (await world.group(alice, 'Чужой', [bob]))) };
  const user = { user_id: bob.accountId };
  for (const [method, more] of [
    ['getChat', {}],
    ['getChatMemberCount', {}],
    ['getChatAdministrators', {}],
    ['getChatMember', user],
    ['banChatMember', user],
    ['setChatTitle', { title: 'x' }],
    ['leaveChat', {}],
    ['createChatInviteLink', {}],
    ['deleteMessages', { message_ids: [1, 2] }],
    ['createForumTopic', { name: 'x' }],
    ['setMessageReaction', { message_id: 1, reaction: [] }],
    ['sendChatAction', { action: 'typing' }],
  ] as const) {
    expect([method, await refused(method, { ...more, ...foreign })]).toEqual([method, 'Bad Request: chat not found']);
  }
});

test('an admin bot restricts, bans, lets in again and promotes as far as its rights go', async () => {
  await promote(['restrictMembers', 'addAdmins', 'pinMessages']);
  const user = { user_id: bob.accountId };
  const until = Math.floor(Date.now() / 1000) + 3600;
  expect(
    (await ask('restrictChatMember', { ...user, permissions: { can_send_polls: true }, until_date: until })).result,
  ).toBe(true);
  expect((await ask('getChatMember', user)).result).toMatchObject({
    status: 'restricted',
    can_send_messages: true,
    can_send_polls: true,
    can_send_photos: false,
    until_date: until,
  });
  expect(await refused('restrictChatMember', { ...user, permissions: { can_send_photos: true } })).toBe(
    'Bad Request: different permissions for kinds of files are not supported here',
  );
  const everything = {
    ...{ can_send_messages: true, can_send_other_messages: true, can_send_polls: true },
    ...{ can_add_web_page_previews: true, can_pin_messages: true, can_change_info: true, can_invite_users: true },
  };
  await ask('restrictChatMember', { ...user, permissions: everything });
  expect((await ask('getChatMember', user)).result).toMatchObject({ status: 'member' });
  expect((await ask('promoteChatMember', { ...user, can_pin_messages: true })).result).toBe(true);
  expect((await ask('getChatMember', user)).result).toMatchObject({
    ...{ status: 'administrator', can_pin_messages: true, can_promote_members: false },
  });
  expect(await refused('promoteChatMember', { ...user, can_change_info: true })).toBe('Bad Request: RIGHT_FORBIDDEN');
  expect((await ask('promoteChatMember', user)).result).toBe(true);
  expect(await refused('promoteChatMember', { ...user, is_anonymous: true })).toMatch(
    /"is_anonymous" .* not supported/,
  );
  expect((await ask('banChatMember', { ...user, revoke_messages: true })).result).toBe(true);
  expect((await ask('getChatMember', user)).result).toMatchObject({ status: 'kicked', until_date: 0 });
  expect((await ask('unbanChatMember', { ...user, only_if_banned: true })).result).toBe(true);
  expect((await ask('getChatMember', user)).result).toMatchObject({ status: 'left' });
  expect(await refused('banChatMember', { user_id: alice.accountId })).toBe(
    'Bad Request: user is an administrator of the chat',
  );
  expect(await refused('banChatMember', { ...user, chat_id: alice.accountId })).toMatch(/chat not found|private chats/);
});

test('other bots are among the administrators when they are asked for', async () => {
  const other = await world.bot('other_warden_bot');
  await alice.call('chats.addMember', { chatId, accountId: other.accountId });
  await alice.call('members.promote', { chatId, accountId: other.accountId, rights: ['pinMessages'] });
  const idsOf = async (more?: object) =>
    new Set((await ask('getChatAdministrators', more)).result.map(({ user }: { user: { id: number } }) => user.id));
  expect(await idsOf()).toEqual(new Set([alice.accountId, bot.accountId]));
  expect(await idsOf({ return_bots: true })).toEqual(new Set([alice.accountId, bot.accountId, other.accountId]));
  await alice.call('chats.removeMember', { chatId, accountId: other.accountId });
});

test('it changes the face of the group, and what members may do', async () => {
  await promote(['changeInfo', 'restrictMembers', 'inviteMembers']);
  expect((await ask('setChatTitle', { title: 'Вече' })).result).toBe(true);
  expect(await refused('setChatTitle', { title: 'Вече' })).toBe('Bad Request: chat title is not modified');
  expect((await ask('setChatDescription', { description: 'Сход' })).result).toBe(true);
  expect((await ask('setChatPermissions', { permissions: { can_send_messages: true } })).result).toBe(true);
  expect((await ask('getChat')).result).toMatchObject({
    title: 'Вече',
    description: 'Сход',
    permissions: { can_send_messages: true, can_react_to_messages: true, can_send_photos: false },
  });
  expect(await refused('setChatPhoto', { photo: 'x' })).toBe('Bad Request: photo should be uploaded as an InputFile');
});

test('links are made, changed, replaced and ended; who asks is let in or turned away', async () => {
  const made = (await ask('createChatInviteLink', { name: 'Соседи', creates_join_request: true })).result;
  expect(made).toMatchObject({ name: 'Соседи', creates_join_request: true, is_primary: false, is_revoked: false });
  const token = made.invite_link.split('/').at(-1);
  await vera.call('invites.join', { token });
  expect((await ask('declineChatJoinRequest', { user_id: vera.accountId })).result).toBe(true);
  expect(await refused('approveChatJoinRequest', { user_id: vera.accountId })).toBe(
    'Bad Request: HIDE_REQUESTER_MISSING',
  );
  await vera.call('invites.join', { token });
  expect((await ask('approveChatJoinRequest', { user_id: vera.accountId })).result).toBe(true);
  expect((await ask('getChatMember', { user_id: vera.accountId })).result.status).toBe('member');
  const edited = await ask('editChatInviteLink', { invite_link: made.invite_link, member_limit: 5 });
  expect(edited.result).toMatchObject({ member_limit: 5, creates_join_request: false });
  expect(edited.result).not.toHaveProperty('name');
  expect((await ask('revokeChatInviteLink', { invite_link: made.invite_link })).result.is_revoked).toBe(true);
  const [first, second] = [(await ask('exportChatInviteLink')).result, (await ask('exportChatInviteLink')).result];
  expect(first).not.toBe(second);
  expect(await refused('editChatInviteLink', { invite_link: first })).toBe('Bad Request: INVITE_HASH_EXPIRED');
  expect(await refused('revokeChatInviteLink', { invite_link: 'https://example.org/#/join/x' })).toBe(
    'Bad Request: INVITE_HASH_EXPIRED',
  );
});

test('topics are opened, renamed, closed and opened again', async () => {
  await promote(['manageTopics']);
  await alice.call('topics.enable', { chatId });
  const made = await ask('createForumTopic', { name: 'Каток', icon_color: 0x8eee98 });
  expect(made.result).toMatchObject({ name: 'Каток', icon_color: 0x8eee98 });
  const thread = { message_thread_id: made.result.message_thread_id };
  expect((await ask('sendMessage', { ...thread, text: 'в теме' })).result).toMatchObject({
    ...thread,
    is_topic_message: true,
  });
  expect((await ask('editForumTopic', { ...thread, name: 'Лёд' })).result).toBe(true);
  expect((await ask('closeForumTopic', thread)).result).toBe(true);
  expect(await refused('closeForumTopic', thread)).toBe('Bad Request: TOPIC_NOT_MODIFIED');
  expect((await ask('reopenForumTopic', thread)).result).toBe(true);
  expect(await refused('closeForumTopic', { message_thread_id: 99_999 })).toBe('Bad Request: message thread not found');
  expect(await refused('createForumTopic', { name: 'x', icon_color: 1 })).toBe(
    'Bad Request: invalid forum topic icon color specified',
  );
});

test('a bot leaves, and is not there any more', async () => {
  expect((await ask('leaveChat')).result).toBe(true);
  expect(await refused('getChat')).toBe('Bad Request: chat not found');
});
