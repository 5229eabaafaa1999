import type { ChatId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { archiveOf, createImporter, said } from '../../../../../tests/support/archives.ts';
import { refusal } from '../../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../../tests/support/server.ts';

const server = await startTestServer();
const { sql } = server.app;
const { upload, rested, imported, history } = createImporter(server);

describe('what goes wrong', () => {
  test.each([
    ['{"name":"Дача","messages":[{"id":1,', 'malformed'],
    ['{"something":"else"}', 'unknownFormat'],
    ['Дорогой дневник', 'unknownFormat'],
    ['PK\u0003\u0004 и не архив', 'unsafeZip'],
  ])('%s is no archive: %s', async (content, problem) => {
    const alice = await server.person('Алиса');
    const done = await imported(alice, content);
    expect(done).toMatchObject({ phase: 'failed', problem });
    expect(done).not.toHaveProperty('chatId');
  });

  test('an importer who loses the right stops', async () => {
    const alice = await server.person('Алиса');
    const boris = await server.person('Борис');
    const memberIds = [boris.accountId];
    const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Дача', memberIds });
    const { chatId } = chat;
    await alice.call('members.promote', { chatId, accountId: boris.accountId });
    const list = ['а', 'б'].map((name, id) => ({ name, type: 'x', id, messages: [said('В', 'г')] }));
    const { importId } = await imported(boris, JSON.stringify({ chats: { list } }), { chatId });
    await alice.call('members.demote', { chatId, accountId: boris.accountId });
    await boris.call('archives.chooseImportSource', { importId, sourceKey: 'chats/0' });
    expect(await rested(boris, importId)).toMatchObject({ phase: 'failed', problem: 'noRights' });
    expect(await history(alice, chatId)).toEqual([]);
  });
});

describe('starting', () => {
  test('is for owners and admins of a group', async () => {
    const alice = await server.person('Алиса');
    const boris = await server.person('Борис');
    const fileId = await upload(boris, archiveOf([said('В', 'г')]), 'result.json');
    const start = (chatId: ChatId) => boris.call('archives.startImport', { clientId: clientId(), fileId, chatId });
    const group = async (memberIds: TestPerson['accountId'][]) =>
      (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Дача', memberIds })).chat.chatId;
    expect(await refusal(start(await group([])))).toMatchObject({ code: 'not_found', field: 'chatId' });
    expect(await refusal(start(await group([boris.accountId])))).toMatchObject({ code: 'forbidden', field: 'chatId' });
    const { chat } = await boris.call('chats.createDirect', { accountId: alice.accountId });
    expect(await refusal(start(chat.chatId))).toMatchObject({ code: 'forbidden', field: 'chatId' });
  });

  test('takes own files alone', async () => {
    const alice = await server.person('Алиса');
    const mallory = await server.person('Мэллори');
    const fileId = await upload(alice, archiveOf([]), 'result.json');
    const start = mallory.call('archives.startImport', { clientId: clientId(), fileId });
    expect(await refusal(start)).toMatchObject({ code: 'not_found', field: 'fileId' });
  });

  test('refuses a time zone that is none', async () => {
    const alice = await server.person('Алиса');
    const start = alice.call('archives.startImport', { clientId: clientId(), fileId: 1, timeZone: 'Луна/Море' });
    expect(await refusal(start)).toMatchObject({ code: 'invalid_input', field: 'timeZone' });
  });

  test('the same start twice is one import; one at a time; another content under its id is refused', async () => {
    const alice = await server.person('Алиса');
    const fileId = await upload(alice, archiveOf([said('Б', 'в')]), 'result.json');
    const id = clientId();
    const start = (more = {}) => alice.call('archives.startImport', { clientId: id, fileId, ...more });
    const [first, second] = await Promise.all([start(), start()]);
    expect(second.import.importId).toBe(first.import.importId);
    expect(await refusal(start({ timeZone: 'Asia/Omsk' }))).toMatchObject({ code: 'idempotency_conflict' });
    const done = await rested(alice, first.import.importId);
    expect(done.counts.messages).toBe(1);
    await sql`update archive_import set phase = 'running' where account_id = ${alice.accountId}`;
    const other = await upload(alice, archiveOf([said('Б', 'в')]), 'result.json');
    const refused = await refusal(alice.call('archives.startImport', { clientId: clientId(), fileId: other }));
    expect(refused).toMatchObject({ code: 'conflict' });
  });

  test('nobody else sees, undoes or cancels an import', async () => {
    const alice = await server.person('Алиса');
    const mallory = await server.person('Мэллори');
    const { importId } = await imported(alice, archiveOf([said('Б', 'в')]));
    for (const method of ['getImport', 'undoImport', 'cancelImport', 'listImportItems'] as const) {
      const refused = await refusal(mallory.call(`archives.${method}`, { importId }));
      expect(refused).toMatchObject({ code: 'not_found', field: 'importId' });
    }
    expect((await mallory.call('archives.listImports', {})).imports).toEqual([]);
    expect((await alice.call('archives.listImports', {})).imports).toMatchObject([{ importId }]);
  });
});
