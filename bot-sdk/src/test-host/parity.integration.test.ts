import { type BotUpdate, type ChatId, type FileKind, type MessageId, VecheError } from '@veche/contract';
import { expect, test } from 'vitest';
import { clientId, startTestServer } from '../../../tests/support/server.ts';
import { uploadFile } from '../../../tests/support/uploads.ts';
import { type Bot, type BotOptions, createBot } from '../index.ts';
import { createTestHost } from './index.ts';

/** One stage for the same play: a bot, and what a person does in the direct chat with it. */
interface Stage {
  readonly options: BotOptions;
  says(text: string, replyTo?: MessageId): Promise<{ chatId: ChatId; messageId: MessageId }>;
  corrects(text: string): Promise<unknown>;
  sendsFile(content: Uint8Array, file: { name: string; kind: FileKind }): Promise<unknown>;
  presses(text: string): Promise<unknown>;
  /** Votes in the newest poll by the index and the text of an option. */
  votes(index: number, text: string): Promise<unknown>;
}

const server = await startTestServer();
const alice = await server.person('Алиса Соколова');
let bots = 0;

async function onServer(): Promise<Stage> {
  const { bot, token } = await alice.call('bots.register', { username: `parity_${(bots += 1)}_bot`, name: 'Бот' });
  const { accountId } = bot.account;
  const { chatId } = (await alice.call('chats.createDirect', { accountId })).chat;
  const says = async (text: string, replyTo?: MessageId) => {
    const answered = replyTo === undefined ? {} : { replyTo };
    return { chatId, ...(await alice.call('messages.send', { chatId, clientId: clientId(), text, ...answered })) };
  };
  const history = async () => (await alice.call('messages.history', { chatId })).messages;
  return {
    options: { baseUrl: server.url, token },
    says,
    corrects: async (text) => {
      const own = (await history()).findLast(({ senderId }) => senderId === alice.accountId);
      await alice.call('messages.edit', { chatId, messageId: own!.messageId, text });
    },
    sendsFile: async (content, file) => {
      const { fileId } = await uploadFile(server, alice, content, file);
      await alice.call('messages.send', { chatId, clientId: clientId(), attachments: [{ fileId }] });
    },
    presses: async (text) => {
      const message = (await history()).findLast(({ buttons = [] }) => buttons.flat().some((one) => one.text === text));
      const press = { chatId, messageId: message!.messageId, clientId: clientId(), data: 'yes' };
      return alice.call('messages.pressButton', press);
    },
    votes: async (index) => {
      const asked = async () => (await history()).findLast(({ poll }) => poll !== undefined)?.messageId;
      await expect.poll(asked, { timeout: 15_000 }).toBeDefined();
      return alice.call('polls.vote', { chatId, messageId: (await asked())!, options: [index] });
    },
  };
}

function onHost(): Stage {
  const host = createTestHost();
  const anna = host.person('Алиса Соколова');
  return {
    options: host.options,
    says: (text, replyTo) => anna.says(text, replyTo === undefined ? {} : { replyTo }),
    corrects: (text) => anna.corrects(text),
    sendsFile: (content, file) => anna.sendsFile(content, file),
    presses: (text) => anna.presses(text),
    votes: (_index, text) => anna.votes(text),
  };
}

