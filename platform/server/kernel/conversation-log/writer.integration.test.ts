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

test('a backend that ends in the middle of a batch costs its senders a try again, and nothing acknowledged', async () => {
  const { chat: yard } = await alice.call('chats.createGroup', {
    clientId: clientId(),
    title: 'Двор',
    memberIds: [bob.accountId],
  });
  const send = (text: string, id = clientId()) =>
    alice.call('messages.send', { chatId: yard.chatId, clientId: id, text }).then(({ seq }) => ({ text, seq }));
  const ids = Array.from({ length: 120 }, () => clientId());
  let isRefused = false;
  const tryTo = (...message: Parameters<typeof send>) =>
    send(...message).catch((error: unknown) => {
      isRefused = true;
      return error;
    });
  const sent = ids.map((id, index) => tryTo(`${index}`, id));
  // Others of the server are in transactions of chats, too.
  while (!isRefused) {
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
        and query ilike '%chat%'`;
    sent.push(tryTo(`ещё ${sent.length}`));
  }
  const answers = await Promise.all(sent);
  const refused = answers.filter((answer) => answer instanceof Error);
  expect(refused.length).toBeGreaterThan(0);
  for (const error of refused) expect(error).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
  // The next call works, and so does each of those again.
  const again = await Promise.all(ids.map((id, index) => send(`${index}`, id)));
  const { events } = await bob.call('sync.pull', { chatId: yard.chatId, after: 0, limit: 100 });
  const kept = new Map<string, number>();
  for (let after = 0; ;) {
    const page = await bob.call('sync.pull', { chatId: yard.chatId, after: after });
    expect(page.events.map(({ seq }) => seq)).toEqual(page.events.map((_, index) => after + 1 + index));
    for (const event of page.events) {
      if (event.kind !== 'message.created') continue;
      expect(kept.has(event.message.text)).toBe(false);
      kept.set(event.message.text, event.seq);
    }
    after = page.events.at(-1)?.seq ?? page.headSeq;
    if (after === page.headSeq) break;
  }
  expect(events.length).toBeGreaterThan(0);
  const acknowledged = [...answers.filter((answer) => !(answer instanceof Error)), ...again];
  for (const { text, seq } of acknowledged as { text: string; seq: number }[]) expect(kept.get(text)).toBe(seq);
});
