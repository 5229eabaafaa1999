import { beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { newId } from '../../kernel/ids.ts';
import { purgeKeyedAnswers } from './keyed.ts';

const { sql } = await createTestDatabase();
const day = 86_400_000;
const before = new Date(Date.now() - 30 * day);

/** Answers of so many accounts, given so many days ago. */
const answered = async (count: number, daysAgo: number) => {
  const at = new Date(Date.now() - daysAgo * day);
  for (let number = 0; number < count; number += 1)
    await sql`
      insert into keyed_answer (account_id, client_id, method, request_hash, answer, at)
      values (${newId()}, gen_random_uuid(), 'chats.createGroup', 1, '{}'::jsonb, ${at})`;
};
const kept = async () => (await sql`select 1 from keyed_answer`).length;

beforeEach(async () => void (await sql`delete from keyed_answer`));

test('answers of acts long ago are forgotten, and no others', async () => {
  await answered(7, 31);
  await answered(3, 29);
  await purgeKeyedAnswers(sql, before, { atOnce: 3 });
  expect(await kept()).toBe(3);
});

test('a night forgets so many, and the next one the rest', async () => {
  await answered(7, 40);
  await purgeKeyedAnswers(sql, before, { atOnce: 2, statements: 2 });
  expect(await kept()).toBe(3);
  await purgeKeyedAnswers(sql, before, { atOnce: 2, statements: 2 });
  expect(await kept()).toBe(0);
});
