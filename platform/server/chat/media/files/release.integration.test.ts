import { existsSync, readdirSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileId, MediaFile } from '@veche/contract';
import { afterAll, expect, test } from 'vitest';
import { image } from '../../../../../tests/support/media-samples.ts';
import { refusal } from '../../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../../tests/support/server.ts';
import { createUpload, sendPart, tus, uploaderOf, uploadFile } from '../../../../../tests/support/uploads.ts';
import { createDiskBlobs } from '../../../kernel/blobs.ts';
import { createParts } from '../uploads/parts.ts';
import { blobKeyOf } from './keep.ts';
import { keepOwnFiles, letOwnFilesGo } from './holds.ts';
import { releaseTask } from './release.ts';
import { findOwnFile } from './store.ts';

let offset = 0;
const clock = { now: () => new Date(Date.now() + offset) };
const pass = (hours: number) => void (offset += hours * 3_600_000);
const dataFolder = mkdtempSync(join(tmpdir(), 'veche-release-'));
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));
const server = await startTestServer({ clock, dataFolder });
const { sql, log } = server.app;
const uploadsFolder = join(dataFolder, 'uploads');
const blobs = createDiskBlobs(dataFolder);
const runTask = () => releaseTask({ sql, blobs, clock, log }, createParts(uploadsFolder)).run();

const alice = await server.person('Алиса');
const boris = await server.person('Борис');
const { chat } = await alice.call('chats.createDirect', { accountId: boris.accountId });

async function send(
  person: TestPerson,
  { fileId }: MediaFile,
  from?: { chatId: typeof chat.chatId; messageId: number },
) {
  const attachments = [{ fileId, ...(from === undefined ? {} : { from: from as never }) }];
  return (await person.call('messages.send', { chatId: chat.chatId, clientId: clientId(), attachments })).messageId;
}
async function contentOf(person: TestPerson, { fileId }: { fileId: FileId }): Promise<string[]> {
  const file = await findOwnFile(sql, person.accountId, fileId);
  const hashes = [file?.sha256, file?.thumbnailSha256].filter((hash) => hash !== undefined && hash !== null);
  return hashes.map((hash) => join(dataFolder, blobKeyOf(hash)));
}
const usedBytes = async (person: TestPerson) => (await person.call('media.usage', {})).usedBytes;

test('a deleted message lets its file go: the quota at once, the content after the time of grace', async () => {
  const file = await uploadFile(server, alice, await image('png'), { kind: 'photo' });
  const paths = await contentOf(alice, file);
  expect(paths).toHaveLength(2);
  const messageId = await send(alice, file);
  expect(await usedBytes(alice)).toBe(file.sizeBytes);
  await alice.call('messages.delete', { chatId: chat.chatId, messageIds: [messageId] });
  pass(0.1);
  await runTask();
  expect(await usedBytes(alice)).toBe(0);
  expect(paths.map((path) => existsSync(path))).toEqual([true, true]);
  pass(25);
  await runTask();
  expect(paths.map((path) => existsSync(path))).toEqual([false, false]);
});

test('a file stays as long as one message carries it', async () => {
  const file = await uploadFile(server, alice, randomBytes(100));
  const first = await send(alice, file);
  const second = await send(boris, file, { chatId: chat.chatId, messageId: first });
  await alice.call('messages.delete', { chatId: chat.chatId, messageIds: [first] });
  pass(100);
  await runTask();
  expect(await findOwnFile(sql, alice.accountId, file.fileId)).not.toBeNull();
  await boris.call('messages.delete', { chatId: chat.chatId, messageIds: [second] });
  pass(1);
  await runTask();
  expect(await findOwnFile(sql, alice.accountId, file.fileId)).toBeNull();
});

test('content stays as long as one file of whomever has it', async () => {
  const content = randomBytes(200);
  const hers = await uploadFile(server, alice, content);
  const his = await uploadFile(server, boris, content);
  const [path = ''] = await contentOf(boris, his);
  await alice.call('media.delete', { fileId: hers.fileId });
  pass(30);
  await send(boris, his);
  await runTask();
  expect(existsSync(path)).toBe(true);
  expect((await findOwnFile(sql, boris.accountId, his.fileId))?.fileId).toBe(his.fileId);
});

test('content that comes again within the time of grace is not taken away', async () => {
  const content = randomBytes(300);
  const first = await uploadFile(server, alice, content);
  const [path = ''] = await contentOf(alice, first);
  await alice.call('media.delete', { fileId: first.fileId });
  pass(23);
  const second = await uploadFile(server, alice, content);
  await send(alice, second);
  pass(100);
  await runTask();
  expect(existsSync(path)).toBe(true);
});

test('a file that was never sent goes after a day', async () => {
  const file = await uploadFile(server, alice, randomBytes(400));
  pass(23);
  await runTask();
  expect(await findOwnFile(sql, alice.accountId, file.fileId)).not.toBeNull();
  pass(2);
  await runTask();
  expect(await findOwnFile(sql, alice.accountId, file.fileId)).toBeNull();
});

test('a file that something will need is kept for it, and read by nobody else', async () => {
  const file = await uploadFile(server, alice, randomBytes(500));
  const waiting = { accountId: alice.accountId, holder: 'scheduled 1' };
  expect(await sql.begin((tx) => keepOwnFiles(tx, waiting, [file.fileId]))).toBeNull();
  pass(100);
  await runTask();
  expect((await alice.call('media.get', { fileId: file.fileId })).file).toEqual(file);
  expect((await refusal(boris.call('media.get', { fileId: file.fileId }))).code).toBe('not_found');
  await sql.begin((tx) => letOwnFilesGo(tx, waiting, clock.now()));
  pass(1);
  await runTask();
  expect(await findOwnFile(sql, alice.accountId, file.fileId)).toBeNull();
  expect(await sql.begin((tx) => keepOwnFiles(tx, waiting, [file.fileId]))).toBe(file.fileId);
});

test('an upload stays open for a day, then it and its bytes are gone', async () => {
  const uploader = await uploaderOf(server, alice);
  const fileId = await createUpload(uploader, { size: 10 });
  await sendPart(uploader, fileId, 0, Buffer.alloc(5));
  const part = join(uploadsFolder, `${alice.accountId}.${fileId}`);
  expect(existsSync(part)).toBe(true);
  pass(23);
  await runTask();
  expect((await tus(uploader, 'HEAD', `/files/uploads/${fileId}`)).headers.get('upload-offset')).toBe('5');
  pass(2);
  const late = await tus(uploader, 'PATCH', `/files/uploads/${fileId}`, {
    headers: { 'upload-offset': '5', 'content-type': 'application/offset+octet-stream' },
    body: Buffer.alloc(5),
  });
  expect(late.error?.code).toBe('expired');
  await runTask();
  expect(existsSync(part)).toBe(false);
  expect((await tus(uploader, 'HEAD', `/files/uploads/${fileId}`)).status).toBe(404);
  expect(await alice.call('media.usage', {})).toMatchObject({ openUploads: 0, reservedBytes: 0 });
});

test('nothing that the tests made is left over among the uploads', async () => {
  pass(100);
  await runTask();
  expect(readdirSync(uploadsFolder)).toEqual([]);
});
