import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { AccountId, ChatId, Export, ExportId, FileId } from '@veche/contract';
import { afterAll, describe, expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { image } from '../../../../../tests/support/media-samples.ts';
import { refusal } from '../../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../../tests/support/server.ts';
import { uploadFile } from '../../../../../tests/support/uploads.ts';
import { ExportedMessages } from './format.ts';

const dataFolder = await mkdtemp(join(tmpdir(), 'veche-exports-'));
afterAll(() => rm(dataFolder, { recursive: true, force: true }));
const server = await startTestServer({ dataFolder });

/** Waits until an export is over. */
async function finished(person: TestPerson, exportId: ExportId): Promise<Export> {
  let current: Export | undefined;
  await expect
    .poll(
      async () => {
        current = (await person.call('archives.getExport', { exportId })).export;
        return current.phase;
      },
      { timeout: 20_000 },
    )
    .not.toMatch(/waiting|running/);
  return current as Export;
}

async function download(person: TestPerson, exportId: ExportId): Promise<Response> {
  return fetch(`${server.url}/exports/${exportId}`, { headers: { authorization: `Bearer ${await person.token()}` } });
}

async function unzip(zip: Uint8Array): Promise<Map<string, string>> {
  const file = await fromBufferPromise(Buffer.from(zip));
  const entries = new Map<string, string>();
  for await (const entry of file.eachEntry())
    entries.set(entry.fileName, await text(await file.openReadStreamPromise(entry)));
  return entries;
}

async function exported(person: TestPerson, input: { chatId?: ChatId; language?: 'ru' | 'en' } = {}) {
  const { export: started } = await person.call('archives.startExport', { clientId: clientId(), ...input });
  const done = await finished(person, started.exportId);
  expect(done.phase).toBe('ready');
  const response = await download(person, done.exportId);
  expect(response.status).toBe(200);
  return { done, response, files: await unzip(new Uint8Array(await response.arrayBuffer())) };
}

async function group(owner: TestPerson, title: string, members: TestPerson[] = []): Promise<ChatId> {
  const memberIds = members.map(({ accountId }) => accountId);
  return (await owner.call('chats.createGroup', { clientId: clientId(), title, memberIds })).chat.chatId;
}

const say = (person: TestPerson, chatId: ChatId, words: string) =>
  person.call('messages.send', { chatId, clientId: clientId(), text: words });

describe('an export of the account', () => {
  test('has the profile, the sessions, and every chat with its messages, as data and to read', async () => {
    const alice = await server.person('Алиса');
    const boris = await server.person('Борис');
    const chatId = await group(alice, 'Дача', [boris]);
    await say(alice, chatId, 'Едем в субботу?');
    const gone = await say(boris, chatId, 'Опечатка');
    await boris.call('messages.delete', { chatId, messageIds: [gone.messageId] });
    await say(boris, chatId, 'Едем');
    await alice.token();
    await alice.call('contacts.add', { accountId: boris.accountId, name: 'Боря' });
    await alice.call('drafts.set', { chatId, text: 'начато' });

    const { done, files, response } = await exported(alice);
    expect(done).toMatchObject({ percent: 100, counts: { chats: 1, messages: 2, files: 0, missingFiles: 0 } });
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="veche-.*\.zip"$/);
    expect(done.sizeBytes).toBe(Number(response.headers.get('content-length')));

    const index = JSON.parse(files.get('export.json') ?? '') as Record<string, never>;
    expect(index).toMatchObject({
      format: 'veche-export',
      version: 1,
      scope: 'account',
      accountId: alice.accountId,
      account: {
        profile: { account: { name: 'Алиса' }, phone: alice.phone },
        sessions: [{}],
        contacts: [{ name: 'Боря' }],
        drafts: [{ chatId, text: 'начато' }],
      },
      chats: [{ chat: { chatId, title: 'Дача' }, messageCount: 2, pageCount: 1, folder: `chats/${chatId}/` }],
    });
    const page = ExportedMessages.parse(JSON.parse(files.get(`chats/${chatId}/messages-0001.json`) ?? ''));
    expect(page.messages.map((message) => message.text)).toEqual(['Едем в субботу?', 'Едем']);
    expect(page.accounts.map((account) => account.name).sort()).toEqual(['Алиса', 'Борис']);
    const html = files.get(`html/${chatId}/page-0001.html`) ?? '';
    expect(html).toContain('Едем в субботу?');
    expect(html).not.toContain('Опечатка');
    expect(files.get('index.html')).toContain(`html/${chatId}/page-0001.html`);
    const published = await (await fetch(`${server.url}/api/schemas/export.json`)).text();
    expect(files.get('schema.json')).toBe(published);
    expect(JSON.parse(published)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: { ExportIndex: { type: 'object' }, ExportedMessages: { type: 'object' }, Message: { type: 'object' } },
    });
  });

  test('leaves out chats that were left', async () => {
    const alice = await server.person('Алиса');
    const boris = await server.person('Борис');
    const chatId = await group(alice, 'Тайна', [boris]);
    await say(alice, chatId, 'Только для своих');
    await boris.call('chats.leave', { chatId });
    const { files } = await exported(boris);
    expect([...files.values()].join('')).not.toContain('Только для своих');
    expect(JSON.parse(files.get('export.json') ?? '')).toMatchObject({ chats: [] });
  });
});

