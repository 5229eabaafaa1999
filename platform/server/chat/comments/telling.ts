import type { ChatId, MessageId } from '@veche/contract';
import { oneByOne } from '../chats/appliers.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { deleteMessages } from '../messages/appliers.ts';
import { readMessagesById } from '../messages/store.ts';
import { readEnded, readUntoldChannels, settleThread, takeUntold } from './store.ts';

/** A lively discussion makes one event a post in this time, not one a comment. */
const GATHER_MS = 2_000;
/** Heals what a server that died had not told. */
const FALLBACK_MS = 60_000;
/** Posts of one transaction, and channels of one round. */
const STEP = 100;

const applyCounts = oneByOne<{ chatId: ChatId }, Record<string, never>>(async (batch, { chatId }) => {
  for (const { messageId, count, senderId } of await takeUntold(batch.tx, chatId, STEP)) {
    batch.append(chatId, senderId, { kind: 'message.changed', messageId, set: { commentCount: count } });
  }
  return {};
});

/** What a channel deleted does not live on in its discussion; the comments stay. */
const applyEnds = oneByOne<
  { chatId: ChatId; topicId: MessageId; post: { chatId: ChatId; messageId: MessageId } },
  Record<string, never>
>(async (batch, { chatId, topicId, post }) => {
  const [row] = await readMessagesById(batch.tx, chatId, [topicId]);
  if (row !== undefined && row.deletedAt === null) {
    await deleteMessages(batch, { chatId, actorId: row.senderId, messageIds: [topicId] });
  }
  await settleThread(batch.tx, post);
  return {};
});

/** Tells the logs of channels how many comments their posts have by now. What is to be told stands in the database. */
export function createCommentTelling({
  sql,
  writer,
  bus,
  log,
}: Pick<ChatDependencies, 'sql' | 'writer' | 'bus' | 'log'>) {
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let leave: (() => void) | null = null;

  const drain = async (): Promise<void> => {
    for (let channels = [0 as ChatId]; channels.length > 0 && leave !== null;) {
      channels = await readUntoldChannels(sql, STEP);
      for (const chatId of channels) {
        for (const { messageId, groupId, topicId } of await readEnded(sql, chatId, STEP)) {
          await writer.submit(applyEnds, { chatId: groupId, topicId, post: { chatId, messageId } });
        }
        await writer.submit(applyCounts, { chatId });
      }
    }
  };
  const run = (): void => {
    timer = null;
    running ??= drain()
      .catch((error: unknown) => log.warn({ err: error }, 'counts of comments were not told; they are tried again'))
      .finally(() => (running = null));
  };
  const wake = (): void => void (timer ??= setTimeout(running === null ? run : wakeAgain, GATHER_MS).unref());
  const wakeAgain = (): void => {
    timer = null;
    wake();
  };

  return {
    start(): Promise<void> {
      const unsubscribe = bus.subscribe('chat', ({ kind, events }) => {
        const mayCount = events.some(
          (event) =>
            event.kind === 'message.deleted' ||
            (event.kind === 'message.created' && event.message.topicId !== undefined),
        );
        if (mayCount && kind !== 'direct') wake();
      });
      const fallback = setInterval(wake, FALLBACK_MS).unref();
      leave = () => {
        unsubscribe();
        clearInterval(fallback);
        leave = null;
      };
      wake();
      return Promise.resolve();
    },
    async stop(): Promise<void> {
      leave?.();
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
