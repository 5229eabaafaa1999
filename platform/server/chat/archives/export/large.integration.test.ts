import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Export } from '@veche/contract';
import { afterAll, expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { clientId, startTestServer } from '../../../../../tests/support/server.ts';
import { ExportedMessages } from './format.ts';

/** VECHE_TEST_EXPORT=100000 shows the same of a chat of that size, and says what it took. */
const MESSAGES = Number(process.env['VECHE_TEST_EXPORT'] ?? 24_000);
/** Documents and pages of the smallest are 190 MB; a page, its forms on the way into the zip and the server are about 60. */
const BOUND_BYTES = 128 * 1024 * 1024;

const folder = await mkdtemp(join(tmpdir(), 'veche-large-export-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const server = await startTestServer();
const { sql } = server.app;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The most that was held in memory until now, above what is held at the beginning. */
function watchMemory(): () => number {
  const held = (): number => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const start = held();
  let most = start;
  const timer = setInterval(() => (most = Math.max(most, held())), 500);
  return () => {
    clearInterval(timer);
    return most - start;
  };
}

test(
  `a chat of ${MESSAGES} messages is exported whole, in the memory of a few pages`,
  { timeout: 180_000 + MESSAGES * 20 },
  async () => {
    const alice = await server.person('Алиса');
    const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Летопись', memberIds: [] });
    const { chatId, lastSeq } = chat;
    // Cyrillic: two bytes a character in memory, about four thousand a text.
    // In pieces: a transaction has five seconds.
    for (let first = 1; first <= MESSAGES; first += 5_000)
      await sql`
      insert into message (chat_id, message_id, sender_id, at, ordinal, text, client_id, request_hash)
      select ${chatId}, ${lastSeq} + n, ${alice.accountId}, now(), n, n || ' ' || repeat('летопись ', 220), gen_random_uuid(), 0
      from generate_series(${first}::int, ${Math.min(MESSAGES, first + 4_999)}::int) n`;
    await sql`
      update chat set last_seq = last_seq + ${MESSAGES}, message_count = ${MESSAGES} where chat_id = ${chatId}`;

    const usedAtMost = watchMemory();
    const begun = performance.now();
    const started = await alice.call('archives.startExport', { clientId: clientId(), chatId });
    const { exportId } = started.export;
    let last: Export = started.export;
    await expect
      .poll(
        async () => {
          last = (await alice.call('archives.getExport', { exportId })).export;
          return last.phase;
        },
        { timeout: 120_000 + MESSAGES * 20, interval: 200 },
      )
      .toBe('ready');
    const used = usedAtMost();
    const seconds = (performance.now() - begun) / 1000;
    if (process.env['VECHE_TEST_EXPORT'] !== undefined)
      process.stderr.write(
        `export: ${Math.round(seconds)} s, ${Math.round(used / 1024 ** 2)} MiB above the beginning\n`,
      );
    expect(last.counts).toMatchObject({ chats: 1, messages: MESSAGES });
    expect(used).toBeLessThan(BOUND_BYTES);

    const path = join(folder, 'export.zip');
    const headers = { authorization: `Bearer ${await alice.token()}` };
    const { body } = await fetch(`${server.url}/exports/${exportId}`, { headers });
    await pipeline(Readable.fromWeb(body as never), createWriteStream(path));
    const zip = await openPromise(path);
    let next = 1;
    let pages = 0;
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.startsWith('html/')) pages += 1;
      if (!entry.fileName.startsWith('chats/')) continue;
      const page = ExportedMessages.parse(await json(await zip.openReadStreamPromise(entry)));
      for (const message of page.messages) expect(message.text.startsWith(`${next++} `)).toBe(true);
    }
    expect([next - 1, pages]).toEqual([MESSAGES, Math.ceil(MESSAGES / 1000)]);
  },
);
