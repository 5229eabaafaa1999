import type { ChatId } from '@veche/contract';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { findByTime } from './query.ts';

const server = await startTestServer();
const alice = await server.person('Алиса');
const boris = await server.person('Борис Ковальчук');
const vera = await server.person('Вера');

async function group(title: string, owner: TestPerson, members: readonly TestPerson[]): Promise<ChatId> {
  const memberIds = members.map((member) => member.accountId);
  return (await owner.call('chats.createGroup', { clientId: clientId(), title, memberIds })).chat.chatId;
}

const yard = await group('Двор на Садовой', alice, [boris, vera]);
const work = await group('Работа', alice, [boris]);

const say = (person: TestPerson, chatId: ChatId, text: string) =>
  person.call('messages.send', { chatId, clientId: clientId(), text });

/** Waits until everything that was said is indexed. */
async function indexed(): Promise<void> {
  await vi.waitFor(
    async () => {
      const behind = await server.app.sql`
        select 1 from chat c left join log_follower f on f.chat_id = c.chat_id and f.follower = 'search'
        where c.last_seq > coalesce(f.seq, 0)`;
      expect(behind).toHaveLength(0);
    },
    { timeout: 10_000, interval: 100 },
  );
}

const texts = async (person: TestPerson, input: Parameters<typeof person.call<'search.messages'>>[1]) =>
  (await person.call('search.messages', input)).messages.map(({ text }) => text);