describe('an export of a chat', () => {
  test('has that chat alone, in the language asked for', async () => {
    const alice = await server.person('Алиса');
    const boris = await server.person('Борис');
    await say(alice, await group(alice, 'Другое'), 'Не сюда');
    const { chat } = await alice.call('chats.createDirect', { accountId: boris.accountId });
    await say(boris, chat.chatId, 'Привет');
    const { files } = await exported(alice, { chatId: chat.chatId, language: 'en' });
    const index = JSON.parse(files.get('export.json') ?? '') as object;
    expect(index).toMatchObject({ scope: 'chat', chats: [{ peer: { name: 'Борис' } }] });
    expect(index).not.toHaveProperty('account');
    expect([...files.values()].join('')).not.toContain('Не сюда');
    expect(files.get(`html/${chat.chatId}/page-0001.html`)).toMatch(
      /<html lang="en">[^]*<h1 dir="auto">Борис<\/h1>[^]*All chats/,
    );
  });

  test('of thousands of messages comes in pages, each whole', async () => {
    const alice = await server.person('Алиса');
    const chatId = await group(alice, 'Длинный');
    for (let sent = 0; sent < 2500; sent += 500)
      await Promise.all(Array.from({ length: 500 }, (_, index) => say(alice, chatId, `№ ${sent + index}`)));
    const { done, files } = await exported(alice, { chatId });
    expect(done.counts.messages).toBe(2500);
    const pages = [1, 2, 3].map((number) =>
      ExportedMessages.parse(JSON.parse(files.get(`chats/${chatId}/messages-000${number}.json`) ?? '')),
    );
    expect(pages.map((page) => page.messages.length)).toEqual([1000, 1000, 500]);
    const texts = pages.flatMap((page) => page.messages.map((message) => message.text));
    expect(new Set(texts).size).toBe(2500);
    expect(files.get(`html/${chatId}/page-0002.html`)).toMatch(/page-0001\.html[^]*page-0003\.html/);
    expect(files.get(`html/${chatId}/page-0003.html`)).not.toContain('page-0004.html');
  });

  test('has the files of its messages, each once, and lists those that are gone', async () => {
    const alice = await server.person('Алиса');
    const chatId = await group(alice, 'Снимки');
    const photo = await uploadFile(server, alice, await image('jpeg'), { kind: 'photo', name: '../за<к>ат.jpg' });
    const lost = await uploadFile(server, alice, Buffer.from('пропажа'), { name: 'пропажа.txt' });
    const attach = (file: { fileId: FileId }, text: string) =>
      alice.call('messages.send', { chatId, clientId: clientId(), text, attachments: [{ fileId: file.fileId }] });
    await attach(photo, 'Закат');
    await attach(photo, 'Он же');
    await attach(lost, 'Не найдут');
    const [row] = await server.app.sql<{ hash: string }[]>`
      select encode(sha256, 'hex') as hash from file where file_id = ${lost.fileId}`;
    await rm(join(dataFolder, 'files', row!.hash.slice(0, 2), row!.hash));

    const { done, files } = await exported(alice, { chatId });
    expect(done.counts).toMatchObject({ messages: 3, files: 2, missingFiles: 1 });
    const names = [...files.keys()].filter((name) => name.startsWith('files/'));
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(new RegExp(`^files/${photo.fileId}/[^/<>]*ат\\.jpg$`));
    const page = ExportedMessages.parse(JSON.parse(files.get(`chats/${chatId}/messages-0001.json`) ?? ''));
    expect(page.files).toMatchObject([{ path: names[0] }, { path: names[0] }, { name: 'пропажа.txt', missing: true }]);
    const html = files.get(`html/${chatId}/page-0001.html`) ?? '';
    expect(html).toContain(`<img src="../../files/${photo.fileId}/`);
    expect(html).toContain('нет в архиве');
  });

  test('shows hostile names and texts as text', async () => {
    const hostile = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';
    const mallory = await server.person(`М${hostile}`.slice(0, 60));
    const chatId = await group(mallory, `Чат ${hostile}`);
    await say(mallory, chatId, hostile);
    const { files } = await exported(mallory, { chatId });
    for (const [name, content] of files) {
      if (!name.endsWith('.html')) continue;
      expect(content).not.toMatch(/<script|<img src=x/);
      expect(content).toContain("default-src 'none'");
    }
    expect(files.get(`html/${chatId}/page-0001.html`)).toContain('&lt;script&gt;');
  });
});

