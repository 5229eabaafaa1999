import { expect, test } from 'vitest';
import { newest } from '../../../support/newest.ts';
import { numberOf, startStage } from './stage.ts';

const stage = await startStage();
const { alice, bob, server } = stage;
const vera = await server.person('Вера Ладожская');

test('a warden: who swears is warned, silenced and put out, and hears why', async () => {
  const { own, bot } = await stage.make('script_warden_bot');
  const strikes = new Map<number, number>();
  bot.hears(/^\/swear/, async (ctx) => {
    const userId = ctx.from?.id ?? 0;
    const count = (strikes.get(userId) ?? 0) + 1;
    strikes.set(userId, count);
    await ctx.deleteMessage();
    if (count === 1) await ctx.reply(`Первое предупреждение, ${ctx.from?.first_name}`);
    if (count === 2) {
      await ctx.restrictAuthor({ can_send_messages: true, can_send_polls: false });
      await ctx.reply('Без опросов');
    }
    if (count === 3) {
      await ctx.banAuthor();
      await ctx.reply('Удалён');
    }
  });
  bot.on('chat_member', async (ctx) => {
    const { old_chat_member: was, new_chat_member: is, from } = ctx.chatMember;
    // Of what it does itself a bot is told nothing.
    if (from.id !== ctx.me.id) await ctx.reply(`${was.status} > ${is.status}`);
  });
  stage.run(bot, ['message', 'chat_member']);
  const chatId = await stage.group(alice, 'Двор', [bob, own]);
  const rights = ['restrictMembers', 'deleteMessages'] as never;
  await alice.call('members.promote', { chatId, accountId: own.accountId, rights });
  for (const reply of ['Первое предупреждение, Борис', 'Без опросов', 'Удалён']) {
    await stage.say(bob, chatId, '/swear');
    await stage.said(alice, chatId, reply);
  }
  const member = await bot.api.getChatMember(numberOf(chatId), bob.accountId);
  expect(member).toMatchObject({ status: 'kicked', until_date: 0 });
  expect((await alice.call('messages.history', { chatId })).messages.every(({ text }) => text !== '/swear')).toBe(true);
  await alice.call('members.unban', { chatId, accountId: bob.accountId });
  await alice.call('chats.addMember', { chatId, accountId: bob.accountId });
  await stage.said(alice, chatId, 'left > member');
});

test('a doorman: it makes a link, and lets in who asks', async () => {
  const { own, bot } = await stage.make('script_doorman_bot');
  bot.command('link', async (ctx) => {
    const { invite_link: link } = await ctx.createChatInviteLink({ name: 'Соседи', creates_join_request: true });
    await ctx.reply(link);
  });
  bot.on('chat_join_request', async (ctx) => {
    await ctx.approveChatJoinRequest(ctx.from.id);
  });
  bot.on('my_chat_member', async (ctx) => {
    if (ctx.myChatMember.new_chat_member.status === 'administrator') await ctx.reply('Готов к работе');
  });
  stage.run(bot);
  const chatId = await stage.group(alice, 'Двор', [own]);
  await alice.call('members.promote', { chatId, accountId: own.accountId, rights: ['inviteMembers'] });
  await stage.said(alice, chatId, 'Готов к работе');
  await stage.say(alice, chatId, '/link');
  await expect.poll(async () => (await newest(alice, chatId)).text, { timeout: 20_000 }).toMatch(/^http/);
  const token = (await newest(alice, chatId)).text.split('/').at(-1) ?? '';
  await vera.call('invites.join', { token });
  await expect
    .poll(async () => (await vera.call('chats.list', {})).chats.map((chat) => chat.chatId), { timeout: 20_000 })
    .toContain(chatId);
});

test('a greeter: it hears who is brought in and who goes', async () => {
  const { own, bot } = await stage.make('script_greeter_bot');
  bot.on('message:new_chat_members', (ctx) =>
    ctx.reply(`Здравствуйте, ${ctx.message.new_chat_members[0]?.first_name}!`),
  );
  bot.on('message:left_chat_member', (ctx) => ctx.reply(`Прощайте, ${ctx.message.left_chat_member.first_name}!`));
  stage.run(bot);
  const chatId = await stage.group(alice, 'Сад', [own]);
  await alice.call('chats.addMember', { chatId, accountId: bob.accountId });
  await stage.said(alice, chatId, 'Здравствуйте, Борис!');
  await bob.call('chats.leave', { chatId });
  await stage.said(alice, chatId, 'Прощайте, Борис!');
});