describe('search of messages', () => {
  beforeAll(async () => {
    await say(alice, yard, 'Купили новую ёлку для двора');
    await say(boris, yard, 'Meetings were postponed until Monday');
    await say(vera, yard, 'Отчёты сдаём в пятницу');
    await say(boris, work, 'Отчёт готов, смотрите https://example.com/otchet');
    await indexed();
  });

  test('endings and capitals make no difference, in Russian and in English', async () => {
    expect(await texts(alice, { query: 'ОТЧЁТ' })).toEqual([
      'Отчёт готов, смотрите https://example.com/otchet',
      'Отчёты сдаём в пятницу',
    ]);
    expect(await texts(alice, { query: 'meeting postpone' })).toEqual(['Meetings were postponed until Monday']);
  });

  test('words that are common, or rare only among the own messages, are found as rare ones are', async () => {
    const { sql } = server.app;
    const none = { chatId: undefined, senderId: undefined, kinds: [], since: undefined, until: undefined };
    const find = async (reader: TestPerson, bounds?: Parameters<typeof findByTime>[2], limit = 10) => {
      const search = { ...none, readerId: reader.accountId, words: "'отчет'|'meet'|'ёлк'", after: undefined, limit };
      return (await findByTime(sql, search, bounds)).map(({ chatId, messageId }) => [chatId, messageId]);
    };
    for (const person of [alice, boris, vera]) {
      const found = await find(person);
      expect(found).toHaveLength(person === vera ? 2 : 3);
      expect(await find(person, { few: 0, mostRead: 1_000 })).toEqual(found);
      expect(await find(person, { few: 0, mostRead: 0 })).toEqual(found);
      expect(await find(person, { few: 0, mostRead: 1_000 }, 1)).toEqual(found.slice(0, 1));
      expect(await find(person, { few: 0, mostRead: 0 }, 1)).toEqual(found.slice(0, 1));
    }
  });

  test('ё is found by е, and the last word may be unfinished', async () => {
    expect(await texts(alice, { query: 'новая елка' })).toEqual(['Купили новую ёлку для двора']);
    expect(await texts(alice, { query: 'ёлк' })).toEqual(['Купили новую ёлку для двора']);
  });

  test('a typing mistake is forgiven, and the answer says so', async () => {
    const answer = await alice.call('search.messages', { query: 'птяницу' });
    expect(answer.messages.map(({ text }) => text)).toEqual(['Отчёты сдаём в пятницу']);
    expect(answer.corrected).toBe(true);
    expect((await alice.call('search.messages', { query: 'пятницу' })).corrected).toBeUndefined();
  });

  test('chat, sender, kind and date narrow it down', async () => {
    expect(await texts(alice, { query: 'отчёт', chatId: work })).toHaveLength(1);
    expect(await texts(alice, { query: 'отчёт', senderId: vera.accountId })).toEqual(['Отчёты сдаём в пятницу']);
    expect(await texts(alice, { senderId: vera.accountId })).toEqual(['Отчёты сдаём в пятницу']);
    expect(await texts(alice, { query: 'отчёт', until: '2020-01-01T00:00:00.000Z' })).toEqual([]);
    expect(await texts(alice, { query: 'отчёт', since: '2020-01-01T00:00:00.000Z' })).toHaveLength(2);
    expect(await texts(alice, { query: 'отчёт', kinds: ['poll'] })).toEqual([]);
  });

  test('who is not in a chat finds nothing of it and may not name it', async () => {
    expect(await texts(vera, { query: 'отчёт' })).toEqual(['Отчёты сдаём в пятницу']);
    const stranger = await server.person('Чужой');
    expect(await texts(stranger, { query: 'отчёт' })).toEqual([]);
    expect(await refusal(vera.call('search.messages', { query: 'отчёт', chatId: work }))).toMatchObject({
      code: 'not_found',
      field: 'chatId',
    });
  });

  test('a removed member finds nothing more', async () => {
    const guests = await group('Гости', alice, [vera]);
    await say(alice, guests, 'Пароль от калитки');
    await indexed();
    expect(await texts(vera, { query: 'калитка' })).toHaveLength(1);
    await alice.call('chats.removeMember', { chatId: guests, accountId: vera.accountId });
    expect(await texts(vera, { query: 'калитка' })).toEqual([]);
  });

  test('an edit is found by its new words only; a deleted message by none, and its words are forgotten', async () => {
    const { messageId } = await say(alice, yard, 'Барсук пришёл');
    await indexed();
    await alice.call('messages.edit', { chatId: yard, messageId, text: 'Выдра пришла' });
    await indexed();
    expect(await texts(alice, { query: 'барсук' })).toEqual([]);
    expect(await texts(alice, { query: 'выдра' })).toEqual(['Выдра пришла']);
    await alice.call('messages.delete', { chatId: yard, messageIds: [messageId] });
    expect(await texts(alice, { query: 'выдра' })).toEqual([]);
    await indexed();
    const kept = await server.app.sql`select 1 from search_word where word like 'выдр%' or word like 'барсук%'`;
    expect(kept).toHaveLength(0);
  });

  test('pages follow each other in the order of time without gap or overlap', async () => {
    const many = await group('Много', alice, []);
    for (let number = 1; number <= 7; number += 1) await say(alice, many, `страница ${number}`);
    await indexed();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await alice.call('search.messages', { query: 'страница', limit: 3, ...(cursor && { cursor }) });
      seen.push(...page.messages.map(({ text }) => text));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((number) => `страница ${number}`));
  });

  test('by rank, the message that says most of it comes first', async () => {
    const ranked = await group('Ранг', alice, []);
    await say(alice, ranked, 'кот кот кот');
    await say(alice, ranked, 'кот, и много других слов ни о чём вовсе');
    await indexed();
    expect((await texts(alice, { query: 'кот', chatId: ranked, order: 'rank' }))[0]).toBe('кот кот кот');
  });

  test('text of a query is never read as operators, and words that say nothing find nothing', async () => {
    for (const query of ["' | !", '§c1', 'а & | ! ( ) <->', ':* \\', '😀', 'и'])
      expect(await texts(alice, { query })).toEqual([]);
  });

  test('without words, sender or kinds there is nothing to look for', async () => {
    expect(await refusal(alice.call('search.messages', {}))).toMatchObject({ code: 'invalid_input', field: 'query' });
    expect(await refusal(alice.call('search.messages', { query: 'x', cursor: 'y' }))).toMatchObject({
      field: 'cursor',
    });
    const noRank = alice.call('search.messages', { senderId: vera.accountId, order: 'rank' });
    expect(await refusal(noRank)).toMatchObject({ field: 'order' });
  });
});

test('chats are found by a part of the title, with a mistake, and by the name of the other person', async () => {
  await alice.call('chats.createDirect', { accountId: boris.accountId });
  const found = async (query: string) =>
    (await alice.call('search.chats', { query })).chats.map(({ title, peerId }) => title ?? peerId);
  expect(await found('садов')).toEqual(['Двор на Садовой']);
  expect(await found('Садавой')).toEqual(['Двор на Садовой']);
  expect(await found('ковальч')).toEqual([boris.accountId]);
  expect((await vera.call('search.chats', { query: 'Работа' })).chats).toEqual([]);
});
