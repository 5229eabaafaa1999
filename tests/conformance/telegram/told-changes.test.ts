import { expect, test } from 'vitest';
import { startBotWorld, type TestBot } from './world.ts';

const world = await startBotWorld();
const { server, alice, bob } = world;
const vera = await server.person('Вера Ладожская');
const bot = await world.bot('hearing_bot');
const everything = ['message', 'my_chat_member', 'chat_member', 'chat_join_request', 'poll', 'poll_answer'];
await bot.api('getUpdates', { allowed_updates: [...everything, 'message_reaction'] });
const chatId = await world.group(alice, 'Двор', [bob, bot]);
const group = -(1e12 + chatId);

/** What is new, by kinds; each update's form is checked where it is read. */
function follow({ api }: TestBot) {
  let offset = 0;
  return async (count: number): Promise<object[]> => {
    const told: { readonly update_id: number }[] = [];
    while (told.length < count) {
      const { body } = await api('getUpdates', { offset, timeout: 5 });
      const updates = body.result as typeof told;
      told.push(...updates);
      const last = updates.at(-1);
      if (last === undefined) break;
      offset = last.update_id + 1;
    }
    return told.map(({ update_id: _id, ...update }) => update);
  };
}
const next = follow(bot);

test('a bot is told of its own place, and in a group of who comes and goes', async () => {
  expect(await next(1)).toMatchObject([
    {
      my_chat_member: {
        chat: { id: group, title: 'Двор' },
        from: { id: alice.accountId },
        old_chat_member: { status: 'left' },
        new_chat_member: { status: 'member', user: { id: bot.accountId } },
      },
    },
  ]);
  await alice.call('chats.addMember', { chatId, accountId: vera.accountId });
  await vera.call('chats.leave', { chatId });
  expect(await next(2)).toMatchObject([
    { message: { from: { id: alice.accountId }, new_chat_members: [{ id: vera.accountId }] } },
    { message: { from: { id: vera.accountId }, left_chat_member: { id: vera.accountId } } },
  ]);
});

test('an admin bot is told of seats, reactions and who asks to be let in', async () => {
  await alice.call('members.promote', {
    chatId,
    accountId: bot.accountId,
    rights: ['inviteMembers', 'restrictMembers'],
  });
  expect(await next(1)).toMatchObject([
    { my_chat_member: { old_chat_member: { status: 'member' }, new_chat_member: { status: 'administrator' } } },
  ]);
  await alice.call('members.restrict', { chatId, accountId: bob.accountId, denied: ['sendPolls'] });
  expect(await next(1)).toMatchObject([
    { chat_member: { new_chat_member: { status: 'restricted', can_send_polls: false, can_send_messages: true } } },
  ]);
  const { invite } = await alice.call('invites.create', {
    chatId,
    clientId: crypto.randomUUID(),
    needsApproval: true,
  });
  await vera.call('invites.join', { token: invite.token });
  expect(await next(1)).toMatchObject([
    { chat_join_request: { chat: { id: group }, from: { id: vera.accountId }, user_chat_id: vera.accountId } },
  ]);
  const said = await world.say(bob, chatId, 'тихо');
  await alice.call('reactions.add', { chatId, messageId: said, emoji: '👍' });
  expect(await next(1)).toMatchObject([
    {
      message_reaction: {
        message_id: said,
        user: { id: alice.accountId },
        old_reaction: [],
        new_reaction: [{ type: 'emoji', emoji: '👍' }],
      },
    },
  ]);
  await alice.call('members.demote', { chatId, accountId: bot.accountId });
  await next(1);
  await alice.call('reactions.remove', { chatId, messageId: said, emoji: '👍' });
  await world.say(bob, chatId, '/last');
  expect(await next(1)).toMatchObject([{ message: { text: '/last' } }]);
});

test('a bot is told how its polls stand, and whose vote it was where that is no secret', async () => {
  const send = async (more: object) =>
    (await bot.api('sendPoll', { chat_id: group, question: 'Сход?', options: ['да', 'нет'], ...more })).body.result;
  const open = await send({ is_anonymous: false });
  await bob.call('polls.vote', { chatId, messageId: open.message_id, options: [0] });
  expect(await next(2)).toMatchObject([
    { poll: { id: open.poll.id, total_voter_count: 1 } },
    { poll_answer: { poll_id: open.poll.id, user: { id: bob.accountId }, option_ids: [0] } },
  ]);
  const secret = await send({});
  await alice.call('polls.vote', { chatId, messageId: secret.message_id, options: [1] });
  await world.say(bob, chatId, '/after');
  expect(await next(2)).toMatchObject([{ poll: { id: secret.poll.id } }, { message: { text: '/after' } }]);
});

