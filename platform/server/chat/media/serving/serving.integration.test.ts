import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { ChatId, ErrorBody, MediaFile, MessageId } from '@veche/contract';
import { expect, test } from 'vitest';
import { beginnings, image, PHOTOGRAPHER } from '../../../../../tests/support/media-samples.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../../tests/support/server.ts';
import { uploadFile } from '../../../../../tests/support/uploads.ts';

const server = await startTestServer();
const alice = await server.person('Алиса');
const boris = await server.person('Борис');
const chatId = await makeGroup(alice, boris);

async function makeGroup(owner: TestPerson, ...members: TestPerson[]): Promise<ChatId> {
  const memberIds = members.map((member) => member.accountId);
  return (await owner.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat.chatId;
}

async function sendFile(content: Uint8Array, options: Parameters<typeof uploadFile>[3] = {}) {
  const file = await uploadFile(server, alice, content, options);
  const sent = { chatId, clientId: clientId(), attachments: [{ fileId: file.fileId }] };
  const { messageId } = await alice.call('messages.send', sent);
  return { file, messageId, path: pathOf(file, messageId) };
}
const pathOf = ({ fileId }: MediaFile, messageId: MessageId, variant = '') =>
  `/files/${fileId}${variant}?chat=${chatId}&message=${messageId}`;

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  error?: ErrorBody;
}

/** As a browser or a program asks; fetch would not let a test set these headers. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const host = new URL(server.url).host;
    const asked = request({ port: server.port, path, method, headers: { host, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        const isJson = response.headers['content-type'] === 'application/json';
        const error =
          isJson && body.length > 0 ? (JSON.parse(body.toString()) as { error: ErrorBody }).error : undefined;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, ...(error && { error }) });
      });
    });
    asked.once('error', reject).end();
  });
}
const bearer = async (person: TestPerson) => ({ authorization: `Bearer ${await person.token()}` });
const read = async (person: TestPerson, path: string, headers: Record<string, string> = {}, method?: string) =>
  ask(path, { ...(await bearer(person)), ...headers }, method);

const content = randomBytes(10_000);
const plain = await sendFile(content, { name: 'данные "1".bin' });

test('a member reads the file whole', async () => {
  const { status, headers, body } = await read(boris, plain.path);
  expect([status, body.equals(content)]).toEqual([200, true]);
  expect(headers).toMatchObject({
    'content-length': '10000',
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(headers['content-disposition']).toBe(
    `attachment; filename="______ _1_.bin"; filename*=UTF-8''%D0%B4%D0%B0%D0%BD%D0%BD%D1%8B%D0%B5%20_1_.bin`,
  );
});

test('HEAD tells the same and sends nothing', async () => {
  const { status, headers, body } = await read(boris, plain.path, { range: 'bytes=0-9' }, 'HEAD');
  expect([status, headers['content-length'], body.length]).toEqual([200, '10000', 0]);
});

test.each([
  ['bytes=0-99', 0, 100, 'bytes 0-99/10000'],
  ['bytes=9990-', 9990, 10_000, 'bytes 9990-9999/10000'],
  ['bytes=-5', 9995, 10_000, 'bytes 9995-9999/10000'],
])('%s is answered with a part', async (range, from, to, stated) => {
  const { status, headers, body } = await read(boris, plain.path, { range });
  expect([status, headers['content-range'], headers['content-length']]).toEqual([206, stated, String(to - from)]);
  expect(body.equals(content.subarray(from, to))).toBe(true);
});

test('several ranges, or none that can be understood, are answered with the whole', async () => {
  for (const range of ['bytes=0-1,5-6', 'bytes=x', 'pages=1']) {
    const { status, body } = await read(boris, plain.path, { range });
    expect([status, body.length]).toEqual([200, 10_000]);
  }
});

test('a range behind the end is refused with the size', async () => {
  const { status, headers } = await read(boris, plain.path, { range: 'bytes=10000-' });
  expect([status, headers['content-range']]).toEqual([416, 'bytes */10000']);
});

test('a part is sent for the same version only, and what the reader has is not sent again', async () => {
  const etag = String((await read(boris, plain.path)).headers['etag']);
  const range = 'bytes=0-9';
  expect((await read(boris, plain.path, { range, 'if-range': etag })).status).toBe(206);
  expect((await read(boris, plain.path, { range, 'if-range': '"another"' })).status).toBe(200);
  expect((await read(boris, plain.path, { 'if-none-match': etag })).status).toBe(304);
  expect((await read(boris, plain.path, { 'if-none-match': '"another"' })).status).toBe(200);
});

