import type { ChatEvent, ChatId, ClientId, FileId } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { Connection } from './connection.ts';
import { codeOf, mayPass } from './failures.ts';
import type { EnginePorts, Timings } from './ports.ts';
import type { Replica } from './replica.ts';
import type { Outgoing, OutgoingFile } from './state.ts';
import type { Store } from './store.ts';
import { type Written, writtenOf } from './written.ts';

/** Most bytes of files that are kept for after a reload. */
const MAX_KEPT_BYTES = 512 * 1024 ** 2;

/** Answers `internal` after which a message counts as failed: the fault may lie in the message. */
const MAX_INTERNAL = 5;

interface OutboxParts extends Pick<EnginePorts, 'clock' | 'random' | 'tabs'> {
  readonly replica: Replica;
  readonly connection: Pick<Connection, 'call' | 'phase'>;
  readonly timings: Timings;
  changed(chatId: ChatId): void;
  /** The server has stored an event of this seq: the log must come to it. */
  expect(chatId: ChatId, seq: number): void;
}

/**
 * The durable queue of own messages: in order within a chat, each under one client id until the server answered.
 * One tab of the device sends; another steps in when that one is slow.
 */
export interface Outbox {
  adopt(entries: readonly Outgoing[]): void;
  of(chatId: ChatId): readonly Outgoing[];
  send(chatId: ChatId, message: Written): Promise<void>;
  /** A message as it stands in the queue, once it is put there. */
  entryFor(chatId: ChatId, message: Written): Outgoing;
  /** Queues a message that waits for its files. Contents that cannot be kept stay with this tab alone. */
  sendFiles(entry: Outgoing, contents: readonly Blob[]): Promise<void>;
  /** Messages with files. */
  withFiles(): readonly Outgoing[];
  isKept(clientId: string): boolean;
  /** Puts what became of a message in its place, unless it is gone. */
  amend(entry: Outgoing): Promise<void>;
  resend(clientId: string): Promise<void>;
  discard(clientId: string): Promise<void>;
  applied(chatId: ChatId, events: readonly ChatEvent[]): void;
  /** The chat is no longer one's own: what the log holds of the queue will never be heard of. */
  left(chatId: ChatId): void;
  /** Another tab changed the queue. */
  reload(): Promise<void>;
  /** Writes all into a store that took the place of a lost one. */
  moveTo(store: Store): void;
  /** A new connection is a new chance: nothing rests any longer. */
  resume(): void;
  lead(): void;
  clear(): void;
}

