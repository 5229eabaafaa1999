import type { ChatId, PackId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { image } from '../../../../tests/support/media-samples.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { uploadFile } from '../../../../tests/support/uploads.ts';

const server = await startTestServer();
const [alice, bob] = (await Promise.all(['Алиса', 'Борис'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
];
const { chatId } = (
  await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds: [bob.accountId] })
).chat;

const newPack = async (person: TestPerson, title = 'Коты') =>
  (await person.call('stickers.createPack', { clientId: clientId(), title })).packId;
const addEmoji = (person: TestPerson, packId: PackId, emoji = '🐱') =>
  person.call('stickers.addSticker', { clientId: clientId(), packId, emoji });
const sendSticker = (person: TestPerson, packId: PackId, stickerId = 1, where: ChatId = chatId) =>
  person.call('messages.send', { chatId: where, clientId: clientId(), sticker: { packId, stickerId } });
const lastOf = async (person: TestPerson) => (await person.call('messages.history', { chatId, limit: 1 })).messages[0];
const picture = async (person: TestPerson) =>
  uploadFile(server, person, await image('webp', { alpha: 0.5 }), { kind: 'sticker', name: 'кот.webp' });

describe('a sticker pack', () => {
  test('is made once, holds emoji and pictures, and can be installed by others', async () => {
    const key = { clientId: clientId(), title: 'Коты' };
    const { packId } = await alice.call('stickers.createPack', key);
    expect(await alice.call('stickers.createPack', key)).toEqual({ packId });
    const again = { clientId: clientId(), packId, emoji: '🐱' };
    expect(await alice.call('stickers.addSticker', again)).toEqual({ stickerId: 1 });
    expect(await alice.call('stickers.addSticker', again)).toEqual({ stickerId: 1 });
    const file = await picture(alice);
    await alice.call('stickers.addSticker', { clientId: clientId(), packId, emoji: '😼', fileId: file.fileId });

    expect(await bob.call('stickers.install', { packId })).toEqual({ changed: true });
    expect(await bob.call('stickers.install', { packId })).toEqual({ changed: false });
    const { packs } = await bob.call('stickers.listPacks', {});
    const stickers = [
      { stickerId: 1, emoji: '🐱' },
      { stickerId: 2, emoji: '😼', file },
    ];
    expect(packs).toEqual([{ packId, ownerId: alice.accountId, title: 'Коты', stickers }]);
    expect(await bob.call('stickers.uninstall', { packId })).toEqual({ changed: true });
    expect(await bob.call('stickers.uninstall', { packId })).toEqual({ changed: false });
    expect((await bob.call('stickers.getPack', { packId })).installed).toBe(false);
  });

  test('is filled by its owner alone, with own sticker files', async () => {
    const packId = await newPack(alice);
    expect((await refusal(addEmoji(bob, packId))).code).toBe('not_found');
    const foreign = await picture(bob);
    const add = (fileId: typeof foreign.fileId) =>
      alice.call('stickers.addSticker', { clientId: clientId(), packId, emoji: '😼', fileId });
    expect((await refusal(add(foreign.fileId))).field).toBe('fileId');
    const document = await uploadFile(server, alice, Buffer.from('%PDF-1.7'), { kind: 'file', name: 'смета.pdf' });
    expect((await refusal(add(document.fileId))).field).toBe('fileId');
    expect((await refusal(addEmoji(alice, packId, 'кот'))).field).toBe('emoji');
  });

  test('is renamed, emptied and deleted by its owner alone; messages keep its stickers', async () => {
    const gleb = await server.person('Глеб Орлов');
    const packId = await newPack(gleb);
    const { fileId } = await picture(gleb);
    const add = () => gleb.call('stickers.addSticker', { clientId: clientId(), packId, emoji: '😼', fileId });
    await add();
    await addEmoji(gleb, packId);
    for (const act of [
      () => bob.call('stickers.renamePack', { packId, title: 'Чужие' }),
      () => bob.call('stickers.removeSticker', { packId, stickerId: 1 }),
    ])
      expect((await refusal(act())).field).toBe('packId');
    expect(await bob.call('stickers.deletePack', { packId })).toEqual({ deleted: false });

    await gleb.call('stickers.renamePack', { packId, title: 'Рыжие' });
    expect(await gleb.call('stickers.removeSticker', { packId, stickerId: 1 })).toEqual({ changed: true });
    expect(await gleb.call('stickers.removeSticker', { packId, stickerId: 1 })).toEqual({ changed: false });
    // Numbers of those that stay are not given again, and what was taken out can be put back.
    expect(await add()).toEqual({ stickerId: 3 });
    const { pack } = await bob.call('stickers.getPack', { packId });
    expect([pack.title, pack.stickers.map(({ stickerId }) => stickerId)]).toEqual(['Рыжие', [2, 3]]);

    const { chat } = await gleb.call('chats.createDirect', { accountId: gleb.accountId });
    await sendSticker(gleb, packId, 3, chat.chatId);
    expect(await gleb.call('stickers.deletePack', { packId })).toEqual({ deleted: true });
    expect((await refusal(gleb.call('stickers.getPack', { packId }))).code).toBe('not_found');
    expect((await gleb.call('stickers.listPacks', {})).packs).toEqual([]);
    const { messages } = await gleb.call('messages.history', { chatId: chat.chatId });
    expect(messages[0]).toMatchObject({ sticker: { packId, emoji: '😼' }, attachments: [{ fileId }] });
  });

  test('stands in the list of its owner, installed or not, page by page', async () => {
    const daria = await server.person('Дарья');
    const ids = [await newPack(daria, '1'), await newPack(daria, '2'), await newPack(daria, '3')];
    await daria.call('stickers.uninstall', { packId: ids[0] as PackId });
    const first = await daria.call('stickers.listOwnPacks', { limit: 2 });
    const second = await daria.call('stickers.listOwnPacks', { limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.packs, ...second.packs].map((pack) => pack.packId)).toEqual(ids.sort((a, b) => a - b));
    expect(second.nextCursor).toBeUndefined();
  });

  test('holds 120 stickers at most', async () => {
    const packId = await newPack(alice);
    await server.app.sql`
      insert into sticker (pack_id, sticker_id, emoji) select ${packId}, n, '🐱' from generate_series(1, 120) n`;
    const error = await refusal(addEmoji(alice, packId));
    expect([error.code, error.field]).toEqual(['conflict', 'packId']);
  });

  test('is one of fifty at most', async () => {
    const gleb = await server.person('Глеб');
    await server.app.sql`
      insert into sticker_pack (pack_id, owner_id, title) select n, ${gleb.accountId}, 'П' from generate_series(1, 50) n`;
    expect((await refusal(newPack(gleb))).code).toBe('conflict');
  });

  test('that does not exist cannot be installed', async () => {
    expect((await refusal(bob.call('stickers.install', { packId: 12_345 }))).field).toBe('packId');
  });

  test('comes in pages, last installed first', async () => {
    const vera = await server.person('Вера');
    const ids = [await newPack(vera, '1'), await newPack(vera, '2'), await newPack(vera, '3')];
    const first = await vera.call('stickers.listPacks', { limit: 2 });
    const second = await vera.call('stickers.listPacks', { limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.packs, ...second.packs].map((pack) => pack.packId)).toEqual(ids.reverse());
    expect(second.nextCursor).toBeUndefined();
  });
});

describe('a sticker', () => {
  test('is sent from an installed pack, as an emoji or with its picture', async () => {
    const packId = await newPack(alice);
    await addEmoji(alice, packId);
    const file = await picture(alice);
    await alice.call('stickers.addSticker', { clientId: clientId(), packId, emoji: '😼', fileId: file.fileId });
    await bob.call('stickers.install', { packId });
    await sendSticker(bob, packId);
    expect(await lastOf(alice)).toMatchObject({ sticker: { packId, stickerId: 1, emoji: '🐱' }, text: '' });
    await sendSticker(bob, packId, 2);
    expect(await lastOf(alice)).toMatchObject({ sticker: { emoji: '😼' }, attachments: [file] });
  });

  test('of a pack that is not installed, or of none, is refused', async () => {
    const packId = await newPack(alice);
    await addEmoji(alice, packId);
    expect((await refusal(sendSticker(bob, packId))).field).toBe('sticker');
    expect((await refusal(sendSticker(alice, packId, 7))).field).toBe('sticker');
  });

  test('needs the permission to send stickers', async () => {
    const packId = await newPack(bob);
    await addEmoji(bob, packId);
    const { chat } = await alice.call('chats.createGroup', {
      clientId: clientId(),
      title: 'Строгие',
      memberIds: [bob.accountId],
    });
    await alice.call('chats.update', { chatId: chat.chatId, permissions: ['sendMessages'] });
    expect((await refusal(sendSticker(bob, packId, 1, chat.chatId))).code).toBe('forbidden');
  });

  test('has no caption', async () => {
    const packId = await newPack(alice);
    await addEmoji(alice, packId);
    const sticker = { packId, stickerId: 1 };
    const sent = alice.call('messages.send', { chatId, clientId: clientId(), text: 'кот', sticker });
    expect((await refusal(sent)).field).toBe('text');
  });

  test('can be forwarded by who does not have its pack', async () => {
    const packId = await newPack(alice);
    const file = await picture(alice);
    await alice.call('stickers.addSticker', { clientId: clientId(), packId, emoji: '😼', fileId: file.fileId });
    const { messageId } = await sendSticker(alice, packId);
    const { chat } = await bob.call('chats.createDirect', { accountId: bob.accountId });
    await bob.call('messages.forward', {
      chatId: chat.chatId,
      fromChatId: chatId,
      messageIds: [messageId],
      clientId: clientId(),
    });
    const { messages } = await bob.call('messages.history', { chatId: chat.chatId });
    expect(messages[0]).toMatchObject({ sticker: { packId }, attachments: [file], forward: { senderName: 'Алиса' } });
  });
});
