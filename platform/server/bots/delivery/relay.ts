import type { AccountId, BotUpdate } from '@veche/contract';
import {
  type ChatFace,
  forBots,
  readBotMembers,
  readChatFaces,
  readMessagesById,
  toMessage,
} from '../../chat/index.ts';
import { type Correspondent, readCorrespondents } from '../../identity/index.ts';
import type { Bus } from '../../kernel/bus.ts';
import type { Sql, Tx } from '../../kernel/database/sql.ts';
import type { Logger } from '../../kernel/logger.ts';
import { type OutboxData, type OutboxRow, takeOutbox } from './outbox.ts';
import { appendUpdates, lockQueueEnds, type QueuedUpdate } from './queue.ts';

export interface RelayDependencies {
  readonly sql: Sql;
  readonly bus: Bus;
  readonly log: Logger;
}

/** Any number below every id: one relay works at a time over all nodes. */
const RELAY_LOCK = 0x626f74;
/** Rows moved in one transaction. */
const BATCH = 500;
/** Heals a lost wake-up, and takes over from a node that died. */
const FALLBACK_MS = 1_000;

/**
 * Moves the outbox into the bots' queues: wakes on the bus, runs alone, and gives every update its number in the
 * transaction that takes it out of the outbox, so that each is queued exactly once.
 */
export function createRelay({ sql, bus, log }: RelayDependencies) {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let leave: (() => void) | null = null;

  const drain = async (): Promise<void> => {
    do {
      again = false;
      while (!stopped && (await relayBatch(sql, bus)) === BATCH);
    } while (again && !stopped);
  };
  const wake = (): void => {
    if (stopped) return;
    if (running !== null) {
      again = true;
      return;
    }
    running = drain()
      .catch((error: unknown) => log.error({ err: error }, 'the relay of bot updates failed; it tries again'))
      .finally(() => (running = null));
  };

  return {
    start(): void {
      const unsubscribe = bus.subscribe('outbox', wake);
      const timer = setInterval(wake, FALLBACK_MS);
      timer.unref();
      leave = () => {
        unsubscribe();
        clearInterval(timer);
      };
      wake();
    },
    async stop(): Promise<void> {
      stopped = true;
      leave?.();
      await running;
    },
  };
}

/** Moves up to one batch; answers how many rows left the outbox. */
async function relayBatch(sql: Sql, bus: Bus): Promise<number> {
  const { taken, botIds } = await sql.begin(async (tx) => {
    const [lock] = await tx<{ held: boolean }[]>`select pg_try_advisory_xact_lock(${RELAY_LOCK}::bigint) as held`;
    const rows = lock?.held === true ? await takeOutbox(tx, BATCH) : [];
    return { taken: rows.length, botIds: rows.length === 0 ? [] : await queueRows(tx, rows) };
  });
  for (const botId of botIds) bus.publish('botUpdates', { botId });
  return taken;
}

async function queueRows(tx: Tx, rows: readonly OutboxRow[]): Promise<AccountId[]> {
  const ends = await lockQueueEnds(
    tx,
    rows.map((row) => row.botId),
  );
  const wanted = rows.filter((row) => ends.get(row.botId)?.kinds.includes(row.data.kind));
  const complete = await createCompleter(tx, wanted);
  const updates: QueuedUpdate[] = [];
  for (const row of wanted) {
    const end = ends.get(row.botId);
    const event = complete(row);
    if (end === undefined || event === null) continue;
    end.lastUpdateId += 1;
    updates.push({ botId: row.botId, updateId: end.lastUpdateId, at: row.at, chatId: row.chatId, event });
  }
  const moved = [...new Set(updates.map((update) => update.botId))];
  if (updates.length > 0)
    await appendUpdates(
      tx,
      updates,
      moved.flatMap((botId) => ends.get(botId) ?? []),
    );
  return moved;
}

