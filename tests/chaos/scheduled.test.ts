import { randomUUID } from 'node:crypto';
import type { AccountId, Chat, ChatEvent, ChatId, Message, MessageId } from '@veche/contract';
import { afterAll, expect, test } from 'vitest';
import { callHttp, freePort } from '../support/http.ts';
import { createKillableVeche } from '../support/killable-veche.ts';
import { openSocket, type TestSocket } from '../support/socket.ts';

const KILLS = 2;
const PEOPLE = 4;
/** Of each person: as many as may be asked for in a minute, and a few less. */
const WAITING = 40;
/** Over which they come due: longer than it takes to start again, so that each kill falls among them. */
const SPREAD_MS = 15_000;

const veche = createKillableVeche(await freePort());
afterAll(() => veche.end());

const call = async <T>(token: string, method: string, input: object) =>
  (await callHttp(veche.url, method, input, token)) as T;
const signIn = async (accountId: AccountId) =>
  ((await callHttp(veche.url, 'identity.signInAsDemo', { accountId, transport: 'token' })) as { token: string }).token;

async function wholeLog(token: string, chatId: ChatId): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for (let head = Number.POSITIVE_INFINITY; (events.at(-1)?.seq ?? 0) < head;) {
    const after = events.at(-1)?.seq ?? 0;
    const page = await call<{ events: ChatEvent[]; headSeq: number }>(token, 'sync.pull', { chatId, after });
    events.push(...page.events);
    head = page.headSeq;
  }
  return events;
}

/** Edits of one message, in their order: what was asked, and what was answered. */
interface Edits {
  readonly messageId: MessageId;
  asked: number;
  acknowledged: number;
}

/** Edits a message again and again until the socket dies. */
async function editUntilDeath(socket: TestSocket, chatId: ChatId, edits: Edits): Promise<void> {
  let isDead = false;
  void socket.closed.then(() => (isDead = true));
  while (!isDead) {
    const number = (edits.asked += 1);
    const edit = { chatId, messageId: edits.messageId, text: `правка ${number}` };
    const answer = await Promise.race([socket.closed, socket.call('messages.edit', edit).catch(() => undefined)]);
    if (typeof answer === 'object' && answer.t === 'ok') edits.acknowledged = number;
  }
}

test(`after ${KILLS} kills each message that was to be sent on its time is sent once, and no acknowledged edit is lost`, async () => {
  await veche.start();
  const { people } = (await callHttp(veche.url, 'identity.listDemoPeople', {})) as {
    people: { accountId: AccountId }[];
  };
  const ids = people.slice(0, PEOPLE).map(({ accountId }) => accountId) as [AccountId, ...AccountId[]];
  let tokens = await Promise.all(ids.map(signIn));
  const alice = () => tokens[0] as string;
  const group = { clientId: randomUUID(), title: 'Срок', memberIds: ids.slice(1) };
  const { chatId } = (await call<{ chat: Chat }>(alice(), 'chats.createGroup', group)).chat;
  const edits = await Promise.all(
    tokens.map(async (token): Promise<Edits> => {
      const said = { chatId, clientId: randomUUID(), text: 'правка 0' };
      const { messageId } = await call<{ messageId: MessageId }>(token, 'messages.send', said);
      return { messageId, asked: 0, acknowledged: 0 };
    }),
  );

  const begin = Date.now() + 15_000;
  const waiting: string[] = [];
  for (let number = 0; number < WAITING; number += 1) {
    await Promise.all(
      tokens.map(async (token, by) => {
        const text = `в срок ${by} ${number}`;
        const at = new Date(begin + (number / WAITING) * SPREAD_MS).toISOString();
        await call(token, 'scheduled.create', { chatId, clientId: randomUUID(), at, text });
        waiting.push(text);
      }),
    );
  }
  await new Promise((resolve) => setTimeout(resolve, begin - Date.now()));

  for (let kill = 0; kill < KILLS; kill += 1) {
    const sockets = await Promise.all(tokens.map((token) => openSocket(veche.url, { token })));
    await Promise.all(sockets.map((socket) => socket.frame('ready')));
    const editing = sockets.map((socket, by) => editUntilDeath(socket, chatId, edits[by] as Edits));
    await new Promise((resolve) => setTimeout(resolve, 700 + Math.random() * 800));
    veche.kill();
    await Promise.all(editing);
    await veche.start();
    tokens = await Promise.all(ids.map(signIn));
  }

  const left = async () =>
    (
      await Promise.all(
        tokens.map((token) => call<{ scheduled: unknown[] }>(token, 'scheduled.list', { chatId, limit: 100 })),
      )
    ).flatMap(({ scheduled }) => scheduled);
  await expect.poll(left, { timeout: 60_000, interval: 500 }).toEqual([]);

  const events = await wholeLog(alice(), chatId);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  const sent = events.flatMap((event) => (event.kind === 'message.created' ? event.message.text : []));
  expect(sent.filter((text) => text.startsWith('в срок')).sort()).toEqual(waiting.sort());

  for (const { messageId, asked, acknowledged } of edits) {
    const page = { chatId, around: messageId, limit: 2 };
    const { messages } = await call<{ messages: Message[] }>(alice(), 'messages.history', page);
    const stands = Number(messages.find((message) => message.messageId === messageId)?.text.split(' ')[1]);
    // The one that was under way when the kill came may have happened or not.
    expect(stands).toBeGreaterThanOrEqual(acknowledged);
    expect(stands).toBeLessThanOrEqual(asked);
    const told = events.filter((event) => event.kind === 'message.edited' && event.message.messageId === messageId);
    expect(told.length).toBeGreaterThanOrEqual(acknowledged - KILLS);
    expect(told.length).toBeLessThanOrEqual(asked);
    expect(acknowledged).toBeGreaterThan(0);
  }
});