test('a registrar: a topic for each matter, words within it, and its closing', async () => {
  const { own, bot } = await stage.make('script_registrar_bot');
  bot.command('open', async (ctx) => {
    const { message_thread_id: thread } = await ctx.createForumTopic(ctx.match, { icon_color: 0x8eee98 });
    await ctx.api.sendMessage(ctx.chatId, `Дело «${ctx.match}» открыто`, { message_thread_id: thread });
  });
  bot.command('done', async (ctx) => {
    expect(ctx.message?.is_topic_message).toBe(true);
    await ctx.reply('Дело закрыто');
    await ctx.closeForumTopic();
  });
  stage.run(bot);
  const chatId = await stage.group(alice, 'Приёмная', [bob, own]);
  await alice.call('topics.enable', { chatId });
  await alice.call('members.promote', { chatId, accountId: own.accountId, rights: ['manageTopics'] });
  await stage.say(bob, chatId, '/open Фонарь');
  const { topicId } = await stage.said(bob, chatId, 'Дело «Фонарь» открыто');
  if (topicId === undefined) throw new Error('it was not said in a topic');
  await bob.call('messages.send', { chatId, clientId: crypto.randomUUID(), text: '/done', topicId });
  expect((await stage.said(bob, chatId, 'Дело закрыто')).topicId).toBe(topicId);
  const closed = async () => (await bob.call('topics.list', { chatId })).topics.map((topic) => topic.closed);
  await expect.poll(closed, { timeout: 20_000 }).toEqual([true]);
});

test('a pollster: a vote that is open, a quiz, and the count at the end', async () => {
  const { own, bot } = await stage.make('script_pollster_bot');
  const votes: [number, number[]][] = [];
  let asked = 0;
  bot.command('vote', async (ctx) => {
    const { message_id: id } = await ctx.replyWithPoll('Красим забор?', ['Да', 'Нет'], { is_anonymous: false });
    asked = id;
  });
  bot.on('poll_answer', ({ pollAnswer }) => void votes.push([pollAnswer.user?.id ?? 0, pollAnswer.option_ids]));
  bot.command('count', async (ctx) => {
    const { options, is_closed: isClosed } = await ctx.api.stopPoll(ctx.chatId, asked);
    await ctx.reply(`${options.map(({ voter_count: count }) => count).join(':')} ${isClosed}`);
  });
  bot.command('quiz', async (ctx) => {
    await ctx.replyWithPoll('Столица вече?', ['Псков', 'Новгород'], {
      type: 'quiz',
      correct_option_ids: [1],
      explanation: 'Господин Великий Новгород',
    });
  });
  stage.run(bot, ['message', 'poll', 'poll_answer']);
  const chatId = await stage.group(alice, 'Двор', [bob, own]);
  const vote = async (person: typeof bob, text: string, options: number[]) => {
    await expect.poll(async () => (await newest(alice, chatId)).poll?.question, { timeout: 20_000 }).toBe(text);
    const { messageId } = await newest(alice, chatId);
    return person.call('polls.vote', { chatId, messageId, options });
  };
  await stage.say(alice, chatId, '/vote');
  await vote(bob, 'Красим забор?', [0]);
  await vote(alice, 'Красим забор?', [1]);
  await expect
    .poll(() => votes, { timeout: 20_000 })
    .toEqual([
      [bob.accountId, [0]],
      [alice.accountId, [1]],
    ]);
  await stage.say(alice, chatId, '/count');
  await stage.said(alice, chatId, '1:1 true');
  await stage.say(alice, chatId, '/quiz');
  await vote(bob, 'Столица вече?', [1]);
});

test('a herald: it pins what matters, reacts, and counts the reactions of others', async () => {
  const { own, bot } = await stage.make('script_herald_bot');
  bot.command('pin', async (ctx) => {
    const target = ctx.message?.reply_to_message?.message_id ?? 0;
    await ctx.api.pinChatMessage(ctx.chatId, target, { disable_notification: true });
    await ctx.react('👍');
  });
  bot.command('unpin', (ctx) => ctx.unpinAllChatMessages());
  bot.on('message_reaction', async (ctx) => {
    const { emojiAdded } = ctx.reactions();
    await ctx.reply(`${ctx.messageReaction.user?.first_name}: ${emojiAdded.join('')}`);
  });
  stage.run(bot, ['message', 'message_reaction']);
  const chatId = await stage.group(alice, 'Двор', [bob, own]);
  await alice.call('members.promote', { chatId, accountId: own.accountId, rights: ['pinMessages'] });
  const news = await stage.say(bob, chatId, 'Суббота, 12:00');
  const asked = await stage.say(alice, chatId, '/pin', news);
  const pins = async () => (await alice.call('chats.get', { chatId })).chat.pins;
  await expect.poll(async () => JSON.stringify(await pins()), { timeout: 20_000 }).toContain(String(news));
  const reactions = async () =>
    (await alice.call('messages.history', { chatId })).messages.find(({ messageId }) => messageId === asked)?.reactions;
  await expect.poll(reactions, { timeout: 20_000 }).toMatchObject([{ emoji: '👍', count: 1 }]);
  await bob.call('reactions.add', { chatId, messageId: news, emoji: '🔥' });
  await stage.said(alice, chatId, 'Борис: 🔥');
  await stage.say(alice, chatId, '/unpin');
  await expect.poll(pins, { timeout: 20_000 }).toBeUndefined();
});
