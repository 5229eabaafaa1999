import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { newest } from '../../../support/newest.ts';
import { clientId } from '../../../support/server.ts';
import { numberOf } from '../world.ts';
import { startStage, toast } from './stage.ts';

const stage = await startStage();
const { alice, bob } = stage;

test('a warden: it puts out who is named in a reply, and takes the words away', async () => {
  const own = await stage.bot('script_warden_bot');
  const { client } = own;
  client.command('out', async (ctx) => {
    const { link } = ctx.message;
    if (link?.type !== 'reply') return;
    await ctx.api.deleteMessage(link.message.mid);
    await ctx.removeChatMember(link.sender?.user_id ?? 0);
    await ctx.reply(`Удалён: ${link.sender?.first_name}`);
  });
  stage.run(client);
  const chatId = await stage.group(alice, 'Двор', [bob, own]);
  const rights = ['restrictMembers', 'deleteMessages'] as never;
  await alice.call('members.promote', { chatId, accountId: own.accountId, rights });
  // Only what is meant for it a bot may take away in a group that it does not read.
  const words = await stage.say(bob, chatId, '@script_warden_bot дурак');
  await stage.say(alice, chatId, '/out', words);
  await stage.said(alice, chatId, 'Удалён: Борис');
  const { members } = await alice.call('chats.listMembers', { chatId });
  expect(members.map(({ account }) => account.accountId)).not.toContain(bob.accountId);
  const { messages } = await alice.call('messages.history', { chatId });
  expect(messages.some(({ text }) => text.includes('дурак'))).toBe(false);
});

test('a greeter: it says when it comes, who is brought in and who goes', async () => {
  const own = await stage.bot('script_greeter_bot');
  const { client } = own;
  client.on('bot_added', (ctx) => ctx.reply('Всем добрый день'));
  client.on('user_added', (ctx) => ctx.reply(`Здравствуйте, ${ctx.user.first_name}!`));
  client.on('user_removed', (ctx) => ctx.reply(`Прощайте, ${ctx.user.first_name}!`));
  stage.run(client);
  await expect
    .poll(async () => (await alice.call('bots.listCalls', { accountId: own.accountId })).calls.length)
    .toBeGreaterThan(1);
  const chatId = await stage.group(alice, 'Сад', []);
  await alice.call('chats.addMember', { chatId, accountId: own.accountId });
  await stage.said(alice, chatId, 'Всем добрый день');
  await alice.call('chats.addMember', { chatId, accountId: bob.accountId });
  await stage.said(alice, chatId, 'Здравствуйте, Борис!');
  await bob.call('chats.leave', { chatId });
  await stage.said(alice, chatId, 'Прощайте, Борис!');
});

test('a herald: it pins what it announces, and takes the pin away', async () => {
  const own = await stage.bot('script_herald_bot');
  const { client } = own;
  client.hears(/^\/announce (.+)$/, async (ctx) => {
    const { body } = await ctx.reply(`Объявление: ${ctx.match?.[1]}`);
    await ctx.pinMessage(body.mid, { notify: false });
  });
  client.command('clear', async (ctx) => {
    const { message } = await ctx.getPinnedMessage();
    await ctx.unpinMessage();
    await ctx.reply(`Откреплено: ${message?.body.text}`);
  });
  stage.run(client);
  const chatId = await stage.group(alice, 'Двор', [bob, own]);
  await alice.call('members.promote', { chatId, accountId: own.accountId, rights: ['pinMessages'] });
  await stage.say(alice, chatId, '/announce Суббота');
  const pins = async () => (await alice.call('chats.get', { chatId })).chat.pins;
  await expect.poll(pins, { timeout: 20_000 }).toBeDefined();
  await stage.say(alice, chatId, '/clear');
  await stage.said(alice, chatId, 'Откреплено: Объявление: Суббота');
  expect(await pins()).toBeUndefined();
});

