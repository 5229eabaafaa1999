import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileId } from '@veche/contract';
import { createApp } from '@veche/server';
import { afterAll, expect, test } from 'vitest';
import { cloneTemplate } from '../../setup/database.ts';
import { callHttp, freePort } from '../../support/http.ts';
import { createLogger } from '../../../platform/server/kernel/logger.ts';
import { tus, tusClient, type Uploader } from '../../support/uploads.ts';

const MIB = 1024 ** 2;
const content = randomBytes(50 * MIB);

/** A server that can be stopped and started again on the same port, database and folder. */
const database = await cloneTemplate();
const dataFolder = mkdtempSync(join(tmpdir(), 'veche-tus-'));
const port = await freePort();
const url = `http://localhost:${port}`;
const secret = randomBytes(32);
async function startServer() {
  const app = await createApp({
    database: { ...database.connection, max: 8 },
    connectionString: database.connectionString,
    dataFolder,
    secret,
    webOrigin: url,
    mode: 'development',
    codeSender: { send: () => Promise.resolve() },
    log: createLogger({ level: 'error' }),
    shellFolder: dataFolder,
  });
  await app.start();
  await app.listen(port);
  return app;
}

let server = await startServer();
await server.seedDemo();
const { people } = (await callHttp(url, 'identity.listDemoPeople', {})) as { people: { accountId: number }[] };
const signedIn = await callHttp(url, 'identity.signInAsDemo', { accountId: people[0]?.accountId, transport: 'token' });
const uploader: Uploader = { url, token: (signedIn as { token: string }).token };
afterAll(async () => {
  await server.close();
  await database.drop();
  rmSync(dataFolder, { recursive: true, force: true });
});

const idOf = (address: string) => Number(address.split('/').at(-1)) as FileId;
const finish = (fileId: FileId) => callHttp(url, 'media.finish', { fileId }, uploader.token);

async function download(fileId: FileId): Promise<string> {
  const answer = await fetch(`${url}/files/${fileId}`, { headers: { authorization: `Bearer ${uploader.token}` } });
  return createHash('sha256')
    .update(Buffer.from(await answer.arrayBuffer()))
    .digest('hex');
}
const sha256 = createHash('sha256').update(content).digest('hex');

test("the tus project's client is stopped in the middle and goes on after the server was started again", async () => {
  const progress: number[] = [];
  const first = tusClient(uploader, content, {
    chunkSize: 4 * MIB,
    metadata: { filename: 'море.bin', filetype: 'video/mp4' },
    onChunkComplete: (_size, accepted) => {
      progress.push(accepted);
      if (accepted >= 20 * MIB) void first.upload.abort();
    },
  });
  first.upload.start();
  while ((progress.at(-1) ?? 0) < 20 * MIB) await new Promise((resolve) => setTimeout(resolve, 20));
  const address = first.upload.url ?? '';
  await server.close();
  server = await startServer();

  const head = await tus(uploader, 'HEAD', address);
  expect(Number(head.headers.get('upload-offset'))).toBeGreaterThanOrEqual(20 * MIB);
  const sentAgain: number[] = [];
  const second = tusClient(uploader, content, {
    uploadUrl: address,
    chunkSize: 4 * MIB,
    onChunkComplete: (size) => void sentAgain.push(size),
  });
  second.upload.start();
  expect(idOf(await second.done)).toBe(idOf(address));
  expect(sentAgain.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(30 * MIB);
  expect(await finish(idOf(address))).toMatchObject({ file: { name: 'море.bin', sizeBytes: 50 * MIB } });
  expect(await download(idOf(address))).toBe(sha256);
});

test('the client rides over a restart by itself', async () => {
  const client = tusClient(uploader, content, {
    chunkSize: 2 * MIB,
    retryDelays: Array.from({ length: 50 }, () => 200),
    onChunkComplete: (_size, accepted) => {
      if (accepted === 10 * MIB) restart ??= server.close().then(async () => void (server = await startServer()));
    },
  });
  let restart: Promise<void> | undefined;
  client.upload.start();
  const fileId = idOf(await client.done);
  expect(restart).toBeDefined();
  await restart;
  await finish(fileId);
  expect(await download(fileId)).toBe(sha256);
});

test('one request without chunks, and one that carries the content with its creation, do as well', async () => {
  const whole = tusClient(uploader, content.subarray(0, 5 * MIB));
  whole.upload.start();
  expect(await finish(idOf(await whole.done))).toMatchObject({ file: { sizeBytes: 5 * MIB } });
  const small = tusClient(uploader, content.subarray(0, 1000), { uploadDataDuringCreation: true });
  small.upload.start();
  expect(await finish(idOf(await small.done))).toMatchObject({ file: { sizeBytes: 1000 } });
});

test('the client cancels an upload on both sides', async () => {
  const client = tusClient(uploader, content, {
    chunkSize: MIB,
    onChunkComplete: () => void (canceled ??= client.upload.abort(true)),
  });
  let canceled: Promise<void> | undefined;
  client.upload.start();
  while (canceled === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
  await canceled;
  expect((await tus(uploader, 'HEAD', client.upload.url ?? '')).status).toBe(404);
});

test('the client is told why it may not upload', async () => {
  const client = tusClient(uploader, content, { metadata: { kind: 'hologram' }, retryDelays: [] });
  client.upload.start();
  await expect(client.done).rejects.toThrow('Upload-Metadata.kind');
});