export function createOutbox(parts: OutboxParts): Outbox {
  const { replica, connection, clock, random, tabs, timings } = parts;
  let entries: readonly Outgoing[] = [];
  /** How often all was forgotten: what was asked for before belongs to somebody else. */
  let generation = 0;
  let isLeading = false;
  let cancelStepIn: (() => void) | undefined;
  const sending = new Set<ChatId>();
  /** Chats that wait after a refusal, and how to end the wait. */
  const resting = new Map<ChatId, () => void>();
  const tries = new Map<string, number>();
  /** What the store did not take, or not yet. */
  const unkept = new Set<string>();

  const isWaiting = ({ failure, sentSeq, files = [] }: Outgoing) =>
    failure === undefined && sentSeq === undefined && files.every(({ isFinished }) => isFinished);
  const set = (next: readonly Outgoing[], chatId: ChatId) => {
    entries = next;
    parts.changed(chatId);
  };
  const put = async (entry: Outgoing) => {
    const { clientId, chatId } = entry;
    // Written before it is shown: who reads the store anew because of the change must find it.
    const kept = unkept.has(clientId) ? null : replica.keep((store) => store.putOutgoing(entry));
    set([...entries.filter((other) => other.clientId !== clientId), entry].sort(byOrder), chatId);
    if (kept === null) return;
    await kept;
    tabs.tell({ t: 'queue' });
  };
  const keepContents = async (entry: Outgoing, contents: readonly Blob[]) => {
    const { clientId } = entry;
    const kept = entries.filter((other) => other.files !== undefined && !unkept.has(other.clientId));
    if ([...kept, entry].reduce((sum, { files }) => sum + bytesOf(files), 0) > MAX_KEPT_BYTES) return;
    // A store that is full takes no files, and all else as before.
    await replica.store.putOutgoing(entry, contents);
    unkept.delete(clientId);
    const now = find(clientId);
    if (now === undefined) await replica.keep((store) => store.removeOutgoing(clientId));
    else await put(now);
  };
  const remove = async ({ clientId, chatId }: Outgoing) => {
    tries.delete(clientId);
    unkept.delete(clientId);
    const kept = replica.keep((store) => store.removeOutgoing(clientId));
    set(
      entries.filter((entry) => entry.clientId !== clientId),
      chatId,
    );
    await kept;
    tabs.tell({ t: 'queue' });
  };
  const nextOrder = () => Math.max(clock.now(), (entries.at(-1)?.order ?? 0) + 1);
  const entryFor = (chatId: ChatId, message: Written): Outgoing => ({
    clientId: random.uuid(),
    chatId,
    ...writtenOf(message),
    at: new Date(clock.now()).toISOString(),
    order: nextOrder(),
  });
  const find = (clientId: string) => entries.find((entry) => entry.clientId === clientId);
  const isArrived = ({ chatId, sentSeq }: Outgoing) =>
    sentSeq !== undefined && (replica.chats.get(chatId)?.chat.lastSeq ?? Infinity) >= sentSeq;

  const drain = () => {
    if (connection.phase() !== 'ready') return;
    const waiting = entries.filter(isWaiting);
    if (waiting.length > 0 && !isLeading && !waiting.some(({ clientId }) => unkept.has(clientId))) {
      cancelStepIn ??= clock.after(timings.answer, () => {
        cancelStepIn = undefined;
        begin();
      });
      return;
    }
    begin();
  };
  const begin = () => {
    const heads = new Map<ChatId, Outgoing>();
    for (const entry of entries) if (isWaiting(entry) && !heads.has(entry.chatId)) heads.set(entry.chatId, entry);
    for (const entry of heads.values()) void transmit(entry);
  };

  const transmit = async (outgoing: Outgoing) => {
    const { clientId, chatId } = outgoing;
    if (sending.has(chatId) || resting.has(chatId) || connection.phase() !== 'ready') return;
    sending.add(chatId);
    let rest = 0;
    try {
      const attachments = outgoing.files?.map(({ fileId }) => ({ fileId: fileId as FileId }));
      const input = {
        chatId,
        clientId: clientId as ClientId,
        ...writtenOf(outgoing),
        ...(attachments && { attachments }),
      };
      const { seq } = await connection.call('messages.send', input);
      const entry = find(clientId);
      const sent = entry && { ...entry, sentSeq: seq };
      if (sent !== undefined) void (isArrived(sent) ? remove(sent) : put(sent));
      parts.expect(chatId, seq);
    } catch (error) {
      const entry = find(clientId);
      const count = (tries.get(clientId) ?? 0) + 1;
      const code = codeOf(error);
      if (entry !== undefined && (!mayPass(error) || (code === 'internal' && count >= MAX_INTERNAL))) {
        void put({ ...entry, failure: code });
      } else {
        tries.set(clientId, count);
        const seconds = error instanceof VecheError ? (error.retryAfterSeconds ?? 0) : 0;
        rest = seconds * 1000 || timings.retry * 2 ** Math.min(count - 1, 4);
      }
    }
    sending.delete(chatId);
    if (rest > 0) {
      const wake = () => {
        resting.delete(chatId);
        drain();
      };
      resting.set(chatId, clock.after(rest, wake));
    }
    begin();
  };
  const adopt = (loaded: readonly Outgoing[]) => {
    const before = entries;
    const stored = new Set(loaded.map(({ clientId }) => clientId));
    const own = before.filter(({ clientId }) => unkept.has(clientId) && !stored.has(clientId));
    entries = [...loaded, ...own].sort(byOrder);
    for (const chatId of new Set([...before, ...loaded].map((entry) => entry.chatId))) parts.changed(chatId);
    for (const entry of entries) if (isArrived(entry)) void remove(entry);
  };
  const endRests = () => {
    for (const cancel of resting.values()) cancel();
    resting.clear();
  };

  return {
    adopt,
    // Those with files are shown where it is seen how far they came.
    of: (chatId) => entries.filter((entry) => entry.chatId === chatId && entry.files === undefined),
    withFiles: () => entries.filter(({ files, sentSeq }) => files !== undefined && sentSeq === undefined),
    isKept: (clientId) => !unkept.has(clientId),
    async send(chatId, message) {
      const kept = put(entryFor(chatId, message));
      drain();
      await kept;
    },
    entryFor,
    async sendFiles(entry, contents) {
      unkept.add(entry.clientId);
      await put(entry);
      void keepContents(entry, contents)
        .catch(() => undefined)
        .then(() => parts.changed(entry.chatId));
    },
    async amend(entry) {
      if (find(entry.clientId) === undefined) return;
      const kept = put(entry);
      drain();
      await kept;
    },
    async resend(clientId) {
      const entry = find(clientId);
      if (entry?.failure === undefined) return;
      const { failure: _failure, ...again } = entry;
      tries.delete(clientId);
      const kept = put({ ...again, order: nextOrder() });
      drain();
      await kept;
    },
    async discard(clientId) {
      const entry = find(clientId);
      if (entry !== undefined) await remove(entry);
    },
    applied(chatId, events) {
      const own = new Set<string | undefined>();
      for (const event of events) {
        if (event.kind === 'message.created' && event.actorId === replica.meta.me) own.add(event.message.clientId);
      }
      for (const entry of entries) {
        if (entry.chatId === chatId && (own.has(entry.clientId) || isArrived(entry))) void remove(entry);
      }
    },
    left(chatId) {
      for (const entry of entries) if (entry.chatId === chatId && entry.sentSeq !== undefined) void remove(entry);
    },
    async reload() {
      const begun = generation;
      const stored = await replica.keep((store) => store.queue());
      if (stored === undefined || begun !== generation) return;
      adopt(stored);
      drain();
    },
    moveTo(store) {
      // All at once, so that a wipe that follows comes after them.
      for (const entry of entries) void store.putOutgoing(entry);
    },
    resume() {
      endRests();
      drain();
    },
    lead() {
      isLeading = true;
      drain();
    },
    clear() {
      generation += 1;
      endRests();
      cancelStepIn?.();
      cancelStepIn = undefined;
      sending.clear();
      tries.clear();
      unkept.clear();
      entries = [];
    },
  };
}

function byOrder(a: Outgoing, b: Outgoing): number {
  return a.order - b.order;
}

function bytesOf(files: readonly OutgoingFile[] = []): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
