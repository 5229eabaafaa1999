import type { AccountId } from '@veche/contract';
import { expect, test } from 'vitest';
import type { Tx } from '../../../platform/server/kernel/database/sql.ts';
import { actsFor, leftBehindBy } from '../../../platform/server/organisations/index.ts';
import { createTestDatabase } from '../../setup/database.ts';

const { sql } = await createTestDatabase();
const anna = 1 as AccountId;

/** How PostgreSQL goes about a statement when it reads no whole table where an index will do. */
const planOf = (explain: (tx: Tx) => PromiseLike<readonly { 'QUERY PLAN': string }[]>) =>
  sql.begin(async (tx) => {
    await tx`set local enable_seqscan = off`;
    return (await explain(tx)).map((row) => row['QUERY PLAN']).join('\n');
  });

test.each([
  ['that somebody acts for', actsFor],
  ['that somebody leaves behind', leftBehindBy],
])('apps %s are found by their owner and by their organisation', async (_which, condition) => {
  const plan = await planOf((tx) => tx`explain select from app a where ${condition(tx, anna)}`);
  for (const index of ['app_owner', 'app_organisation']) expect(plan).toContain(index);
});

test.each([
  ['app_notification', 'at', 'at < now()'],
  ['app_report', 'closed_at', 'closed_at < now()'],
  ['app_launch', 'app_id', 'app_id = 1 and chat_id = 2 and ended_at is null'],
  ['app_launch', 'app_id', 'app_id = 1 and organisation_id = 3 and ended_at is null'],
])('rows of %s are found by %s', async (table, column, condition) => {
  const plan = await planOf((tx) => tx.unsafe(`explain select from ${table} where ${condition}`));
  expect(plan).toMatch(new RegExp(` ${table}_p\\d+_${column}_\\w*idx`));
  expect(plan).not.toContain('Seq Scan');
});
