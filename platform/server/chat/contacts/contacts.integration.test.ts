import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [bob, vera] = (await Promise.all(['Борис', 'Вера'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
];
const contactsOf = async (person: TestPerson) => (await person.call('contacts.list', {})).contacts;
const number = (n: number) => `+7912${String(n).padStart(7, '0')}`;

describe('contacts', () => {
  test('are added by number, by public name and by account, under names of ones own', async () => {
    const alice = await server.person('Алиса');
    await vera.call('identity.updateProfile', { username: 'vera_here' });
    const dina = await server.person('Дина');
    const { accountSeq } = await alice.call('chats.list', {});
    const added = await alice.call('contacts.add', { phone: bob.phone, name: 'Боря' });
    expect(added.contact).toMatchObject({ account: { accountId: bob.accountId, name: 'Борис' }, name: 'Боря' });
    await alice.call('contacts.add', { username: 'Vera_Here' });
    await alice.call('contacts.add', { accountId: dina.accountId });
    await alice.call('contacts.add', { accountId: dina.accountId });
    const shown = (await contactsOf(alice)).map(({ account, name }) => name ?? account.name);
    expect(shown).toEqual(['Боря', 'Вера', 'Дина']);
    const { events } = await alice.call('sync.pullAccount', { after: accountSeq });
    expect(events.map((event) => event.kind === 'contacts.changed' && event.accountIds)).toEqual([
      [bob.accountId],
      [vera.accountId],
      [dina.accountId],
    ]);
    await alice.call('contacts.remove', { accountId: bob.accountId });
    await alice.call('contacts.remove', { accountId: bob.accountId });
    expect(await contactsOf(alice)).toHaveLength(2);
    expect(await contactsOf(bob)).toEqual([]);
  });

  test('an own name titles the direct chat on all devices, and goes with the contact', async () => {
    const gleb = await server.person('Глеб');
    const { chat } = await gleb.call('chats.createDirect', { accountId: bob.accountId });
    const peerName = async () => (await gleb.call('chats.get', { chatId: chat.chatId })).chat.peerName;
    const { accountSeq } = await gleb.call('chats.list', {});
    await gleb.call('contacts.add', { accountId: bob.accountId, name: 'Борис Петрович' });
    expect(await peerName()).toBe('Борис Петрович');
    await gleb.call('contacts.add', { accountId: bob.accountId });
    expect(await peerName()).toBeUndefined();
    await gleb.call('contacts.add', { accountId: bob.accountId, name: 'Б. П.' });
    await gleb.call('contacts.remove', { accountId: bob.accountId });
    expect(await peerName()).toBeUndefined();
    const { events } = await gleb.call('sync.pullAccount', { after: accountSeq });
    const told = events.flatMap((event) => (event.kind === 'chat.settings' ? [event.set.peerName] : []));
    expect(told).toEqual(['Борис Петрович', null, 'Б. П.', null]);
    expect((await bob.call('chats.get', { chatId: chat.chatId })).chat.peerName).toBeUndefined();
  });

  test('are found by the start of a word, and read page by page in the order of shown names', async () => {
    const eva = await server.person('Ева');
    for (const name of ['Ёжикова Нина', 'Аня', 'Нина', 'Яна']) {
      const { accountId } = await server.person('Кто-то');
      await eva.call('contacts.add', { accountId, name });
    }
    const names: (string | undefined)[] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await eva.call('contacts.list', { limit: 3, ...(cursor && { cursor }) });
      names.push(...page.contacts.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(names).toEqual(['Аня', 'Ёжикова Нина', 'Нина', 'Яна']);
    const found = async (query: string) =>
      (await eva.call('contacts.list', { query })).contacts.map(({ name }) => name);
    expect(await found('ниН')).toEqual(['Ёжикова Нина', 'Нина']);
    expect(await found('ежик ни')).toEqual(['Ёжикова Нина']);
    expect(await found('ина')).toEqual([]);
  });
});

describe('import', () => {
  test('answers which numbers are here, keeps them as contacts, and nothing of the others', async () => {
    const ira = await server.person('Ира');
    const answer = await ira.call('contacts.import', {
      contacts: [
        { phone: number(1), name: 'Никто' },
        { phone: bob.phone, name: 'Борька' },
        { phone: 'не номер' },
        { phone: ira.phone },
        { phone: bob.phone.replace('+7', '8') },
        { phone: vera.phone },
      ],
    });
    expect(answer.found.map(({ index, contact }) => [index, contact.account.name, contact.name])).toEqual([
      [1, 'Борис', undefined],
      [4, 'Борис', undefined],
      [5, 'Вера', undefined],
    ]);
    await ira.call('contacts.import', { contacts: [{ phone: bob.phone, name: 'Борька' }] });
    await ira.call('contacts.import', { contacts: [{ phone: bob.phone }] });
    // A name that the person gave is not lost to what a file says.
    await ira.call('contacts.import', { contacts: [{ phone: bob.phone, name: 'Борис, слесарь' }] });
    expect((await contactsOf(ira)).map(({ name }) => name)).toEqual(['Борька', undefined]);
    const [row] = await server.app.sql`select count(*)::int as count from contact where account_id = ${ira.accountId}`;
    expect(row).toEqual({ count: 2 });
  });

  test('an account looks up 2000 numbers a day and no more, in whatever way', async () => {
    const curious = await server.person('Яков');
    const numbers = (from: number) => Array.from({ length: 1000 }, (_, n) => ({ phone: number(from + n) }));
    await curious.call('contacts.import', { contacts: numbers(1000) });
    await curious.call('contacts.import', { contacts: numbers(2000) });
    const more = [
      () => curious.call('contacts.import', { contacts: [{ phone: number(5) }] }),
      () => curious.call('contacts.add', { phone: bob.phone }),
      () => curious.call('identity.findPeople', { query: bob.phone }),
    ];
    for (const ask of more) {
      const error = await refusal(ask());
      expect(error.code).toBe('rate_limited');
      expect(error.retryAfterSeconds).toBeGreaterThan(0);
    }
    // Other ways of finding people stay open.
    expect((await curious.call('identity.findPeople', { query: 'vera_here' })).accounts).toHaveLength(1);
  });
});

describe('refusals', () => {
  test('who is not there, oneself, two ways at once, and more than is allowed', async () => {
    const fay = await server.person('Фая');
    const refused = async (input: object) => {
      const error = await refusal(fay.call('contacts.add', input));
      return [error.code, error.field];
    };
    expect(await refused({})).toEqual(['invalid_input', 'accountId']);
    expect(await refused({ phone: bob.phone, accountId: bob.accountId })).toEqual(['invalid_input', 'accountId']);
    expect(await refused({ accountId: fay.accountId })).toEqual(['invalid_input', 'accountId']);
    expect(await refused({ accountId: 7 })).toEqual(['not_found', 'accountId']);
    expect(await refused({ username: 'nobody_here' })).toEqual(['not_found', 'username']);
    expect(await refused({ phone: number(9) })).toEqual(['not_found', 'phone']);
    expect(await refused({ phone: 'не номер' })).toEqual(['invalid_input', 'phone']);
    expect(await refused({ accountId: bob.accountId, name: '  ' })).toEqual(['invalid_input', 'name']);
    const many = Array.from({ length: 1001 }, (_, n) => ({ phone: number(n) }));
    expect((await refusal(fay.call('contacts.import', { contacts: many }))).field).toBe('contacts');
    expect((await refusal(fay.call('contacts.list', { cursor: 'мимо' }))).field).toBe('cursor');
  });
});
