import { randomUUID } from 'node:crypto';
import type { AccountId, Chat, ChatEvent } from '@veche/contract';
import { afterAll, expect, test } from 'vitest';
import { callHttp, freePort } from '../support/http.ts';
import { createKillableVeche } from '../support/killable-veche.ts';
import { openSocket, type TestSocket } from '../support/socket.ts';

const KILLS = 5;
const SENDERS = 4;

const veche = createKillableVeche(await freePort());
afterAll(() => veche.end());

interface Sent {
  by: number;
  clientId: string;
  text: string;
  /** Known once acknowledged. */
  seq?: number;
}

/** Sends without pause until the socket dies; every acknowledgement is written down. */
async function sendUntilDeath(socket: TestSocket, by: number, chatId: number, sent: Sent[]): Promise<void> {
  let isDead = false;
  void socket.closed.then(() => (isDead = true));
  while (!isDead) {
    const batch = Array.from({ length: 5 }, (): Sent => ({
      by,
      clientId: randomUUID(),
      text: `№ ${sent.length} ${randomUUID()}`,
    }));
    sent.push(...batch);
    await Promise.race([
      socket.closed,
      Promise.all(
        batch.map(async (one) => {
          const answer = await socket.call('messages.send', { chatId, clientId: one.clientId, text: one.text });
          if (answer.t === 'ok') one.seq = (answer.result as { seq: number }).seq;
        }),
      ).catch(() => undefined),
    ]);
  }
}

async function signIn(url: string, accountId: AccountId): Promise<string> {
  return ((await callHttp(url, 'identity.signInAsDemo', { accountId, transport: 'token' })) as { token: string }).token;
}

test(`after ${KILLS} kills of server and database every acknowledged message is there once, and nothing has two numbers`, async () => {
  const { url } = veche;
  const sent: Sent[] = [];
  let room: Chat | undefined;
  let people: { accountId: AccountId }[] = [];
  for (let round = 0; round < KILLS; round += 1) {
    await veche.start();
    people = (
      (await callHttp(url, 'identity.listDemoPeople', {})) as { people: { accountId: AccountId }[] }
    ).people.slice(0, SENDERS);
    const tokens = await Promise.all(people.map(({ accountId }) => signIn(url, accountId)));
    const list = (await callHttp(url, 'chats.list', {}, tokens[0])) as { chats: Chat[] };
    room ??= list.chats.find((chat) => chat.kind === 'group');
    const { chatId } = room as Chat;
    const sockets = await Promise.all(tokens.map((token) => openSocket(url, { token })));
    await Promise.all(sockets.map((socket) => socket.frame('ready')));
    // What got no answer before the kill is sent again under the same client id, as every client does.
    await Promise.all(
      sent
        .filter((one) => one.seq === undefined)
        .map(async (one) => {
          const answer = await sockets[one.by]?.call('messages.send', {
            chatId,
            clientId: one.clientId,
            text: one.text,
          });
          if (answer?.t === 'ok') one.seq = (answer.result as { seq: number }).seq;
        }),
    );
    const sending = sockets.map((socket, by) => sendUntilDeath(socket, by, chatId, sent));
    await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 1200));
    veche.kill();
    await Promise.all(sending);
  }

  await veche.start();
  const token = await signIn(url, (people[0] as { accountId: AccountId }).accountId);
  const { chatId } = room as Chat;
  const acknowledged = sent.filter((one) => one.seq !== undefined);
  expect(acknowledged.length).toBeGreaterThan(50);

  const events: ChatEvent[] = [];
  for (let head = Number.POSITIVE_INFINITY; events.length < head;) {
    const page = (await callHttp(url, 'sync.pull', { chatId, after: events.at(-1)?.seq ?? 0 }, token)) as {
      events: ChatEvent[];
      headSeq: number;
    };
    events.push(...page.events);
    head = page.headSeq;
  }
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  const stored = new Map<string, number[]>();
  for (const event of events) {
    if (event.kind !== 'message.created') continue;
    stored.set(event.message.text, [...(stored.get(event.message.text) ?? []), event.seq]);
  }
  const wrong = acknowledged.filter((one) => {
    const seqs = stored.get(one.text);
    return seqs?.length !== 1 || seqs[0] !== one.seq;
  });
  expect(wrong).toEqual([]);
  // What was never acknowledged may be there or not, but never twice.
  expect([...stored.values()].filter((seqs) => seqs.length > 1)).toEqual([]);
});
