import { clientId, type TestPerson, type TestServer } from '../support/server.ts';
import type { StatesWorld } from './shell-states.ts';

const LONG_HISTORY = 260;
const SHORT_HISTORY = 30;

/** People and chats in which every state of the shell can be reached. */
export async function makeWorld(server: TestServer): Promise<StatesWorld> {
  await server.app.seedDemo();
  const alice = await server.person('Алиса Соколова');
  const bob = await server.person('Борис Волков');
  const vera = await server.person('Вера Ильина');
  const newcomer = await server.person('Дмитрий Орлов');
  const say = (person: TestPerson, chatId: number, text: string, more: object = {}) =>
    person.call('messages.send', { chatId, clientId: clientId(), text, ...more });
  const group = async (owner: TestPerson, title: string, members: readonly TestPerson[]) => {
    const memberIds = members.map(({ accountId }) => accountId);
    return (await owner.call('chats.createGroup', { clientId: clientId(), title, memberIds })).chat.chatId;
  };

  const yard = await group(alice, 'Двор на Садовой: субботник, парковка и очень длинное название', [bob]);
  const long = await group(alice, 'Длинная переписка', [bob]);
  for (const [chatId, count] of [
    [yard, SHORT_HISTORY],
    [long, LONG_HISTORY],
  ] as const) {
    for (let index = 1; index <= count; index++) {
      const text = `Сообщение ${index}. ${'Про двор и парковку. '.repeat(index % 7)}`;
      await say(index % 3 === 0 ? alice : bob, chatId, text);
    }
  }
  const first = await say(bob, yard, `Адрес: https://example.org/${'оченьдлинный'.repeat(20)}`);
  const slip = await say(alice, yard, 'Описка');
  await alice.call('messages.edit', { chatId: yard, messageId: slip.messageId, text: 'Уже без описки' });
  const gone = await say(bob, yard, 'Лишнее');
  await bob.call('messages.delete', { chatId: yard, messageIds: [gone.messageId] });
  await say(alice, yard, 'Ответ с отметкой', { replyTo: first.messageId });
  await alice.call('reactions.add', { chatId: yard, messageId: first.messageId, emoji: '👍' });
  const poll = { question: 'Кто придёт на субботник?', options: ['Я', 'Мы всей семьёй'] };
  await bob.call('messages.send', { chatId: yard, clientId: clientId(), poll });
  await alice.call('pins.set', { chatId: yard, messageId: first.messageId });

  const { chat: silent } = await alice.call('chats.createDirect', { accountId: bob.accountId });
  await alice.call('drafts.set', { chatId: await group(alice, 'Черновики', []), text: 'Ещё не всё' });
  const restricted = await group(bob, 'Объявления дома', [alice]);
  await say(bob, restricted, 'Воду отключат в четверг');
  await bob.call('chats.update', { chatId: restricted, permissions: [] });
  const { chat: news } = await bob.call('chats.createChannel', { clientId: clientId(), title: 'Новости района' });
  await say(bob, news.chatId, 'Открыли сквер');
  await bob.call('chats.addMember', { chatId: news.chatId, accountId: alice.accountId });
  const topics = await group(alice, 'Школа', [bob]);
  await alice.call('topics.enable', { chatId: topics });
  await alice.call('topics.create', { chatId: topics, clientId: clientId(), title: 'Экскурсии' });
  const { account: echo } = await alice.call('chats.resolve', { username: 'veche_echo_bot' });
  const { chat: bot } = await alice.call('chats.createDirect', { accountId: echo!.accountId });
  const closed = await group(vera, 'Клуб любителей сирени', [bob]);
  const { invite } = await vera.call('invites.create', { chatId: closed, clientId: clientId() });

  return {
    ...{ url: server.url, alice, bob, newcomer, yard, long, restricted, topics },
    ...{ silent: silent.chatId, channel: news.chatId, bot: bot.chatId, invitation: invite.token, say },
  };
}
