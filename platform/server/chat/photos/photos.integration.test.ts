import type { AccountId, ChatId, FileId } from '@veche/contract';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { image } from '../../../../tests/support/media-samples.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { uploadFile } from '../../../../tests/support/uploads.ts';

const server = await startTestServer();
let alice: TestPerson;
let boris: TestPerson;
let vera: TestPerson;
let stranger: TestPerson;
let chatId: ChatId;

beforeAll(async () => {
  alice = await server.person('Алиса');
  boris = await server.person('Борис');
  vera = await server.person('Вера');
  stranger = await server.person('Григорий');
  const memberIds = [boris.accountId, vera.accountId];
  chatId = (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat.chatId;
});

let shade = 1;
const photoOf = async (person: TestPerson): Promise<FileId> =>
  (await uploadFile(server, person, await image('png', { width: 400 + shade++ }), { kind: 'photo' })).fileId;
const statusOf = async (person: TestPerson, fileId: FileId, part = ''): Promise<number> => {
  const headers = { authorization: `Bearer ${await person.token()}` };
  return (await fetch(`${server.url}/files/${fileId}${part}`, { headers })).status;
};
const isKept = async (fileId: FileId) => {
  await server.app.sql`update file_release set due_at = now() - interval '1 day' where file_id = ${fileId}`;
  const rows = await server.app.sql`
    select from file f where file_id = ${fileId} and exists (select from file_hold h where h.file_id = f.file_id)`;
  return rows.length > 0;
};

describe('the photo of a group', () => {
  test('is told to members, with its preview, and to nobody else', async () => {
    const fileId = await photoOf(alice);
    expect(await alice.call('chats.setPhoto', { chatId, fileId })).toEqual({ changed: true });
    expect(await alice.call('chats.setPhoto', { chatId, fileId })).toEqual({ changed: false });
    const { chat } = await boris.call('chats.get', { chatId });
    expect(chat.photoId).toBe(fileId);
    expect([await statusOf(boris, fileId), await statusOf(boris, fileId, '/thumbnail')]).toEqual([200, 200]);
    expect([await statusOf(stranger, fileId), await statusOf(stranger, fileId, '/thumbnail')]).toEqual([404, 404]);
    const { events } = await boris.call('sync.pull', { chatId, after: 0 });
    expect(events.at(-1)).toMatchObject({
      kind: 'chat.changed',
      actorId: alice.accountId,
      set: { photoId: fileId },
    });
    const { acts } = await alice.call('chats.adminLog', { chatId });
    expect(acts[0]).toMatchObject({ kind: 'chat.changed', data: { set: { photoId: fileId } } });
  });

  test('is seen no more by who was removed', async () => {
    const fileId = (await vera.call('chats.get', { chatId })).chat.photoId as FileId;
    expect(await statusOf(vera, fileId)).toBe(200);
    await alice.call('chats.removeMember', { chatId, accountId: vera.accountId });
    expect(await statusOf(vera, fileId)).toBe(404);
    await alice.call('chats.addMember', { chatId, accountId: vera.accountId });
  });

  test('gives way to another, whose file is then the one that is kept', async () => {
    const before = (await alice.call('chats.get', { chatId })).chat.photoId as FileId;
    const after = await photoOf(alice);
    await alice.call('chats.setPhoto', { chatId, fileId: after });
    expect([await isKept(before), await isKept(after)]).toEqual([false, true]);
    expect(await statusOf(boris, before)).toBe(404);
    expect(await refusal(alice.call('media.delete', { fileId: after }))).toMatchObject({ code: 'conflict' });
    expect(await alice.call('chats.setPhoto', { chatId, fileId: null })).toEqual({ changed: true });
    expect((await boris.call('chats.get', { chatId })).chat.photoId).toBeUndefined();
    expect(await statusOf(boris, after)).toBe(404);
  });

  test('is set by whoever may change the info, with an image of their own', async () => {
    const fileId = await photoOf(boris);
    expect(await refusal(boris.call('chats.setPhoto', { chatId, fileId }))).toMatchObject({
      code: 'forbidden',
      field: 'chatId',
    });
    expect(await refusal(stranger.call('chats.setPhoto', { chatId, fileId: null }))).toMatchObject({
      code: 'not_found',
      field: 'chatId',
    });
    expect(await refusal(alice.call('chats.setPhoto', { chatId, fileId }))).toMatchObject({
      code: 'not_found',
      field: 'fileId',
    });
    const text = (await uploadFile(server, alice, Buffer.from('никакая не картинка'))).fileId;
    expect(await refusal(alice.call('chats.setPhoto', { chatId, fileId: text }))).toMatchObject({
      code: 'invalid_input',
      field: 'fileId',
    });
    const { chat } = await alice.call('chats.createDirect', { accountId: boris.accountId });
    expect(await refusal(alice.call('chats.setPhoto', { chatId: chat.chatId, fileId: null }))).toMatchObject({
      code: 'forbidden',
    });
  });

  test('goes with the chat', async () => {
    const group = { clientId: clientId(), title: 'Ненадолго', memberIds: [boris.accountId] };
    const { chat } = await alice.call('chats.createGroup', group);
    const fileId = await photoOf(alice);
    await alice.call('chats.setPhoto', { chatId: chat.chatId, fileId });
    await alice.call('chats.delete', { chatId: chat.chatId });
    expect(await statusOf(boris, fileId)).toBe(404);
    await vi.waitFor(async () => expect(await isKept(fileId)).toBe(false), 10_000);
  });
});

describe('the photo of a person', () => {
  const seenBy = async (viewer: TestPerson): Promise<FileId | undefined> => {
    const { accounts } = await viewer.call('identity.getAccounts', { accountIds: [alice.accountId] });
    const { members } = await viewer.call('chats.listMembers', { chatId });
    const member = members.find(({ account }) => account.accountId === alice.accountId);
    expect(member?.account.photoId).toBe(accounts[0]?.photoId);
    return accounts[0]?.photoId;
  };
  const toldOf = async (person: TestPerson, accountId: AccountId) =>
    (await person.call('sync.pullAccount', { after: 0 })).events.filter(
      (event) => event.kind === 'account.changed' && event.account.accountId === accountId,
    );

  test('is told to the own devices and to people who have one before them, and read by all whom the rule lets', async () => {
    const fileId = await photoOf(alice);
    const { account } = await alice.call('account.setPhoto', { fileId });
    expect(account).toMatchObject({ accountId: alice.accountId, photoId: fileId });
    expect((await alice.call('identity.me', {})).account.photoId).toBe(fileId);
    expect(await toldOf(alice, alice.accountId)).toHaveLength(1);
    expect(await toldOf(boris, alice.accountId)).toEqual([expect.objectContaining({ account })]);
    expect(await toldOf(vera, alice.accountId)).toHaveLength(1);
    expect(await toldOf(stranger, alice.accountId)).toEqual([]);
    expect([await seenBy(boris), await seenBy(vera)]).toEqual([fileId, fileId]);
    expect([await statusOf(boris, fileId), await statusOf(stranger, fileId, '/thumbnail')]).toEqual([200, 200]);
  });

  test('is hidden from those whom the rule does not let, and from whom one has blocked', async () => {
    const fileId = (await alice.call('identity.me', {})).account.photoId as FileId;
    await alice.call('contacts.add', { accountId: boris.accountId });
    await alice.call('privacy.set', { subject: 'profilePhoto', audience: 'contacts' });
    expect([await seenBy(boris), await seenBy(vera)]).toEqual([fileId, undefined]);
    expect([await statusOf(boris, fileId), await statusOf(vera, fileId)]).toEqual([200, 404]);
    expect([await statusOf(vera, fileId, '/thumbnail'), await statusOf(alice, fileId)]).toEqual([404, 200]);
    await alice.call('blocks.add', { accountId: boris.accountId });
    expect([await seenBy(boris), await statusOf(boris, fileId)]).toEqual([undefined, 404]);
    await alice.call('blocks.remove', { accountId: boris.accountId });
    await alice.call('privacy.set', { subject: 'profilePhoto', audience: 'everyone' });
    expect(await seenBy(vera)).toBe(fileId);
  });

  test('stays when the name changes', async () => {
    const fileId = (await alice.call('identity.me', {})).account.photoId;
    const { account } = await alice.call('identity.updateProfile', { name: 'Алиса Соколова' });
    expect(account).toMatchObject({ name: 'Алиса Соколова', photoId: fileId });
  });

  test('is an image of their own', async () => {
    const foreign = await photoOf(boris);
    expect(await refusal(alice.call('account.setPhoto', { fileId: foreign }))).toMatchObject({
      code: 'not_found',
      field: 'fileId',
    });
    const text = (await uploadFile(server, alice, Buffer.from('<svg onload="x"/>'))).fileId;
    expect(await refusal(alice.call('account.setPhoto', { fileId: text }))).toMatchObject({
      code: 'invalid_input',
      field: 'fileId',
    });
  });

  test('is taken away, and its file with it', async () => {
    const fileId = (await alice.call('identity.me', {})).account.photoId as FileId;
    expect(await alice.call('account.setPhoto', { fileId: null })).toMatchObject({ changed: true });
    expect([await seenBy(boris), await isKept(fileId), await statusOf(boris, fileId)]).toEqual([undefined, false, 404]);
  });
});
