import type { ChatId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();

async function personWithChats(name: string, count: number): Promise<{ person: TestPerson; chats: ChatId[] }> {
  const person = await server.person(name);
  const chats: ChatId[] = [];
  for (let n = 0; n < count; n += 1) {
    const { chat } = await person.call('chats.createGroup', { clientId: clientId(), title: `№ ${n}`, memberIds: [] });
    chats.push(chat.chatId);
  }
  return { person, chats };
}
const foldersOf = async (person: TestPerson) => (await person.call('folders.list', {})).folders;

describe('folders', () => {
  test('hold chats and kinds, are told to all devices, and stand in the order they are put in', async () => {
    const { person, chats } = await personWithChats('Алиса', 3);
    const [one, two, three] = chats as [ChatId, ChatId, ChatId];
    const { accountSeq } = await person.call('chats.list', {});
    const work = await person.call('folders.create', {
      title: 'Работа',
      emoji: '💼',
      kinds: ['groups', 'groups'],
      without: ['muted', 'archived'],
      includedIds: [one, two, one],
      excludedIds: [three],
      pinnedIds: [two],
    });
    expect(work.folder).toEqual({
      folderId: 1,
      title: 'Работа',
      emoji: '💼',
      kinds: ['groups'],
      without: ['muted', 'archived'],
      includedIds: [one, two],
      excludedIds: [three],
      pinnedIds: [two],
    });
    const home = await person.call('folders.create', { title: 'Дом', kinds: ['people'] });
    await person.call('folders.reorder', { folderIds: [home.folder.folderId] });
    expect((await foldersOf(person)).map(({ title }) => title)).toEqual(['Дом', 'Работа']);
    const renamed = await person.call('folders.update', { folderId: 1, title: 'Дело', includedIds: [one] });
    expect(await foldersOf(person)).toEqual([home.folder, renamed.folder]);
    await person.call('folders.update', { folderId: 1, title: 'Дело', includedIds: [one] });
    await person.call('folders.delete', { folderId: 2 });
    await person.call('folders.delete', { folderId: 2 });
    expect(await foldersOf(person)).toEqual([renamed.folder]);
    const { events } = await person.call('sync.pullAccount', { after: accountSeq });
    expect(events).toMatchObject([
      { kind: 'folder.changed', folder: work.folder },
      { kind: 'folder.changed', folder: home.folder },
      { kind: 'folders.reordered', folderIds: [2, 1] },
      { kind: 'folder.changed', folder: renamed.folder },
      { kind: 'folder.deleted', folderId: 2 },
    ]);
  });

  test('a chat that was left stays in its folder, and comes into no other one', async () => {
    const { person, chats } = await personWithChats('Борис', 1);
    const includedIds = chats;
    await person.call('folders.create', { title: 'Раз', includedIds });
    await person.call('chats.leave', { chatId: chats[0] as ChatId });
    await person.call('folders.update', { folderId: 1, title: 'Ещё', includedIds });
    const error = await refusal(person.call('folders.create', { title: 'Два', includedIds }));
    expect([error.code, error.field]).toEqual(['not_found', 'includedIds.0']);
  });
});

describe('refusals', () => {
  test('a twenty-first folder, also when many are asked for at once', async () => {
    const person = await server.person('Вера');
    const made = await Promise.allSettled(
      Array.from({ length: 22 }, (_, n) => person.call('folders.create', { title: `№ ${n}`, kinds: ['bots'] })),
    );
    const refused = made.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
    expect(refused).toEqual(['conflict', 'conflict']);
    expect(await foldersOf(person)).toHaveLength(20);
  });

  test('a folder of nothing, of too much, of chats of others, or that contradicts itself', async () => {
    const { person, chats } = await personWithChats('Глеб', 2);
    const [mine, other] = chats as [ChatId, ChatId];
    const { chats: foreign } = await personWithChats('Дина', 1);
    const refused = async (input: object) =>
      (await refusal(person.call('folders.create', { title: 'Папка', ...input }))).field;
    expect(await refused({})).toBe('includedIds');
    expect(await refused({ includedIds: foreign })).toBe('includedIds.0');
    expect(await refused({ includedIds: [mine], excludedIds: foreign })).toBe('excludedIds.0');
    expect(await refused({ includedIds: [mine], excludedIds: [mine] })).toBe('excludedIds.0');
    expect(await refused({ includedIds: [mine], pinnedIds: [other] })).toBe('pinnedIds.0');
    expect(await refused({ includedIds: Array.from({ length: 201 }, () => mine) })).toBe('includedIds');
    expect(await refused({ includedIds: [mine], pinnedIds: Array.from({ length: 11 }, () => mine) })).toBe('pinnedIds');
    expect(await refused({ kinds: ['groups'], title: '  ' })).toBe('title');
  });

  test("another's folder is not there", async () => {
    const [ira, egor] = [await server.person('Ира'), await server.person('Егор')];
    await ira.call('folders.create', { title: 'Моя', kinds: ['people'] });
    const update = await refusal(egor.call('folders.update', { folderId: 1, title: 'Его', kinds: ['people'] }));
    expect([update.code, update.field]).toEqual(['not_found', 'folderId']);
    expect((await refusal(egor.call('folders.reorder', { folderIds: [1] }))).field).toBe('folderIds.0');
    await egor.call('folders.delete', { folderId: 1 });
    expect(await foldersOf(ira)).toHaveLength(1);
  });
});
