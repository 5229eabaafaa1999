import type { AccountId, ChatId } from '@veche/contract';
import { afterEach, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createInProcessBus } from '../bus.ts';
import { newId } from '../ids.ts';
import { createLogger } from '../logger.ts';
import { createFollower } from './follower.ts';

const { sql } = await createTestDatabase();
let stop = async (): Promise<void> => {};
afterEach(() => stop());

const chatOf = async (messages: number): Promise<ChatId> => {
  const [chatId, senderId] = [newId<ChatId>(), newId<AccountId>()];
  await sql`insert into chat (chat_id, kind, last_seq, message_count) values (${chatId}, 'group', ${messages}, ${messages})`;
  await sql`
    insert into message (chat_id, message_id, sender_id, at, ordinal, text, client_id, request_hash)
    select ${chatId}, n, ${senderId}, now(), n, '', gen_random_uuid(), 0 from generate_series(1, ${messages}::int) n`;
  return chatId;
};

test('entries that do not fit into one transaction are taken in smaller parts, in order and once each', async () => {
  const chats = new Map<ChatId, number[]>();
  for (const messages of [230, 40, 5]) chats.set(await chatOf(messages), []);
  const follower = createFollower({
    ...{ name: 'slow', sql, bus: createInProcessBus(), log: createLogger({ level: 'silent' }), from: 'start' },
    gatherMs: 1,
    retryMs: 1,
    take: (_tx, pages) => {
      const entries = [...pages.values()].reduce((sum, page) => sum + page.length, 0);
      if (entries > 30) return Promise.reject(new Error('took too long'));
      for (const [chatId, page] of pages) chats.get(chatId)?.push(...page.map(({ seq }) => seq));
      return Promise.resolve();
    },
  });
  follower.start();
  stop = () => follower.stop();
  await vi.waitFor(() => {
    expect([...chats.values()].map((seqs) => seqs.length)).toEqual([230, 40, 5]);
  }, 10_000);
  for (const seqs of chats.values()) expect(seqs).toEqual(seqs.map((_, index) => index + 1));
});
