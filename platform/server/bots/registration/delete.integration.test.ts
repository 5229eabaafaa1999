import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { createTestBots } from '../../../../tests/support/bots-wing.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { createInProcessBus } from '../../kernel/bus.ts';
import { deleteBot } from './delete.ts';

const { sql } = await createTestDatabase();
const world = createTestBots(sql);
await world.start();
afterAll(() => world.stop());

test('a bot whose registration got a mini-app while it left its chats is not deleted', async () => {
  const alice = await world.person('Алиса Соколова');
  const botId = await world.bot(alice, 'published_meanwhile_bot');
  const leaveChats = async () => {
    await sql`update app set slug = 'meanwhile' where bot_account_id = ${botId}`;
  };
  const whose = { ownerId: alice, botId, username: 'published_meanwhile_bot' };
  const deletion = deleteBot({ sql, bus: createInProcessBus(), leaveChats }, whose);
  expect(await refusal(deletion)).toMatchObject({ code: 'conflict', field: 'accountId' });
  const { bots } = await world.call(alice, 'bots.list', {});
  expect(bots.map(({ account }) => account.accountId)).toEqual([botId]);
});
