import { expect } from '../support/expect.ts';
import { clientId, type TestPerson, type TestServer } from '../support/server.ts';
import { image } from '../support/media-samples.ts';
import { uploadFile } from '../support/uploads.ts';
import type { StatesWorld } from './states/state.ts';

const LONG_HISTORY = 260;
const SHORT_HISTORY = 30;

/** People and chats in which every state of the shell can be reached. */
export async function makeWorld(server: TestServer): Promise<StatesWorld> {
  await server.app.seedDemo();
  const alice = await server.person('Алиса Соколова');
  const bob = await server.person('Борис Волков');
  const vera = await server.person('Вера Ильина');
  const newcomer = await server.person('Дмитрий Орлов');
  const keeper = await server.person('Ольга Зимина');
  const keeperPassword = 'четыре простых слова';
  await keeper.call('secondFactor.set', { password: keeperPassword, hint: 'Как называлась дача и кто её строил' });
  const codeFor = async ({ phone }: TestPerson) => {
    const sent = () => server.codes.findLast((one) => one.phone === phone)?.code ?? '';
    await expect.poll(sent).not.toBe('');
    return sent();
  };
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

  const album = await group(alice, 'Снимки со двора', [bob]);
  for (const [index, width] of [64, 48, 96, 72].entries()) {
    const file = { kind: 'photo', name: `снимок-${index + 1}.jpg` } as const;
    const { fileId } = await uploadFile(server, bob, await image('jpeg', { width, height: 64 }), file);
    await say(bob, album, `Снимок ${index + 1}`, { attachments: [{ fileId }] });
  }

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
  const desk = await makeDesk(server, alice);
  const names = { ru: 'Школа № 5 имени Ломоносова', en: 'Lomonosov School 5' };
  const school = await vera.call('organisations.create', { kind: 'school', slug: 'school-5', names });
  const { organisationId } = school.organisation;
  await vera.call('organisations.invite', { organisationId, accountId: alice.accountId });
  const closed = await group(vera, 'Клуб любителей сирени', [bob]);
  const { invite } = await vera.call('invites.create', { chatId: closed, clientId: clientId() });

  return {
    ...{ keeper, keeperPassword, codeFor },
    ...{ url: server.url, alice, bob, newcomer, yard, long, album, restricted, topics },
    ...{ silent: silent.chatId, channel: news.chatId, bot: bot.chatId, desk, invitation: invite.token, say },
  };
}

/** A chat of a person with a bot that has said what it can do. */
async function makeDesk(server: TestServer, alice: TestPerson): Promise<number> {
  const { bot, token } = await alice.call('bots.register', { username: 'veche_desk_bot', name: 'Справочная' });
  const api = async (method: string, parameters: object) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(parameters);
    const response = await fetch(`${server.url}/bot${token}/${method}`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(await response.text());
  };
  const { chat } = await alice.call('chats.createDirect', { accountId: bot.account.accountId });
  const commands = [
    { command: 'help', description: 'Что я умею' },
    { command: 'hours', description: 'Часы приёма, перерывы и праздничные дни на два месяца вперёд' },
  ];
  await api('setMyCommands', { commands });
  const keyboard = [
    ['Записаться', 'Отменить запись'],
    [
      { text: 'Отправить мой номер', request_contact: true },
      { text: 'Где я', request_location: true },
    ],
  ];
  const reply_markup = { keyboard, resize_keyboard: true, input_field_placeholder: 'Спросите или выберите' };
  const text = 'Здравствуйте! Нажмите /help, чтобы узнать больше.';
  await api('sendMessage', { chat_id: alice.accountId, text, reply_markup });
  return chat.chatId;
}
