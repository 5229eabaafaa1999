import { type AccountId, botConsole } from '@veche/contract';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createLogger } from '../../kernel/logger.ts';
import { createCallRecorder } from './call-recorder.ts';
import { forgetCalls } from './call-store.ts';

const HOUR_MS = 3_600_000;
const { sql } = await createTestDatabase();
let now = new Date();
const recorder = createCallRecorder({ sql, clock: { now: () => now }, log: createLogger({ level: 'silent' }) });

/** Records so many calls and writes them; each has its number in place of its latency. */
async function record(botId: number, count: number): Promise<void> {
  const call = { botId: botId as AccountId, dialect: 'veche', method: 'chats.list', status: 200 } as const;
  for (let number = 1; number <= count; number++) recorder.record({ ...call, milliseconds: number });
  await recorder.stop();
}
const numbersOf = async (botId: number) => {
  const rows = await sql<{ number: number }[]>`
    select latency_ms as number from bot_call where bot_id = ${botId} order by call_id`;
  return rows.map(({ number }) => number);
};

test('of a burst the newest hundred are written', async () => {
  await record(1, 250);
  expect(await numbersOf(1)).toEqual(Array.from({ length: 100 }, (_, index) => 151 + index));
});

test('of one bot the last thousand are kept, whatever others call', async () => {
  for (let times = 0; times < 14; times++) await record(2, 100);
  await record(3, 50);
  expect(await numbersOf(2)).toHaveLength(botConsole.CALLS_PER_BOT);
  expect(await numbersOf(3)).toHaveLength(50);
});

test('a call is kept by its name in any dialect, and by none when that is no name', async () => {
  const names = ['chats.list', 'GET /chats/{chat_id}/members/admins/{user_id}', 'sendMessage', 'слово', 'a\0', 'a b'];
  for (const method of names) {
    recorder.record({ botId: 6 as AccountId, dialect: 'max', method, status: 200, milliseconds: 1 });
  }
  await recorder.stop();
  const rows = await sql<{ method: string }[]>`select method from bot_call where bot_id = 6 order by call_id`;
  expect(rows.map(({ method }) => method)).toEqual([...names.slice(0, 3), '?', '?', '?']);
});

test('calls are forgotten after a day', async () => {
  await record(4, 1);
  now = new Date(now.getTime() + HOUR_MS);
  await record(4, 2);
  await forgetCalls(sql, new Date(now.getTime() - HOUR_MS / 2));
  expect(await numbersOf(4)).toEqual([1, 2]);
});

test('what cannot be written is lost without a word to who records, and later calls are kept', async () => {
  await sql`alter table bot_call rename to bot_call_away`;
  try {
    await record(5, 3);
  } finally {
    await sql`alter table bot_call_away rename to bot_call`;
  }
  await record(5, 1);
  expect(await numbersOf(5)).toEqual([1]);
});
