import { randomUUID } from 'node:crypto';
import type { AccountId, CallRecord, ChatId, OutputOf, methods } from '@veche/contract';
import { afterAll, expect, test, vi } from 'vitest';
import { connect } from '../../platform/server/kernel/database/sql.ts';
import { cloneTemplate } from '../setup/database.ts';
import { callHttp, freePort } from '../support/http.ts';
import { createKillableVeche } from '../support/killable-veche.ts';

// A database that outlives the server, and can be told that time has passed.
const database = await cloneTemplate();
const sql = connect({ ...database.connection, max: 1 });
const { host, port, user, database: name } = database.connection;
// Its socket is a folder, which an address cannot have for a host.
const place = { PGHOST: host, PGPORT: String(port), PGUSER: user };
const veche = createKillableVeche(await freePort(), { DATABASE_URL: `postgresql:///${name}`, ...place });
afterAll(async () => {
  veche.end();
  await sql.end();
  await database.drop();
});

type Current = OutputOf<(typeof methods)['calls']['current']>;
type History = { messages: { call?: CallRecord }[] };

test('a server killed while a call rings leaves one missed call; an answered one goes on', async () => {
  const { url } = veche;
  await veche.start();
  const { people } = (await callHttp(url, 'identity.listDemoPeople', {})) as { people: { accountId: AccountId }[] };
  const tokens = await Promise.all(
    people.slice(0, 2).map(async ({ accountId }) => {
      const input = { accountId, transport: 'token' };
      return ((await callHttp(url, 'identity.signInAsDemo', input)) as { token: string }).token;
    }),
  );
  const [alice, bob] = tokens.map((token) => (method: string, input: object) => callHttp(url, method, input, token));
  if (alice === undefined || bob === undefined) throw new Error('there are not two people');
  const direct = { accountId: people[1]?.accountId };
  const { chatId } = ((await alice('chats.createDirect', direct)) as { chat: { chatId: ChatId } }).chat;
  const ring = async () => {
    const callId = randomUUID();
    await alice('calls.start', { chatId, clientId: callId, media: 'audio' });
    return { chatId, callId };
  };
  const records = async () =>
    ((await alice('messages.history', { chatId })) as History).messages.flatMap(({ call }) => call ?? []);
  const state = async () => ((await bob('calls.current', {})) as Current).call?.state;

  const before = (await records()).length;
  await ring();
  veche.kill();
  await sql`update call set due_at = now() where ended_at is null`;
  await veche.start();
  await vi.waitFor(async () => expect((await records()).length).toBe(before + 1), { timeout: 20_000, interval: 200 });
  expect((await records()).at(-1)).toEqual({ media: 'audio', outcome: 'missed', seconds: 0 });
  expect(await state()).toBeUndefined();

  const answered = await ring();
  await bob('calls.accept', answered);
  veche.kill();
  await sql`update call set due_at = now() where ended_at is null`;
  await veche.start();
  expect(await state()).toBe('active');
  await bob('calls.keep', answered);
  await alice('calls.end', answered);
  expect((await records()).slice(before).map(({ outcome }) => outcome)).toEqual(['missed', 'answered']);
});
