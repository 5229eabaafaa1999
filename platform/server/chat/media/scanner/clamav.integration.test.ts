import { createServer, type Server, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { refusal } from '../../../../../tests/support/refusal.ts';
import { startTestServer } from '../../../../../tests/support/server.ts';
import { createUpload, uploaderOf, uploadFile, uploadWhole } from '../../../../../tests/support/uploads.ts';
import { createClamAvScanner } from './clamav.ts';

/** The test file of the antivirus industry, in two halves so that no scanner takes this file for it. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const MOST_BYTES = 1024 * 1024;

/** A server that speaks clamd's INSTREAM as its manual says, and knows one signature. */
function answerAsClamd(socket: Socket): void {
  let waiting = Buffer.alloc(0);
  let content = Buffer.alloc(0);
  let hasCommand = false;
  const end = (answer: string) => socket.end(`${answer}\0`);
  socket.on('error', () => socket.destroy());
  socket.on('data', (data) => {
    waiting = Buffer.concat([waiting, data]);
    if (!hasCommand) {
      const command = 'zINSTREAM\0';
      if (waiting.length < command.length) return;
      if (waiting.subarray(0, command.length).toString() !== command) return void end('UNKNOWN COMMAND');
      waiting = waiting.subarray(command.length);
      hasCommand = true;
    }
    while (waiting.length >= 4) {
      const length = waiting.readUInt32BE(0);
      if (length === 0) return void end(content.includes(EICAR) ? 'stream: Eicar-Signature FOUND' : 'stream: OK');
      if (waiting.length < 4 + length) return;
      content = Buffer.concat([content, waiting.subarray(4, 4 + length)]);
      waiting = waiting.subarray(4 + length);
      if (content.length > MOST_BYTES) return void end('INSTREAM size limit exceeded. ERROR');
    }
  });
}

const folder = mkdtempSync(join(tmpdir(), 'veche-clamd-'));
const path = join(folder, 'clamd.sock');
let clamd: Server | null = null;
async function startClamd(answer = answerAsClamd): Promise<void> {
  clamd = createServer(answer);
  await new Promise<void>((resolve) => clamd?.listen(path, resolve));
}
async function stopClamd(): Promise<void> {
  const running = clamd;
  clamd = null;
  if (running !== null) await new Promise((resolve) => running.close(resolve));
}
afterAll(async () => {
  await stopClamd();
  rmSync(folder, { recursive: true, force: true });
});

const server = await startTestServer({ scanner: createClamAvScanner({ path }) });
await startClamd();

test('a clean file passes, through many chunks', async () => {
  const alice = await server.person('Алиса');
  expect((await uploadFile(server, alice, randomBytes(900_000))).sizeBytes).toBe(900_000);
});

test('an infected file is refused and nothing of it stays', async () => {
  const boris = await server.person('Борис');
  const uploader = await uploaderOf(server, boris);
  const fileId = await uploadWhole(uploader, Buffer.concat([randomBytes(300_000), Buffer.from(EICAR)]));
  const error = await refusal(boris.call('media.finish', { fileId }));
  expect([error.code, error.field]).toEqual(['invalid_input', 'fileId']);
  expect(error.message).toContain('Eicar-Signature');
  expect((await refusal(boris.call('media.finish', { fileId }))).code).toBe('not_found');
  expect(await boris.call('media.usage', {})).toMatchObject({ fileCount: 0, openUploads: 0 });
  expect(await server.app.sql`select from blob where size_bytes > 300_000 and size_bytes < 301_000`).toHaveLength(0);
});

test('a file waits while the scanner is down, and passes when it is back', async () => {
  const vera = await server.person('Вера');
  const fileId = await uploadWhole(await uploaderOf(server, vera), Buffer.from('подождёт'));
  await stopClamd();
  const error = await refusal(vera.call('media.finish', { fileId }));
  expect(error.code).toBe('unavailable');
  expect(error.retryAfterSeconds).toBeGreaterThan(0);
  expect((await refusal(vera.call('media.get', { fileId }))).code).toBe('not_found');
  expect((await vera.call('media.usage', {})).openUploads).toBe(1);
  await startClamd();
  expect((await vera.call('media.finish', { fileId })).file.fileId).toBe(fileId);
});

test('a file over the limit of the scanner is refused, not let through', async () => {
  const gleb = await server.person('Глеб');
  const fileId = await uploadWhole(await uploaderOf(server, gleb), randomBytes(MOST_BYTES + 500_000));
  const error = await refusal(gleb.call('media.finish', { fileId }));
  expect([error.code, error.field]).toEqual(['too_large', 'fileId']);
});

test('a scanner that hangs up, or answers nonsense, lets nothing through', async () => {
  const dasha = await server.person('Даша');
  const fileId = await uploadWhole(await uploaderOf(server, dasha), Buffer.from('x'));
  for (const answer of [
    (socket: Socket) => socket.destroy(),
    (socket: Socket) => void socket.resume().end('stream: HM\0'),
  ]) {
    await stopClamd();
    await startClamd(answer);
    expect((await refusal(dasha.call('media.finish', { fileId }))).code).toBe('unavailable');
  }
  await stopClamd();
  await startClamd();
  expect((await dasha.call('media.finish', { fileId })).file.sizeBytes).toBe(1);
});

test('what cannot be decoded is not sent to the scanner, and what is not complete neither', async () => {
  const egor = await server.person('Егор');
  await stopClamd();
  const uploader = await uploaderOf(server, egor);
  const text = await uploadWhole(uploader, Buffer.from('текст'), { kind: 'photo' });
  expect((await refusal(egor.call('media.finish', { fileId: text }))).code).toBe('invalid_input');
  const half = await createUpload(uploader, { size: 10 });
  expect((await refusal(egor.call('media.finish', { fileId: half }))).code).toBe('conflict');
  await startClamd();
});

test('over TCP a scanner is asked in the same way', async () => {
  const overTcp = createServer(answerAsClamd);
  await new Promise<void>((resolve) => overTcp.listen(0, '127.0.0.1', resolve));
  const address = overTcp.address() as { port: number };
  const scanner = createClamAvScanner({ host: '127.0.0.1', port: address.port });
  expect(await scanner.scan(Readable.from([Buffer.from('чисто')]))).toBe('clean');
  expect(await scanner.scan(Readable.from([Buffer.from(EICAR)]))).toEqual({ infected: 'Eicar-Signature' });
  await new Promise((resolve) => overTcp.close(resolve));
  await expect(scanner.scan(Readable.from([Buffer.from('x')]))).rejects.toThrow('ECONNREFUSED');
});