test('a stranger reads nothing, and does not learn whether it exists', async () => {
  const stranger = await server.person('Чужой');
  const answer = await read(stranger, plain.path);
  const nothing = await read(stranger, plain.path.replace(String(plain.file.fileId), '12345678901'));
  expect([answer.status, answer.error?.code]).toEqual([404, 'not_found']);
  expect({ ...nothing.error, requestId: '' }).toEqual({ ...answer.error, requestId: '' });
  expect((await ask(plain.path)).error?.code).toBe('unauthenticated');
});

test('the message must carry the file', async () => {
  const other = await sendFile(Buffer.from('другое'));
  expect((await read(boris, pathOf(plain.file, other.messageId))).status).toBe(404);
  expect((await read(boris, `/files/${plain.file.fileId}`)).status).toBe(404);
});

test('who was removed from the chat reads no more, the uploader neither', async () => {
  const vera = await server.person('Вера');
  await alice.call('chats.addMember', { chatId, accountId: vera.accountId });
  const file = await uploadFile(server, vera, Buffer.from('своё'));
  const sent = { chatId, clientId: clientId(), attachments: [{ fileId: file.fileId }] };
  const path = pathOf(file, (await vera.call('messages.send', sent)).messageId);
  expect((await read(vera, path)).status).toBe(200);
  expect((await read(vera, plain.path)).status).toBe(200);
  await alice.call('chats.removeMember', { chatId, accountId: vera.accountId });
  expect((await read(vera, path)).status).toBe(404);
  expect((await read(vera, plain.path)).status).toBe(404);
  expect((await read(boris, path)).status).toBe(200);
});

test('with its message a file is gone for everyone, the uploader as well', async () => {
  const { file, messageId, path } = await sendFile(Buffer.from('ненадолго'));
  expect((await read(boris, path)).status).toBe(200);
  await alice.call('messages.delete', { chatId, messageIds: [messageId] });
  for (const person of [alice, boris]) {
    expect((await read(person, path)).status).toBe(404);
    expect((await read(person, `/files/${file.fileId}`)).status).toBe(404);
  }
});

test('a message that one has deleted for oneself shows its file to the others alone', async () => {
  const { messageId, path } = await sendFile(Buffer.from('не мне'));
  await boris.call('messages.hide', { chatId, messageIds: [messageId] });
  expect([(await read(boris, path)).status, (await read(alice, path)).status]).toEqual([404, 200]);
});

test('before it is sent a file is its uploader’s alone, and may be deleted', async () => {
  const file = await uploadFile(server, alice, Buffer.from('черновик'));
  const path = `/files/${file.fileId}`;
  expect((await read(alice, path)).body.toString()).toBe('черновик');
  expect((await read(boris, path)).status).toBe(404);
  expect(await boris.call('media.delete', { fileId: file.fileId })).toEqual({ deleted: false });
  expect(await alice.call('media.delete', { fileId: file.fileId })).toEqual({ deleted: true });
  expect((await read(alice, path)).status).toBe(404);
});

test('a sent file is not deleted by itself', async () => {
  expect(await alice.call('media.delete', { fileId: plain.file.fileId })).toEqual({ deleted: false });
  expect((await read(boris, plain.path)).status).toBe(200);
});

test('the preview is read under the same rule', async () => {
  const { file, messageId } = await sendFile(await image('jpeg', { width: 800, height: 600 }), { kind: 'photo' });
  const path = pathOf(file, messageId, '/thumbnail');
  const { status, headers } = await read(boris, path);
  expect([status, headers['content-type']]).toEqual([200, 'image/webp']);
  const stranger = await server.person('Чужой');
  expect((await read(stranger, path)).status).toBe(404);
  expect((await read(boris, pathOf(plain.file, plain.messageId, '/thumbnail'))).status).toBe(404);
  expect((await read(boris, pathOf(file, messageId, '/original'))).status).toBe(404);
});

