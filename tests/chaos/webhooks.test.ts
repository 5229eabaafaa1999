import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AccountId, ChatId, OutputOf, methods } from '@veche/contract';
import { afterAll, expect, test, vi } from 'vitest';
import { callHttp, freePort } from '../support/http.ts';
import { createKillableVeche } from '../support/killable-veche.ts';

const ROUNDS = 4;
const CHATS = 3;

const veche = createKillableVeche(await freePort());
const folder = mkdtempSync(join(tmpdir(), 'veche-hooked-'));
const received = join(folder, 'received');
const targetPort = String(await freePort());
let target: ChildProcess | undefined;

const program = fileURLToPath(new URL('../support/webhook-target-process.ts', import.meta.url));
async function startTarget(): Promise<void> {
  const env = { PATH: process.env['PATH'], PORT: targetPort, FILE: received };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  target = child;
  await once(child.stdout, 'data');
}
afterAll(() => {
  veche.end();
  target?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

type Sent = OutputOf<(typeof methods)['messages']['send']>;
interface Message {
  readonly chatId: ChatId;
  readonly clientId: string;
  readonly text: string;
  /** Known once acknowledged. */
  seq?: number;
}

test(`after ${ROUNDS} kills of server and target each update was seen, and first seen in the order of its chat`, async () => {
  const { url } = veche;
  writeFileSync(received, '');
  await Promise.all([veche.start(), startTarget()]);
  const { people } = (await callHttp(url, 'identity.listDemoPeople', {})) as { people: { accountId: AccountId }[] };
  const tokens = await Promise.all(
    people.slice(0, CHATS).map(async ({ accountId }) => {
      const input = { accountId, transport: 'token' };
      return ((await callHttp(url, 'identity.signInAsDemo', input)) as { token: string }).token;
    }),
  );
  const { bot, token } = (await callHttp(
    url,
    'bots.register',
    { username: 'steadfast_bot', name: 'Стойкий' },
    tokens[0],
  )) as { bot: { account: { accountId: AccountId } }; token: string };
  const chatIds = await Promise.all(
    tokens.map(async (person) => {
      const direct = { accountId: bot.account.accountId };
      return ((await callHttp(url, 'chats.createDirect', direct, person)) as { chat: { chatId: ChatId } }).chat.chatId;
    }),
  );
  await callHttp(url, 'bots.setWebhook', { url: `http://127.0.0.1:${targetPort}/hook` }, token);

  const messages: Message[] = [];
  const send = async (message: Message): Promise<void> => {
    const { chatId, clientId, text } = message;
    const sent = (await callHttp(
      url,
      'messages.send',
      { chatId, clientId, text },
      tokens[chatIds.indexOf(chatId)],
    )) as Sent;
    message.seq = sent.seq;
  };
  /** Each chat one after another, until the server is gone. */
  const talk = (chatId: ChatId) =>
    (async () => {
      for (;;) {
        const message: Message = { chatId, clientId: randomUUID(), text: `№ ${messages.length}` };
        messages.push(message);
        await send(message);
      }
    })().catch(() => undefined);

  for (let round = 0; round < ROUNDS; round += 1) {
    const talking = chatIds.map(talk);
    await vi.waitFor(() => expect(readFileSync(received, 'utf8').length).toBeGreaterThan(0), 20_000);
    await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 400));
    // The target dies while it is told; in every other round it is back before the server falls.
    target?.kill('SIGKILL');
    if (round % 2 === 0) await startTarget();
    veche.kill();
    await Promise.all(talking);
    await Promise.all([veche.start(), round % 2 === 0 ? undefined : startTarget()]);
    for (const message of messages) if (message.seq === undefined) await send(message);
  }

  const seen = () =>
    readFileSync(received, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { event: { chat: { chatId: ChatId }; message?: { text?: string } } });
  const firstSeenIn = (chatId: ChatId) =>
    [...new Set(seen().map(({ event }) => (event.chat.chatId === chatId ? event.message?.text : undefined)))].filter(
      (text) => text !== undefined,
    );
  expect(messages.length).toBeGreaterThan(30);
  for (const chatId of chatIds) {
    const texts = messages
      .filter((message) => message.chatId === chatId)
      .sort((one, other) => one.seq! - other.seq!)
      .map(({ text }) => text);
    await vi.waitFor(() => expect(firstSeenIn(chatId)).toHaveLength(texts.length), { timeout: 120_000, interval: 500 });
    expect(firstSeenIn(chatId)).toEqual(texts);
  }
});