test('a bot is told of who blocks it and takes that back, by the place that it has in the private chat', async () => {
  const asked = await world.bot('blocked_bot');
  await asked.api('getUpdates', { allowed_updates: ['my_chat_member', 'message'] });
  const dialog = await world.direct(bob, asked);
  await world.say(bob, dialog, 'привет');
  const told = follow(asked);
  expect(await told(1)).toMatchObject([{ message: { text: 'привет' } }]);
  await bob.call('blocks.add', { accountId: asked.accountId });
  const place = { chat: { id: bob.accountId, type: 'private' }, from: { id: bob.accountId } };
  const [here, gone] = [
    { status: 'member', user: { id: asked.accountId } },
    { status: 'kicked', until_date: 0 },
  ];
  expect(await told(1)).toMatchObject([{ my_chat_member: { ...place, old_chat_member: here, new_chat_member: gone } }]);
  const refused = await asked.api('sendMessage', { chat_id: bob.accountId, text: 'почему?' });
  expect(refused.body).toMatchObject({ error_code: 403, description: 'Forbidden: bot was blocked by the user' });
  await bob.call('blocks.remove', { accountId: asked.accountId });
  expect(await told(1)).toMatchObject([{ my_chat_member: { ...place, old_chat_member: gone, new_chat_member: here } }]);
});

test('blocks between people, and of a bot that was never written to, are told to no bot', async () => {
  const quiet = await world.bot('unblocked_bot');
  const dialog = await world.direct(bob, quiet);
  await alice.call('blocks.add', { accountId: quiet.accountId });
  await bob.call('blocks.add', { accountId: vera.accountId });
  await world.say(bob, dialog, 'всё');
  expect(await follow(quiet)(1)).toMatchObject([{ message: { text: 'всё' } }]);
  await bob.call('blocks.remove', { accountId: vera.accountId });
});

test('in a channel an admin bot is told how reactions to a post stand, and other bots are not', async () => {
  const [admin, reader] = [await world.bot('counting_bot'), await world.bot('reading_bot')];
  const wanted = { allowed_updates: ['message_reaction_count', 'channel_post'] };
  for (const one of [admin, reader]) await one.api('getUpdates', wanted);
  const { chat } = await alice.call('chats.createChannel', {
    clientId: crypto.randomUUID(),
    title: 'Новости',
    memberIds: [bob.accountId, admin.accountId, reader.accountId],
  });
  const { chatId: channel } = chat;
  await alice.call('members.promote', { chatId: channel, accountId: admin.accountId, rights: ['postMessages'] });
  const post = await world.say(alice, channel, 'Открыт каток');
  await bob.call('reactions.add', { chatId: channel, messageId: post, emoji: '👍' });
  await alice.call('reactions.add', { chatId: channel, messageId: post, emoji: '👍' });
  await world.say(alice, channel, 'Закрыт');
  const counted = (total: number) => ({
    message_reaction_count: {
      chat: { id: -(1e12 + channel), type: 'channel' },
      message_id: post,
      reactions: [{ type: { type: 'emoji', emoji: '👍' }, total_count: total }],
    },
  });
  const posts = [{ channel_post: { text: 'Открыт каток' } }, { channel_post: { text: 'Закрыт' } }];
  expect(await follow(admin)(4)).toMatchObject([posts[0], counted(1), counted(2), posts[1]]);
  expect(await follow(reader)(2)).toMatchObject(posts);
});

test('put out, a bot is told so, and nothing after it', async () => {
  await alice.call('chats.removeMember', { chatId, accountId: bot.accountId });
  expect(await next(1)).toMatchObject([{ my_chat_member: { new_chat_member: { status: 'left' } } }]);
  await world.say(bob, chatId, '/gone');
  expect(
    (await bot.api('getUpdates')).body.result.some(
      (update: object) => 'message' in update && JSON.stringify(update).includes('/gone'),
    ),
  ).toBe(false);
});

test('what many bots have no use for is told to who asks for it alone', async () => {
  const plain = await world.bot('plain_hearing_bot');
  const yard = await world.group(alice, 'Сад', [bob, plain]);
  await alice.call('members.promote', { chatId: yard, accountId: plain.accountId });
  const said = await world.say(bob, yard, 'тихо');
  await alice.call('reactions.add', { chatId: yard, messageId: said, emoji: '👍' });
  await alice.call('members.restrict', { chatId: yard, accountId: bob.accountId, denied: ['sendPolls'] });
  await world.say(bob, yard, '/last');
  const kinds = (await follow(plain)(3)).map((update) => Object.keys(update)[0]);
  expect(kinds).toEqual(['my_chat_member', 'my_chat_member', 'message']);
  expect((await plain.api('getWebhookInfo')).body.result).not.toHaveProperty('allowed_updates');
});