test('a picture of a chat is read by its members, a picture of a person by everyone who is signed in', async () => {
  const file = await uploadFile(server, alice, await image('png'), { kind: 'photo' });
  const path = `/files/${file.fileId}`;
  const stranger = await server.person('Чужой');
  const { sql } = server.app;
  await sql`
    insert into file_hold (account_id, file_id, holder, chat_id)
    values (${alice.accountId}, ${file.fileId}, 'chat photo', ${chatId})`;
  expect([(await read(boris, path)).status, (await read(stranger, path)).status]).toEqual([200, 404]);
  await sql`
    insert into file_hold (account_id, file_id, holder, profile_id)
    values (${alice.accountId}, ${file.fileId}, 'profile photo', ${alice.accountId})`;
  expect([(await read(stranger, path)).status, (await ask(path)).status]).toEqual([200, 401]);
});

test('documents that can carry scripts are only ever downloaded', async () => {
  const script = '<script>alert(document.domain)</script>';
  for (const [name, text] of [
    ['page.html', `<!doctype html>${script}`],
    ['image.svg', `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`],
    ['page.xhtml', `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">${script}</html>`],
    ['page.pdf', beginnings.pdf.toString('latin1')],
  ] as const) {
    const { path } = await sendFile(Buffer.from(text, 'latin1'), { name });
    const { headers } = await read(boris, path);
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['content-disposition']).toContain('attachment;');
  }
});

test('a picture that is a page at the same time is a picture', async () => {
  const script = '<script>alert(document.domain)</script>';
  const polyglot = Buffer.concat([await image('jpeg'), Buffer.from(`<!doctype html>${script}`)]);
  const asFile = await sendFile(polyglot, { name: 'page.html' });
  const { headers } = await read(boris, asFile.path);
  expect(headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  const asPhoto = await sendFile(polyglot, { kind: 'photo', name: 'page.html' });
  const { body } = await read(boris, asPhoto.path);
  expect([body.includes('script'), body.includes(PHOTOGRAPHER)]).toEqual([false, false]);
  expect(asPhoto.file.name).toBe('page.jpg');
});

test.each([
  ['/files/0', 404],
  ['/files/99999999999999999999', 404],
  [`/files/${plain.file.fileId}?chat=1`, 400],
  [`/files/${plain.file.fileId}?chat=x&message=1`, 400],
  [`/files/${plain.file.fileId}?message=1`, 400],
  ['/files/..%2f..%2fetc%2fpasswd', 404],
  ['/files/../../etc/passwd', 404],
])('%s is answered with %i', async (path, status) => {
  expect((await read(boris, path)).status).toBe(status);
});

test('files are read, not written', async () => {
  for (const method of ['POST', 'PUT', 'DELETE']) {
    expect((await read(alice, plain.path, {}, method)).error?.code).toBe('unknown_method');
  }
});

test("a page's own images are read with the cookie; pages of app hosts and of others are not served", async () => {
  const signedIn = await fetch(`${server.url}/api/identity.signInAsDemo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ accountId: boris.accountId, transport: 'cookie' }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const status = async (headers: Record<string, string>) => (await ask(plain.path, { cookie, ...headers })).status;
  for (const site of ['same-origin', 'none']) expect(await status({ 'sec-fetch-site': site })).toBe(200);
  expect(await status({})).toBe(200);
  for (const site of ['same-site', 'cross-site', 'sideways'])
    expect(await status({ 'sec-fetch-site': site })).toBe(403);
  expect(await status({ origin: server.url })).toBe(200);
  expect(await status({ origin: server.url.replace('localhost', 'evil.apps.localhost') })).toBe(403);
  expect(await status({ origin: 'null' })).toBe(403);
  const upload = { 'tus-resumable': '1.0.0', 'upload-length': '1', cookie };
  expect((await ask('/files/uploads', upload, 'POST')).status).toBe(401);
  expect((await ask('/files/uploads', { ...upload, origin: server.url }, 'POST')).status).toBe(201);
});

test('a reader that goes away in the middle leaves nothing open', async () => {
  const { path } = await sendFile(randomBytes(20 * 1024 ** 2));
  const headers = { host: new URL(server.url).host, ...(await bearer(boris)) };
  await new Promise<void>((resolve, reject) => {
    const asked = request({ port: server.port, path, headers }, (response) => {
      response.once('data', () => asked.destroy());
      response.once('close', resolve).on('error', () => undefined);
    });
    asked.on('error', (error) => ('code' in error && error.code === 'ECONNRESET' ? resolve() : reject(error))).end();
  });
  expect((await read(boris, path)).body.length).toBe(20 * 1024 ** 2);
});
