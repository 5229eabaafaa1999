import type { AccountId, ChatEvent, ChatId, ClientId } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { Connection } from './connection.ts';
import { codeOf, mayPass } from './failures.ts';
import type { EnginePorts, Timings } from './ports.ts';
import type { Replica } from './replica.ts';
import type { Outgoing } from './state.ts';
import type { Store } from './store.ts';
import { type Written, writtenOf } from './written.ts';

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
  resend(clientId: string): Promise<void>;
  discard(clientId: string): Promise<void>;
  applied(chatId: ChatId, events: readonly ChatEvent[], me: AccountId): void;
  /** The chat is no longer one's own: what the log holds of the queue will never be heard of. */
  left(chatId: ChatId): void;
  /** Another tab changed the queue. */
  reload(): Promise<void>;
  /** Writes all into a store that took the place of a lost one. */
  moveTo(store: Store): Promise<void>;
  /** A new connection is a new chance: nothing rests any longer. */
  resume(): void;
  lead(): void;
  clear(): void;
}

export function createOutbox(parts: OutboxParts): Outbox {
  const { replica, connection, clock, random, tabs, timings } = parts;
  let entries: readonly Outgoing[] = [];
  let isLeading = false;
  let cancelStepIn: (() => void) | undefined;
  const sending = new Set<ChatId>();
  /** Chats that wait after a refusal, and how to end the wait. */
  const resting = new Map<ChatId, () => void>();
  const tries = new Map<string, number>();

  const isWaiting = (entry: Outgoing) => entry.failure === undefined && entry.sentSeq === undefined;
  const set = (next: readonly Outgoing[], chatId: ChatId) => {
    entries = next;
    parts.changed(chatId);
  };
  const put = async (entry: Outgoing) => {
    const others = entries.filter(({ clientId }) => clientId !== entry.clientId);
    set(
      [...others, entry].sort((a, b) => a.order - b.order),
      entry.chatId,
    );
    await replica.keep((store) => store.putOutgoing(entry));
    tabs.tell({ t: 'queue' });
  };
  const remove = async ({ clientId, chatId }: Outgoing) => {
    tries.delete(clientId);
    set(
      entries.filter((entry) => entry.clientId !== clientId),
      chatId,
    );
    await replica.keep((store) => store.removeOutgoing(clientId));
    tabs.tell({ t: 'queue' });
  };
  const nextOrder = () => Math.max(clock.now(), (entries.at(-1)?.order ?? 0) + 1);
  const find = (clientId: string) => entries.find((entry) => entry.clientId === clientId);
  const isArrived = ({ chatId, sentSeq }: Outgoing) =>
    sentSeq !== undefined && (replica.chats.get(chatId)?.chat.lastSeq ?? Infinity) >= sentSeq;

  const drain = () => {
    if (connection.phase() !== 'ready') return;
    const waiting = entries.filter(isWaiting);
    if (waiting.length > 0 && !isLeading) {
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
      const input = { chatId, clientId: clientId as ClientId, ...writtenOf(outgoing) };
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
    entries = loaded;
    for (const chatId of new Set([...before, ...loaded].map((entry) => entry.chatId))) parts.changed(chatId);
    for (const entry of entries) if (isArrived(entry)) void remove(entry);
  };
  const endRests = () => {
    for (const cancel of resting.values()) cancel();
    resting.clear();
  };

  return {
    adopt,
    of: (chatId) => entries.filter((entry) => entry.chatId === chatId),
    async send(chatId, message) {
      const at = new Date(clock.now()).toISOString();
      const entry: Outgoing = {
        clientId: random.uuid(),
        chatId,
        ...writtenOf(message),
        at,
        order: nextOrder(),
      };
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
    applied(chatId, events, me) {
      const own = new Set<string | undefined>();
      for (const event of events) {
        if (event.kind === 'message.created' && event.actorId === me) own.add(event.message.clientId);
      }
      for (const entry of entries) {
        if (entry.chatId === chatId && (own.has(entry.clientId) || isArrived(entry))) void remove(entry);
      }
    },
    left(chatId) {
      for (const entry of entries) if (entry.chatId === chatId && entry.sentSeq !== undefined) void remove(entry);
    },
    async reload() {
      const stored = await replica.keep((store) => store.queue());
      if (stored === undefined) return;
      adopt(stored);
      drain();
    },
    async moveTo(store) {
      for (const entry of entries) await store.putOutgoing(entry);
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
      endRests();
      cancelStepIn?.();
      cancelStepIn = undefined;
      sending.clear();
      tries.clear();
      entries = [];
    },
  };
}