describe('exports are for their owner', () => {
  test('nobody else reads, cancels or downloads one', async () => {
    const alice = await server.person('Алиса');
    const mallory = await server.person('Мэллори');
    const { done } = await exported(alice);
    const { exportId } = done;
    expect(await refusal(mallory.call('archives.getExport', { exportId }))).toMatchObject({ code: 'not_found' });
    expect(await refusal(mallory.call('archives.cancelExport', { exportId }))).toMatchObject({ code: 'not_found' });
    expect((await download(mallory, exportId)).status).toBe(404);
    expect((await fetch(`${server.url}/exports/${exportId}`)).status).toBe(401);
    expect((await download(alice, 'nonsense' as ExportId)).status).toBe(404);
    expect((await mallory.call('archives.listExports', {})).exports).toEqual([]);
    expect((await alice.call('archives.listExports', {})).exports).toMatchObject([{ exportId }]);
  });

  test('a page of an app host gets nothing with the cookie', async () => {
    const alice = await server.person('Алиса');
    const { done } = await exported(alice);
    const cookie = `__Host-session=${await alice.token()}`;
    const from = (site: string) =>
      fetch(`${server.url}/exports/${done.exportId}`, { headers: { cookie, 'sec-fetch-site': site } });
    expect((await from('same-site')).status).toBe(403);
    expect((await from('cross-site')).status).toBe(403);
    expect((await from('same-origin')).status).toBe(200);
  });

  test('who is not in a chat cannot export it', async () => {
    const alice = await server.person('Алиса');
    const mallory = await server.person('Мэллори');
    const chatId = await group(alice, 'Дача');
    const refused = await refusal(mallory.call('archives.startExport', { clientId: clientId(), chatId }));
    expect(refused).toMatchObject({ code: 'not_found', field: 'chatId' });
  });
});

