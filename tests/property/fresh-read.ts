import type { Chat, ChatId, Message } from '@veche/contract';
import { expect } from 'vitest';
import type { ChatWindow, SyncClient } from '../../web-shell/src/sync/client.ts';
import { withTold } from '../../web-shell/src/sync/told.ts';
import type { TestPerson } from '../support/server.ts';

/** All that a person's API shows now: every chat, and all that is said and told in it, oldest first. */
export async function readFresh(person: TestPerson): Promise<{ chats: PlainChat[]; messages: Map<ChatId, Message[]> }> {
  const { chats } = await person.call('chats.list', { limit: 100 });
  const messages = new Map<ChatId, Message[]>();
  for (const { chatId } of chats) {
    const whole: Message[] = [];
    for (let hasEarlier = true; hasEarlier;) {
      const before = whole[0]?.messageId;
      const page = await person.call('messages.history', { chatId, limit: 100, ...(before && { before }) });
      whole.unshift(...withTold(page.messages, page.events, undefined));
      hasEarlier = page.hasEarlier;
    }
    messages.set(chatId, whole.map(plainMessage));
  }
  return { chats: chats.map(plainChat), messages };
}

/** A row of the client without what only the device adds. */
export function chatsOf(client: SyncClient): PlainChat[] {
  return client.chats.value.map(({ shownTitle: _title, draft, behind: _behind, ...chat }) => ({
    ...plainChat(chat),
    draft,
  }));
}

/** Messages of a window that are in the log, and what is told among them. */
export function messagesOf(window: ChatWindow): Message[] {
  const sent = window.messages.value.filter(({ state }) => state === 'sent' || state === 'told');
  return sent.map(({ key: _key, state: _state, failure: _failure, ...message }) => plainMessage(message));
}

/** Reads a whole chat through a window of its own, page after page. */
export async function readThroughWindow(client: SyncClient, chatId: ChatId): Promise<Message[]> {
  const window = client.openWindow(chatId);
  try {
    await expect.poll(() => window.loading.value, { timeout: 5000 }).toBe(false);
    // A window holds a limited number and lets the newest go. Offline, what is stored may end earlier.
    const read = messagesOf(window);
    while (window.hasEarlier.value && window.failure.value === null) {
      await window.loadEarlier();
      const first = read[0]?.messageId ?? Infinity;
      read.unshift(...messagesOf(window).filter(({ messageId }) => messageId < first));
    }
    return read;
  } finally {
    window.close();
  }
}

/** A slice must be a run of the whole: nothing missing between its ends, nothing twice. */
export function expectRun(slice: readonly Message[], whole: readonly Message[]): void {
  const start = whole.findIndex(({ messageId }) => messageId === slice[0]?.messageId);
  expect(slice).toEqual(slice.length === 0 ? [] : whole.slice(start, start + slice.length));
}

/** Reactions in an order of their own: the log does not tell when equal counts came about. */
function plainMessage(message: Message): Message {
  const reactions = message.reactions.map(({ emoji, count, mine = false }) => ({ emoji, count, mine }));
  return { ...message, reactions: reactions.sort((a, b) => (a.emoji < b.emoji ? -1 : 1)) };
}

/** A row as server and device tell it alike: of a draft, the text. */
type PlainChat = Omit<Chat, 'draft'> & { draft: string };

function plainChat({ lastMessage, draft, ...rest }: Chat): PlainChat {
  const last = lastMessage && { lastMessage: { ...plainMessage(lastMessage), reactions: [] } };
  return { ...rest, ...last, draft: draft?.text ?? '' };
}