/** Adds the names that a bot needs. Null for a row whose chat or person is no more: it can tell nothing. */
async function createCompleter(
  tx: Tx,
  rows: readonly OutboxRow[],
): Promise<(row: OutboxRow) => BotUpdate['event'] | null> {
  const [faces, replied] = [
    await readChatFaces(
      tx,
      rows.map((row) => row.chatId),
    ),
    await readReplied(tx, rows),
  ];
  const seats = replied.size === 0 ? [] : await readBotMembers(tx, new Set(rows.map((row) => row.chatId)));
  const hiddenTo = new Map(seats.map((seat) => [`${seat.chatId} ${seat.botId}`, seat.hiddenTo]));
  const chats = new Map(faces.map((face) => [face.chatId, face]));
  const people = await readCorrespondents(tx, [
    ...rows.map(({ data }) => personIn(data)),
    ...[...replied.values()].map((message) => message.senderId),
    ...rows.flatMap(({ data }) => namedIn(data)),
    ...rows.flatMap(({ data }) => ('subjectId' in data ? data.subjectId : [])),
  ]);

  return ({ chatId, botId, data }) => {
    const face = chats.get(chatId);
    const person = people.get(personIn(data));
    if (person === undefined) return null;
    if (data.kind === 'appUninstalled') {
      const { personId: _personId, ...told } = data;
      return { ...told, person };
    }
    if (face === undefined) return null;
    if (data.kind === 'inlineQuery' || data.kind === 'inlineChosen') {
      const { personId: _personId, ...told } = data;
      return { ...told, person };
    }
    const chat = toBotChat(face);
    if (data.kind === 'buttonPressed') {
      const { callbackId, message } = data;
      return { kind: data.kind, callbackId, chat, message: forBots(message), data: data.data, person };
    }
    if (!isMessage(data)) return completeChange(data, { chat, person, people });
    const original = replied.get(`${chatId} ${data.message.replyTo}`);
    const isHidden = original !== undefined && original.messageId <= (hiddenTo.get(`${chatId} ${botId}`) ?? Infinity);
    const author = original === undefined || isHidden ? undefined : people.get(original.senderId);
    const named = namedIn(data).flatMap((accountId) => people.get(accountId) ?? []);
    return {
      kind: data.kind,
      chat,
      message: forBots(data.message),
      sender: person,
      ...(named.length === 0 ? {} : { accounts: named.map(faceOf) }),
      ...(original === undefined || author === undefined
        ? {}
        : { replied: { message: forBots(original), sender: faceOf(author) } }),
    };
  };
}

type ToldMessage = Extract<OutboxData, { kind: 'message' | 'messageEdited' | 'post' | 'postEdited' }>;

function isMessage(data: OutboxData): data is ToldMessage {
  return !('personId' in data);
}

type Told = Exclude<
  OutboxData,
  ToldMessage | { kind: 'buttonPressed' | 'inlineQuery' | 'inlineChosen' | 'appUninstalled' }
>;

function completeChange(
  data: Told,
  {
    chat,
    person,
    people,
  }: { chat: ReturnType<typeof toBotChat>; person: Correspondent; people: ReadonlyMap<AccountId, Correspondent> },
): BotUpdate['event'] | null {
  switch (data.kind) {
    case 'pollChanged':
      return { kind: data.kind, chat, message: data.message };
    case 'joinRequested':
      return { kind: data.kind, chat, person };
    case 'messageDeleted':
    case 'reactionsCounted':
    case 'titleChanged': {
      const { personId: _personId, ...told } = data;
      return { ...told, chat, person: faceOf(person) };
    }
    case 'pollAnswered':
    case 'blockChanged':
    case 'dialogChanged':
    case 'reactionChanged': {
      const { personId: _personId, ...told } = data;
      return { ...told, chat, person };
    }
    default: {
      const { personId: _personId, subjectId, ...told } = data;
      const subject = people.get(subjectId);
      return subject === undefined ? null : { ...told, chat, person: faceOf(person), account: faceOf(subject) };
    }
  }
}

/** Whom an update is about: who wrote, pressed, asked or chose. */
function personIn(data: OutboxData): AccountId {
  return 'personId' in data ? data.personId : data.message.senderId;
}

/** Whom a message names beside its sender. */
function namedIn(data: OutboxData): AccountId[] {
  if ('personId' in data) return [];
  const { entities = [], forward } = data.message;
  const mentioned = entities.flatMap((entity) => (entity.kind === 'accountMention' ? entity.accountId : []));
  return [...new Set([...mentioned, ...(forward?.senderId === undefined ? [] : [forward.senderId])])];
}

/** Messages that are replied to and still stand, by `chatId messageId`. */
async function readReplied(tx: Tx, rows: readonly OutboxRow[]) {
  const replies = rows.flatMap(({ chatId, data }) => {
    const replyTo = 'personId' in data ? undefined : data.message.replyTo;
    return replyTo === undefined ? [] : [{ chatId, replyTo }];
  });
  const found = new Map<string, ReturnType<typeof toMessage>>();
  for (const [chatId, list] of Map.groupBy(replies, (reply) => reply.chatId)) {
    for (const row of await readMessagesById(
      tx,
      chatId,
      list.map((reply) => reply.replyTo),
    )) {
      if (row.deletedAt === null) found.set(`${chatId} ${row.messageId}`, toMessage(row, []));
    }
  }
  return found;
}

function toBotChat({ chatId, kind, title, username, hasTopics }: ChatFace) {
  return {
    chatId,
    kind,
    ...(title === null ? {} : { title }),
    ...(username === null ? {} : { username }),
    ...(hasTopics ? { hasTopics } : {}),
  };
}

function faceOf({ language: _language, ...account }: Correspondent) {
  return account;
}