describe('starting', () => {
  test('the same start twice is one export; another content under its id is refused', async () => {
    const alice = await server.person('Алиса');
    const id = clientId();
    const start = () => alice.call('archives.startExport', { clientId: id });
    const [first, second] = await Promise.all([start(), start()]);
    expect(second.export.exportId).toBe(first.export.exportId);
    await finished(alice, first.export.exportId);
    expect((await start()).export.exportId).toBe(first.export.exportId);
    const other = alice.call('archives.startExport', { clientId: id, language: 'en' });
    expect(await refusal(other)).toMatchObject({ code: 'idempotency_conflict', field: 'clientId' });
  });

  test('one at a time, and five a day', async () => {
    const alice = await server.person('Алиса');
    await server.app
      .sql`insert into archive_export (account_id, export_id, client_id, request_hash, language, phase, requested_at)
      values (${alice.accountId}, gen_random_uuid(), gen_random_uuid(), 1, 'ru', 'running', now())`;
    const refused = await refusal(alice.call('archives.startExport', { clientId: clientId() }));
    expect(refused).toMatchObject({ code: 'conflict' });
    await server.app.sql`update archive_export set phase = 'failed' where account_id = ${alice.accountId}`;
    for (let count = 0; count < 4; count += 1) await exported(alice);
    const tooMany = await refusal(alice.call('archives.startExport', { clientId: clientId() }));
    expect(tooMany.code).toBe('rate_limited');
    expect(tooMany.retryAfterSeconds).toBeGreaterThan(80_000);
  });
});

describe('the end of an export', () => {
  test('a cancelled one has no download, and its file is deleted', async () => {
    const alice = await server.person('Алиса');
    const { done } = await exported(alice);
    const { export: cancelled } = await alice.call('archives.cancelExport', { exportId: done.exportId });
    expect(cancelled).toMatchObject({ phase: 'cancelled' });
    expect(cancelled).not.toHaveProperty('download');
    expect((await download(alice, done.exportId)).status).toBe(404);
    expect(await hasBlob(alice.accountId)).toEqual([false]);
  });

  test('one past its time cannot be downloaded', async () => {
    const alice = await server.person('Алиса');
    const { done } = await exported(alice);
    expect(Date.parse(done.expiresAt ?? '') - Date.parse(done.readyAt ?? '')).toBe(7 * 86_400_000);
    await server.app.sql`update archive_export set expires_at = now() where account_id = ${alice.accountId}`;
    const response = await download(alice, done.exportId);
    expect(response.status).toBe(410);
    expect(await response.json()).toMatchObject({ error: { code: 'expired' } });
  });
});

async function hasBlob(accountId: AccountId): Promise<boolean[]> {
  const rows = await server.app.sql<{ has: boolean }[]>`
    select has_blob as has from archive_export where account_id = ${accountId}`;
  return rows.map((row) => row.has);
}

test('an export has the photos of the account and of its groups', async () => {
  const [anna, boris] = [await server.person('Анна'), await server.person('Борис')];
  const chatId = await group(anna, 'Дача', [boris]);
  const upload = async (person: TestPerson, name: string, width: number) =>
    (await uploadFile(server, person, await image('png', { width }), { kind: 'photo', name })).fileId;
  const own = await upload(boris, 'лицо.png', 90);
  const shared = await upload(anna, 'дача.png', 91);
  await boris.call('account.setPhoto', { fileId: own });
  await anna.call('chats.setPhoto', { chatId, fileId: shared });
  const { files } = await exported(boris);
  const index = JSON.parse(files.get('export.json') ?? '{}') as {
    photo?: string;
    chats: { photo?: string }[];
    account: { profile: { account: { photoId?: FileId } } };
  };
  expect(index.account.profile.account.photoId).toBe(own);
  expect(index.photo).toMatch(new RegExp(`^files/${own}/`));
  expect(index.chats.map(({ photo }) => photo)).toEqual([expect.stringMatching(new RegExp(`^files/${shared}/`))]);
  for (const path of [index.photo, index.chats[0]?.photo]) expect(files.get(path ?? '')?.length).toBeGreaterThan(50);
});

test('an export of the account has the messages that wait for their time', async () => {
  const anna = await server.person('Анна');
  const chatId = await group(anna, 'Дача');
  const at = new Date(Date.now() + 3_600_000).toISOString();
  await anna.call('scheduled.create', { chatId, clientId: clientId(), at, text: 'пора сажать' });
  const { files } = await exported(anna);
  const { account } = JSON.parse(files.get('export.json') ?? '{}') as { account: { scheduled: unknown } };
  expect(account.scheduled).toMatchObject([{ chatId, at, content: { text: 'пора сажать' } }]);
});
