import type { ChatId, FileKind, InputOf, MediaFile, messages, MessageId } from '@veche/contract';
import { expect, test } from 'vitest';
import { beginnings, image, wav } from '../../../../../tests/support/media-samples.ts';
import { refusal } from '../../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../../tests/support/server.ts';
import { callHttp } from '../../../../../tests/support/http.ts';
import { uploadFile, uploadWhole } from '../../../../../tests/support/uploads.ts';

const server = await startTestServer();
const alice = await server.person('Алиса');
const boris = await server.person('Борис');
const group = await makeGroup(alice, boris);

async function makeGroup(owner: TestPerson, ...members: TestPerson[]): Promise<ChatId> {
  const memberIds = members.map((member) => member.accountId);
  return (await owner.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat.chatId;
}

const contents: Record<FileKind, () => Buffer | Promise<Buffer>> = {
  photo: () => image('png'),
  sticker: () => image('webp', { alpha: 0.5 }),
  video: () => beginnings.mp4,
  videoNote: () => beginnings.mp4,
  voice: () => wav(1),
  audio: () => beginnings.ogg,
  file: () => beginnings.pdf,
};
/** What a sender must say of a video note. */
const round = { width: 384, height: 384, durationSeconds: 5 };
const file = async (person: TestPerson, kind: FileKind = 'file', name = 'вещь'): Promise<MediaFile> =>
  uploadFile(server, person, await contents[kind](), { kind, name, ...(kind === 'videoNote' && round) });

type Sent = Partial<InputOf<typeof messages.send>>;
const send = async (person: TestPerson, content: Sent, chatId = group): Promise<MessageId> =>
  (await person.call('messages.send', { chatId, clientId: clientId(), ...content })).messageId;
const attach = (...files: MediaFile[]): Sent => ({ attachments: files.map(({ fileId }) => ({ fileId })) });
const lastOf = async (person: TestPerson, chatId = group) =>
  (await person.call('messages.history', { chatId, limit: 1 })).messages[0];

test('a message shows its files to everyone in the chat, and in its event', async () => {
  const photo = await file(alice, 'photo', 'закат.png');
  const messageId = await send(alice, { text: 'смотри', attachments: [{ fileId: photo.fileId, spoiler: true }] });
  const attachments = [{ ...photo, spoiler: true }];
  expect(await lastOf(boris)).toMatchObject({ messageId, text: 'смотри', attachments });
  const { events } = await boris.call('sync.pull', { chatId: group, after: messageId - 1 });
  expect(events[0]).toMatchObject({ kind: 'message.created', message: { attachments } });
});

test('several photos and videos are an album; a message may have no text', async () => {
  const files = [await file(alice, 'photo'), await file(alice, 'video'), await file(alice, 'photo')];
  await send(alice, attach(...files));
  expect((await lastOf(boris))?.attachments?.map(({ fileId }) => fileId)).toEqual(files.map(({ fileId }) => fileId));
});

test.each<[FileKind, FileKind]>([
  ['photo', 'file'],
  ['photo', 'audio'],
  ['file', 'video'],
  ['voice', 'voice'],
  ['sticker', 'sticker'],
  ['videoNote', 'video'],
])('a %s and a %s make no album', async (first, second) => {
  const error = await refusal(send(alice, attach(await file(alice, first), await file(alice, second))));
  expect([error.code, error.field]).toEqual(['invalid_input', 'attachments.1.fileId']);
});

test.each<FileKind>(['sticker', 'videoNote'])('a %s has no caption, and gets none', async (kind) => {
  const one = await file(alice, kind);
  const error = await refusal(send(alice, { text: 'подпись', ...attach(one) }));
  expect([error.code, error.field]).toEqual(['invalid_input', 'text']);
  const messageId = await send(alice, attach(one));
  const edit = alice.call('messages.edit', { chatId: group, messageId, text: 'подпись' });
  expect((await refusal(edit)).field).toBe('text');
});

test('one sends up to ten files, and at least one', async () => {
  const one = await file(alice);
  for (const count of [0, 11]) {
    const error = await refusal(
      send(alice, { attachments: Array.from({ length: count }, () => ({ fileId: one.fileId })) }),
    );
    expect([error.code, error.field]).toEqual(['invalid_input', 'attachments']);
  }
  await send(alice, { attachments: Array.from({ length: 10 }, () => ({ fileId: one.fileId })) });
});

test("another's file cannot be sent by its id", async () => {
  const own = await file(alice);
  const error = await refusal(send(boris, attach(own)));
  expect([error.code, error.field]).toEqual(['not_found', 'attachments.0.fileId']);
  const nothing = await refusal(send(alice, { attachments: [{ fileId: 12_345_678_901 }] }));
  expect([nothing.code, nothing.field]).toEqual(['not_found', 'attachments.0.fileId']);
});

test('a file that one sees can be sent on, as long as one sees it', async () => {
  const photo = await file(alice, 'photo');
  const messageId = await send(alice, attach(photo));
  const elsewhere = await makeGroup(boris);
  const from = { chatId: group, messageId };
  const onward = { attachments: [{ fileId: photo.fileId, from }] };
  await send(boris, onward, elsewhere);
  expect((await lastOf(boris, elsewhere))?.attachments).toEqual([photo]);

  const stranger = await server.person('Чужой');
  const strangers = await makeGroup(stranger);
  expect((await refusal(send(stranger, onward, strangers))).field).toBe('attachments.0.fileId');
  const wrongMessage = { attachments: [{ fileId: photo.fileId, from: { ...from, messageId: 1 as MessageId } }] };
  expect((await refusal(send(boris, wrongMessage, elsewhere))).code).toBe('not_found');

  await alice.call('messages.delete', { chatId: group, messageIds: [messageId] });
  expect((await refusal(send(boris, onward, elsewhere))).code).toBe('not_found');
});

test('a forwarded message brings its files to its new readers', async () => {
  const photo = await file(alice, 'photo');
  const messageId = await send(alice, { text: 'дальше', ...attach(photo) });
  const vera = await server.person('Вера');
  const chatId = await makeGroup(boris, vera);
  const forwarded = { chatId, fromChatId: group, messageIds: [messageId], clientId: clientId() };
  const { messageIds } = await boris.call('messages.forward', forwarded);
  expect((await lastOf(vera, chatId))?.attachments).toEqual([photo]);
  await alice.call('messages.delete', { chatId: group, messageIds: [messageId] });
  const seen = { fileId: photo.fileId, chatId, messageId: messageIds[0] as MessageId };
  expect((await vera.call('media.get', seen)).file).toEqual(photo);
  expect((await refusal(vera.call('media.get', { ...seen, chatId: group }))).code).toBe('not_found');
});

test('a message that waits for its time keeps its files', async () => {
  const photo = await file(alice, 'photo');
  const at = new Date(Date.now() + 86_400_000).toISOString();
  const waiting = { chatId: group, clientId: clientId(), at, ...attach(photo) };
  const { scheduled } = await alice.call('scheduled.create', waiting);
  const holders = () => server.app.sql`select from file_hold where file_id = ${photo.fileId}`;
  expect(await holders()).toHaveLength(1);
  await alice.call('scheduled.sendNow', { scheduledId: scheduled.scheduledId });
  expect((await lastOf(boris))?.attachments).toEqual([photo]);
  expect(await holders()).toHaveLength(0);
});

test('a bot sends a photo, and reads what is sent to it', async () => {
  const { bot, token } = await alice.call('bots.register', { username: 'album_bot', name: 'Альбом' });
  const uploader = { url: server.url, token };
  const call = (method: string, input: unknown) => callHttp(server.url, method, input, token);
  const { chat } = await alice.call('chats.createDirect', { accountId: bot.account.accountId });
  const fileId = await uploadWhole(uploader, await image('png'), { kind: 'photo' });
  await call('media.finish', { fileId });
  await call('messages.send', { chatId: chat.chatId, clientId: clientId(), attachments: [{ fileId }] });
  expect((await lastOf(alice, chat.chatId))?.attachments).toMatchObject([{ fileId, kind: 'photo' }]);

  const sent = await send(alice, attach(await file(alice, 'file', 'смета.pdf')), chat.chatId);
  const { updates } = (await call('bots.getUpdates', { after: 0, timeoutSeconds: 10 })) as {
    updates: { event: { message?: { attachments?: { fileId: number }[] } } }[];
  };
  const attachment = updates.flatMap(({ event }) => event.message?.attachments ?? [])[0];
  const path = `/files/${attachment?.fileId}?chat=${chat.chatId}&message=${sent}`;
  const answer = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect(Buffer.from(await answer.arrayBuffer()).equals(beginnings.pdf)).toBe(true);
});

test('who may not send media in a group sends none, and who may not send stickers sends no stickers', async () => {
  const chatId = await makeGroup(alice, boris);
  const [photo, sticker] = [await file(boris, 'photo'), await file(boris, 'sticker')];
  const allow = (...permissions: ('sendMessages' | 'sendMedia' | 'sendStickers')[]) =>
    alice.call('chats.update', { chatId, permissions });
  await allow('sendMessages', 'sendStickers');
  expect((await refusal(send(boris, attach(photo), chatId))).code).toBe('forbidden');
  await send(boris, attach(sticker), chatId);
  await allow('sendMessages', 'sendMedia');
  expect((await refusal(send(boris, attach(sticker), chatId))).code).toBe('forbidden');
  await send(boris, attach(photo), chatId);
});

test('a repeat of a send is the same message; other files under its id are refused', async () => {
  const [one, other] = [await file(alice), await file(alice)];
  const again = { chatId: group, clientId: clientId() };
  const first = await alice.call('messages.send', { ...again, ...attach(one) });
  expect(await alice.call('messages.send', { ...again, ...attach(one) })).toEqual(first);
  expect((await refusal(alice.call('messages.send', { ...again, ...attach(other) }))).code).toBe(
    'idempotency_conflict',
  );
});

test('a poll and a file are two messages', async () => {
  const poll = { question: 'Когда?', options: ['сегодня', 'завтра'] };
  const error = await refusal(send(alice, { ...attach(await file(alice)), poll }));
  expect([error.code, error.field]).toEqual(['invalid_input', 'attachments']);
});

test('an edit changes the caption and keeps the files', async () => {
  const photo = await file(alice, 'photo');
  const messageId = await send(alice, { text: 'до', ...attach(photo) });
  await alice.call('messages.edit', { chatId: group, messageId, text: 'после' });
  expect(await lastOf(boris)).toMatchObject({ text: 'после', attachments: [photo] });
  await alice.call('messages.edit', { chatId: group, messageId, text: '' });
  expect(await lastOf(boris)).toMatchObject({ text: '', attachments: [photo] });
});

test('the shared media of a chat come by kind and page by page, newest first', async () => {
  const chatId = await makeGroup(alice, boris);
  const photos = [await file(alice, 'photo'), await file(alice, 'photo'), await file(alice, 'photo')];
  const document = await file(boris, 'file', 'смета.pdf');
  const [first, second, third] = photos as [MediaFile, MediaFile, MediaFile];
  await send(alice, attach(first), chatId);
  await send(boris, attach(document), chatId);
  const album = await send(alice, attach(second, third), chatId);

  const page = await boris.call('media.listChatMedia', { chatId, kinds: ['photo', 'video'], limit: 2 });
  expect(page.items.map(({ messageId, position, file: { fileId } }) => [messageId, position, fileId])).toEqual([
    [album, 0, second.fileId],
    [album, 1, third.fileId],
  ]);
  const { nextCursor: cursor } = page;
  const rest = await boris.call('media.listChatMedia', { chatId, kinds: ['photo', 'video'], limit: 2, cursor });
  expect(rest.items.map(({ file: { fileId } }) => fileId)).toEqual([first.fileId]);
  expect(rest.nextCursor).toBeUndefined();
  const files = await boris.call('media.listChatMedia', { chatId, kinds: ['file'] });
  expect(files.items).toMatchObject([{ senderId: boris.accountId, file: { name: 'смета.pdf' } }]);

  await alice.call('messages.delete', { chatId, messageIds: [album] });
  expect((await boris.call('media.listChatMedia', { chatId })).items).toHaveLength(2);
  const stranger = await server.person('Чужой');
  expect((await refusal(stranger.call('media.listChatMedia', { chatId }))).code).toBe('not_found');
  expect((await refusal(alice.call('media.listChatMedia', { chatId, cursor: 'x' }))).field).toBe('cursor');
});

test('a chat without files has an empty list', async () => {
  expect(await alice.call('media.listChatMedia', { chatId: await makeGroup(alice) })).toEqual({ items: [] });
});

test('an edit replaces the files, keeps those it names again, and lets go of the others', async () => {
  const [old, kept, fresh] = [await file(alice, 'photo'), await file(alice, 'photo'), await file(alice, 'photo')];
  const messageId = await send(alice, { text: 'было', ...attach(old, kept) });
  const edit = { chatId: group, messageId, attachments: [{ fileId: fresh.fileId }, { fileId: kept.fileId }] };
  const { message, changed } = await alice.call('messages.edit', edit);
  expect(changed).toBe(true);
  expect(message.attachments?.map(({ fileId }) => fileId)).toEqual([fresh.fileId, kept.fileId]);
  expect(await lastOf(boris)).toMatchObject({ messageId, text: 'было', attachments: message.attachments });
  const { events } = await boris.call('sync.pull', { chatId: group, after: messageId });
  expect(events.at(-1)).toMatchObject({ kind: 'message.edited', message: { attachments: message.attachments } });
  expect(await alice.call('messages.edit', edit)).toMatchObject({ changed: false });

  const place = { chatId: group, messageId };
  expect((await boris.call('media.get', { fileId: fresh.fileId, ...place })).file.fileId).toBe(fresh.fileId);
  expect(await refusal(boris.call('media.get', { fileId: old.fileId, ...place }))).toMatchObject({ code: 'not_found' });
  const due = await server.app.sql`select from file_release where file_id = ${old.fileId} and due_at <= now()`;
  expect(due).toHaveLength(1);
  const { versions } = await boris.call('messages.versions', place);
  expect(versions).toMatchObject([{ text: 'было', attachments: [{ fileId: old.fileId }, { fileId: kept.fileId }] }]);
  const { items } = await boris.call('media.listChatMedia', { chatId: group, limit: 2 });
  expect(items.map((item) => item.file.fileId)).toEqual([fresh.fileId, kept.fileId]);
});

test('an edit gives files to words, and takes all of them away where words stay', async () => {
  const messageId = await send(alice, { text: 'слова' });
  const photo = await file(alice, 'photo');
  const place = { chatId: group, messageId };
  await alice.call('messages.edit', { ...place, attachments: [{ fileId: photo.fileId, spoiler: true }] });
  expect(await lastOf(boris)).toMatchObject({ text: 'слова', attachments: [{ fileId: photo.fileId, spoiler: true }] });
  await alice.call('messages.edit', { ...place, attachments: [{ fileId: photo.fileId }] });
  expect((await lastOf(boris))?.attachments?.[0]?.spoiler).toBeUndefined();
  await alice.call('messages.edit', { ...place, attachments: [] });
  expect((await lastOf(boris))?.attachments).toBeUndefined();
  const wordless = await send(alice, attach(photo));
  expect(
    await refusal(alice.call('messages.edit', { chatId: group, messageId: wordless, attachments: [] })),
  ).toMatchObject({ code: 'invalid_input', field: 'text' });
});

test('an edit takes no file that could not be sent there', async () => {
  const messageId = await send(alice, attach(await file(alice, 'photo')));
  const place = { chatId: group, messageId };
  const refused = async (fileIds: readonly MediaFile[], work = place) => {
    const attachments = fileIds.map(({ fileId }) => ({ fileId }));
    const { code, field } = await refusal(alice.call('messages.edit', { ...work, attachments }));
    return [code, field];
  };
  expect(await refused([await file(boris, 'photo')])).toEqual(['not_found', 'attachments.0.fileId']);
  expect(await refused([await file(alice, 'photo'), await file(alice, 'file')])).toEqual([
    'invalid_input',
    'attachments.1.fileId',
  ]);
  const poll = await send(alice, { poll: { question: 'Когда?', options: ['сейчас', 'потом'] } });
  expect(await refused([await file(alice, 'photo')], { chatId: group, messageId: poll })).toEqual([
    'invalid_input',
    'attachments',
  ]);
  const own = await send(boris, { text: 'слова' });
  await alice.call('members.restrict', { chatId: group, accountId: boris.accountId, denied: ['sendMedia'] });
  const { fileId } = await file(boris, 'photo');
  expect(
    await refusal(boris.call('messages.edit', { chatId: group, messageId: own, attachments: [{ fileId }] })),
  ).toMatchObject({ code: 'forbidden' });
  await alice.call('members.restrict', { chatId: group, accountId: boris.accountId, denied: [] });
});