/** What is refused, by code and field. */
async function refusalsOf({ options, says }: Stage): Promise<Record<string, unknown>> {
  const bot = createBot(options);
  const running = bot.start();
  const { chatId, messageId } = await says('hello');
  const sent = await bot.send(chatId, 'mine');
  const [mine, theirs] = [sent.messageId, messageId];
  const unknown = 4_000_000_000_000_000;
  const id = clientId();
  const { call } = bot;
  const send = (input: object) => call('messages.send', { chatId, clientId: clientId(), text: 'x', ...input });
  const button = { text: 'Yes', action: { kind: 'callback' as const, data: 'yes' } };
  await send({ clientId: id, text: 'once' });

  const tries: Record<string, () => Promise<unknown>> = {
    'send to an unknown chat': () => send({ chatId: unknown }),
    'send nothing': () => send({ text: ' ' }),
    'send a field that there is not': () => send({ txt: 'x' }),
    'answer an unknown message': () => send({ replyTo: unknown }),
    'send another text by the same id': () => send({ clientId: id, text: 'twice' }),
    'send keys beside buttons': () => send({ buttons: [[button]], keyboard: { kind: 'none' } }),
    'send an unknown file': () => send({ attachments: [{ fileId: unknown }] }),
    'edit an unknown message': () => call('messages.edit', { chatId, messageId: unknown, text: 'x' }),
    "edit another's message": () => call('messages.edit', { chatId, messageId: theirs, text: 'x' }),
    'delete in an unknown chat': () => call('messages.delete', { chatId: unknown, messageIds: [mine] }),
    'react by a word': () => call('reactions.set', { chatId, messageId: mine, emojis: ['no'] }),
    'react to an unknown message': () => call('reactions.set', { chatId, messageId: unknown, emojis: ['👍'] }),
    'answer an unknown press': () => call('bots.answerButton', { callbackId: '12' }),
    'answer an unknown query': () => call('inline.answer', { queryId: '12', results: [] }),
    'close an unknown poll': () => call('polls.close', { chatId, messageId: unknown }),
    'close what is no poll': () => call('polls.close', { chatId, messageId: mine }),
    'send a poll with one option': () => send({ text: '', poll: { question: '?', options: ['a'] } }),
    'pin an unknown message': () => call('pins.set', { chatId, messageId: unknown }),
    'pin in an unknown chat': () => call('pins.set', { chatId: unknown, messageId: mine }),
    'act in an unknown chat': () => call('chats.sendAction', { chatId: unknown, action: 'typing' }),
    'set a command in capitals': () => call('bots.setCommands', { commands: [{ command: 'A', description: 'x' }] }),
    'finish an unknown upload': () => call('media.finish', { fileId: unknown }),
    'upload nothing': () => bot.files.upload(new Uint8Array(), { name: 'nothing' }),
    'list sessions': () => call('identity.listSessions', {}),
    'read a history': () => call('messages.history', { chatId }),
    'call what there is not': () => (call as (method: string, input: object) => Promise<unknown>)('no.such', {}),
    'come with a wrong token': () => createBot({ ...options, token: '1:x' }).call('bots.getState', {}),
  };
  const refusals: Record<string, unknown> = {};
  for (const [name, act] of Object.entries(tries)) {
    const error = await act().catch((thrown: unknown) => thrown);
    refusals[name] = error instanceof VecheError ? [error.code, error.field] : error;
  }
  await bot.stop();
  await running;
  return refusals;
}

/** Which fields the updates of a small play have, by kind. */
async function updatesOf({
  options,
  says,
  corrects,
  sendsFile,
  presses,
  votes,
}: Stage): Promise<Record<string, unknown>[]> {
  const bot: Bot = createBot(options);
  const told: BotUpdate[] = [];
  bot.use(({ update }, next) => {
    told.push(update);
    return next();
  });
  bot.command('ask', ({ reply }) =>
    reply('Well?', { buttons: [[{ text: 'Yes', action: { kind: 'callback', data: 'yes' } }]] }),
  );
  bot.command('vote', async ({ call, chat: { chatId }, message: { messageId } }) => {
    await call('pins.set', { chatId, messageId });
    const poll = { question: 'Lime?', options: ['Yes', 'No'], anonymous: false };
    await bot.send(chatId, '', { poll });
  });
  bot.on('pollAnswered', async ({ call, chat: { chatId }, messageId }) => {
    await call('polls.close', { chatId, messageId });
  });
  const running = bot.start();
  const isTold = (count: number) => expect.poll(() => told.length, { timeout: 15_000 }).toBe(count);
  const { messageId } = await says('/ask');
  await isTold(1);
  await says('see https://veche.example #trees', messageId);
  await isTold(2);
  await corrects('see @someone_else');
  await isTold(3);
  await sendsFile(new TextEncoder().encode('a note'), { name: 'note.txt', kind: 'file' });
  await isTold(4);
  await presses('Yes');
  await isTold(5);
  await says('/vote');
  await isTold(6);
  await votes(1, 'No');
  // How it stands, who voted, and that it is closed.
  await isTold(9);
  await bot.stop();
  await running;
  return told.map(({ event }) => formOf(event) as Record<string, unknown>);
}

/** Names of fields and kinds of values; of texts that are words of the contract, the words. */
function formOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(formOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    entries.map(([name, field]) => [name, name === 'kind' ? (field as string) : formOf(field)]),
  );
}

test('the test host refuses as the server does', { timeout: 60_000 }, async () => {
  expect(await refusalsOf(onHost())).toEqual(await refusalsOf(await onServer()));
});

test('the test host tells a bot what the server tells it', { timeout: 60_000 }, async () => {
  expect(await updatesOf(onHost())).toEqual(await updatesOf(await onServer()));
});