test('a keeper: a title that is changed is put back, and admins are told by name', async () => {
  const own = await stage.bot('script_keeper_bot');
  const { client } = own;
  client.on('chat_title_changed', async (ctx) => {
    if (ctx.update.title !== 'Вече') await ctx.editChatInfo({ title: 'Вече' });
    await ctx.reply(`Название не меняется, ${ctx.user.first_name}`);
  });
  client.command('admins', async (ctx) => {
    const { members } = await ctx.getChatAdmins();
    await ctx.reply(members.map(({ first_name: name }) => name).join(', '));
  });
  stage.run(client);
  const chatId = await stage.group(alice, 'Вече', [bob, own]);
  await alice.call('members.promote', { chatId, accountId: own.accountId, rights: ['changeInfo'] });
  await stage.say(alice, chatId, '/admins');
  await expect
    .poll(async () => (await newest(alice, chatId)).text, { timeout: 20_000 })
    .toMatch(/Алиса, Бот|Бот, Алиса/);
  await alice.call('chats.update', { chatId, title: 'Базар' });
  await stage.said(alice, chatId, 'Название не меняется, Алиса');
  expect((await alice.call('chats.get', { chatId })).chat.title).toBe('Вече');
});

test('an editor: posts of its channel get a button, which counts who agrees', async () => {
  const own = await stage.bot('script_editor_bot');
  const { client } = own;
  const counted = (count: number) => ({
    type: 'inline_keyboard' as const,
    payload: { buttons: [[{ type: 'callback' as const, text: `За: ${count}`, payload: `for:${count + 1}` }]] },
  });
  client.hears('/ask', (ctx) =>
    ctx.api.sendMessageToChat(ctx.chatId ?? 0, 'Чистим каток?', { attachments: [counted(0)] }),
  );
  client.action(/^for:(\d+)$/, (ctx) => {
    const message = { text: 'Чистим каток?', attachments: [counted(Number(ctx.match?.[1]))] };
    return ctx.answerOnCallback(toast('Учтено', message));
  });
  stage.run(client);
  const { chat } = await alice.call('chats.createChannel', {
    clientId: clientId(),
    title: 'Новости',
    memberIds: [bob.accountId, own.accountId],
  });
  const { chatId } = chat;
  await alice.call('members.promote', { chatId, accountId: own.accountId, rights: ['postMessages'] });
  await stage.say(alice, chatId, '/ask');
  await stage.said(alice, chatId, 'Чистим каток?');
  expect(await stage.press(bob, chatId, 'За: 0')).toEqual({ answered: true, text: 'Учтено' });
  expect(await stage.press(alice, chatId, 'За: 1')).toMatchObject({ answered: true });
  expect((await newest(bob, chatId)).buttons?.flat().map(({ text }) => text)).toEqual(['За: 2']);
});

test('a clerk behind a webhook: it answers by its own web server, with its secret', async () => {
  const own = await stage.bot('script_clerk_bot');
  const { client } = own;
  client.on('message_created', async (ctx) => {
    await ctx.sendAction('typing_on');
    await ctx.reply(`Принято: ${ctx.message.body.text}`);
  });
  const hook = createServer(client.webhookCallback({ domain: 'localhost', path: '/hook', secret: 'secret-5' }));
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    hook.closeAllConnections();
    hook.close();
  });
  const { port } = hook.address() as { port: number };
  const url = `http://127.0.0.1:${port}/hook`;
  await client.api.subscribe(url, 'secret-5', ['message_created']);
  const chatId = await stage.direct(alice, own);
  await stage.say(alice, chatId, 'заявление');
  await stage.said(alice, chatId, 'Принято: заявление');
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).not.toBe(200);
  await client.api.unsubscribe(url);
});

test('a visitor: it tells where it is, and leaves when asked', async () => {
  const own = await stage.bot('script_visitor_bot');
  const { client } = own;
  client.command('where', async (ctx) => {
    const { title, participants_count: count } = await ctx.getChat();
    await ctx.reply(`${title}, ${count}`);
  });
  client.command('leave', (ctx) => ctx.leaveChat());
  stage.run(client);
  const chatId = await stage.group(alice, 'Баня', [bob, own]);
  await stage.say(alice, chatId, '/where');
  await stage.said(alice, chatId, 'Баня, 3');
  await stage.say(alice, chatId, '/leave');
  const count = async () => (await alice.call('chats.listMembers', { chatId })).members.length;
  await expect.poll(count, { timeout: 20_000 }).toBe(2);
  await expect(client.api.getChat(numberOf(chatId))).rejects.toMatchObject({ status: 404 });
});
