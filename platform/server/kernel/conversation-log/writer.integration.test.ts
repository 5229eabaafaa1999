import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const { sql } = server.app;
const alice = await server.person('Алиса');
const bob = await server.person('Борис');
const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
const { chatId } = chat;
const say = (text: string) => alice.call('messages.send', { chatId, clientId: clientId(), text });

test('a database connection that ends under a send refuses that send and no other', async () => {
  await say('до');
  let lost: Promise<unknown> | undefined;
  await sql.begin(async (other) => {
    await other`select 1 from chat where chat_id = ${chatId} for update`;
    lost = refusal(say('потеряно'));
    let killed = 0;
    while (killed === 0) {
      await sleep(10);
      const rows = await other`select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`;
      killed = rows.length;
    }
  });
  expect(await lost).toMatchObject({ code: 'unavailable' });
  await Promise.all(Array.from({ length: 30 }, (_, index) => say(`после ${index}`)));
  const { messages } = await bob.call('messages.history', { chatId, limit: 100 });
  expect(messages.map(({ text }) => text)).toEqual([
    'до',
    ...Array.from({ length: 30 }, () => expect.stringMatching(/^после/) as string),
  ]);
  const log = await bob.call('sync.pull', { chatId, after: 0 });
  expect(log.events.map(({ seq }) => seq)).toEqual(Array.from({ length: log.headSeq }, (_, index) => index + 1));
});
